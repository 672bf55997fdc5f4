using NodaTime;

namespace CommitmentBot.Core.Chat;

/// <summary>Something a verified request brought in: who did what, where, when.</summary>
public sealed record Turn
{
    /// <summary>
    /// What makes this turn the same as one seen before: any one of them in the inbox, and nothing is done again.
    /// Slack: a message's channel with its ts, any other event's id. Teams: conversation with activity id.
    /// </summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Who did it.</summary>
    public required Speaker From { get; init; }

    /// <summary>Where it happened.</summary>
    public required ConversationRef Conversation { get; init; }

    /// <summary>Where an answer belongs: the thread of the message, or the personal chat.</summary>
    public required ConversationRef ReplyTo { get; init; }

    /// <summary>When the program received it.</summary>
    public required Instant At { get; init; }

    /// <summary>What was done.</summary>
    public required TurnContent Content { get; init; }
}

/// <summary>
/// A person as the platform describes them with a turn; what it does not say is null. <c>Listed</c> is false for one of whom no directory knows,
/// about whom it is of no use to ask. <c>Guest</c> as in <see cref="Profile"/>.
/// </summary>
public sealed record Speaker(
    UserRef User, string? Name = null, string? HomeTenant = null, string? Email = null, string? TimeZone = null, bool Listed = true,
    bool? Guest = null);

/// <summary>What a turn holds.</summary>
public abstract record TurnContent
{
    private TurnContent()
    {
    }

    /// <summary>
    /// A message for the bot: a mention of it, a direct message, a slash command, or a reply in a thread of its cards.
    /// <c>Answerable</c> is true where the answer can be given in the same request and seen by the asker only (a slash command);
    /// <c>ToBot</c> is false for a message that does not mention the bot, which matters only in a commitment's thread and where suggestions are on.
    /// <c>Aside</c> is true where the platform can show the asker something in the conversation that nobody else there sees.
    /// <c>RepliedTo</c> wrote the message that this one answers, where the platform says who that was.
    /// </summary>
    public sealed record Said(
        SaidText Text, MessageRef? Message, Uri? Link, bool Answerable = false, bool ToBot = true, bool Aside = false, UserRef? RepliedTo = null) : TurnContent;

    /// <summary>A click on a button the bot posted.</summary>
    public sealed record Clicked(string Action, string Argument, MessageRef? Card) : TurnContent;

    /// <summary>A form that was filled in; values by field name, absent where left empty.</summary>
    public sealed record Submitted(
        string Form, string Argument, IReadOnlyDictionary<string, string> Values, MessageRef? Card) : TurnContent;

    /// <summary>"Record as commitment" on somebody's message.</summary>
    public sealed record CaptureAsked(
        SaidText Text, Speaker Author, MessageRef Source, Uri? Link, Instant SaidAt) : TurnContent;

    /// <summary>The bot was added to the conversation, or a person opened a personal chat with it.</summary>
    public sealed record BotAdded : TurnContent;

    /// <summary>The bot was removed from the conversation, or the conversation is gone: deleted, archived.</summary>
    public sealed record BotRemoved : TurnContent;

    /// <summary>The register is searched for words, number or name; answered with <see cref="Reply.Found"/>.</summary>
    public sealed record SearchAsked(string Words) : TurnContent;

    /// <summary>Somebody opened the bot's own page on the platform (Slack's Home tab); answered with <see cref="Reply.Show"/>.</summary>
    public sealed record HomeOpened : TurnContent;

    /// <summary>Something the platform tells of itself. Nobody said it to the bot, nobody is met by it, and nothing is said back.</summary>
    public abstract record Happening : TurnContent;

    /// <summary>A message that somebody had written was changed, or deleted (<c>Text</c> is null then).</summary>
    public sealed record SourceChanged(MessageRef Source, SaidText? Text) : Happening;

    /// <summary>The conversation has another name now; without a leading <c>#</c>.</summary>
    public sealed record PlaceRenamed(string Name) : Happening;

    /// <summary>The same conversation has another id now.</summary>
    public sealed record PlaceMoved(string Channel) : Happening;

    /// <summary>The conversation that was gone is there again: a team taken out of the archive, a channel restored.</summary>
    public sealed record PlaceReturned : Happening;

    /// <summary>The conversation is shared no more with another tenant, whose people lost sight of it.</summary>
    public sealed record TenantLeft(string Tenant) : Happening;

    /// <summary>Somebody came into the conversation.</summary>
    public sealed record MemberJoined(Speaker Who) : Happening;

    /// <summary>Somebody left the conversation, or lost sight of it.</summary>
    public sealed record MemberLeft(UserRef Who) : Happening;

    /// <summary>The platform says something new of somebody: name, time zone, deactivated. Happens <see cref="ConversationRef.Nowhere"/>.</summary>
    public sealed record PersonChanged(Profile Who) : Happening;

    /// <summary>The installation (<see cref="ConversationRef.Tenant"/>) is gone, with all its conversations. Happens <see cref="ConversationRef.Nowhere"/>.</summary>
    public sealed record Uninstalled : Happening;
}

/// <summary>
/// What a person typed, platform's markup taken away and the bot's own mention removed; people mentioned stand in it as
/// <c>@Name</c> at the given places.
/// </summary>
public sealed record SaidText(string Plain, IReadOnlyList<Mentioned> Mentions)
{
    /// <summary>Text without mentions.</summary>
    public static SaidText Of(string plain) => new(plain, []);
}

/// <summary>One mention in <see cref="SaidText.Plain"/>; <c>Start</c> and <c>Length</c> count UTF-16 units and cover the <c>@</c>.</summary>
public sealed record Mentioned(int Start, int Length, UserRef User, string Name);

/// <summary>What the asker sees in answer to the very request; everything else goes through the outbox.</summary>
public abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>Nothing to show.</summary>
    public sealed record None : Reply;

    /// <summary>A message for the asker's eyes only.</summary>
    public sealed record Show(Message Message) : Reply;

    /// <summary>The clicked card as it reads now. Teams puts it in place at once; Slack gets the same by an update.</summary>
    public sealed record Updated(Message Card) : Reply;

    /// <summary>A form for the asker to fill in (Slack: a modal; on Teams forms are part of the card).</summary>
    public sealed record OpenForm(Form Form) : Reply;

    /// <summary>What a search found, best first: a title, a line about it, and the card to put into the conversation.</summary>
    public sealed record Found(IReadOnlyList<Hit> Hits) : Reply;

    /// <summary>The submitted form stays open and shows what is wrong, by field name.</summary>
    public sealed record FieldErrors(IReadOnlyDictionary<string, string> Errors) : Reply;
}

/// <summary>One find of a search.</summary>
public sealed record Hit(string Title, string Line, Message Card);

/// <summary>Whether a message in a channel that does not mention the bot is to come in at all; where not, nobody in it is even looked up.</summary>
public delegate Task<bool> Overhearing(ConversationRef where, CancellationToken cancellationToken);

/// <summary>The one way in: both adapters hand each verified turn to it.</summary>
public delegate Task<Reply> TurnHandler(Turn turn, CancellationToken cancellationToken);
