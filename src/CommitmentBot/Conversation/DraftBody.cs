using System.Text.Json;
using System.Text.Json.Serialization;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.Understanding;

namespace CommitmentBot.Conversation;

/// <summary>A commitment on its way to a yes: what is known so far, and the words it came from. Dates are ISO 8601.</summary>
internal sealed record DraftBody
{
    public required string Wording { get; init; }

    /// <summary>Goes up with every change, and stands in the buttons: a yes is to what the card showed.</summary>
    public int Revision { get; init; }

    /// <summary>The owner; null while a question about them is open.</summary>
    public required Guid? Owner { get; init; }

    /// <summary>Those who fit the owner's name, where more than one does.</summary>
    public IReadOnlyList<Guid> OwnerMayBe { get; init; } = [];

    public Guid? PromiseePerson { get; init; }

    /// <summary>Those who fit the promisee's name, where more than one does.</summary>
    public IReadOnlyList<Guid> PromiseeMayBe { get; init; } = [];

    public Guid? PromiseeOrganisation { get; init; }

    /// <summary>The date; null while a question about it is open.</summary>
    public string? Due { get; init; }

    /// <summary>The words that it was read from, so that the card can show why.</summary>
    public ReadFrom Read { get; init; } = new();

    /// <summary>The one question that the words leave open.</summary>
    public string? Question { get; init; }

    /// <summary>Whether the speaker did not say it to the bot, which asks of its own accord.</summary>
    public bool Suggested { get; init; }

    /// <summary>Whether it was asked in private, so that nothing said in the channel answers it.</summary>
    public bool AskedPrivately { get; init; }

    public string? Condition { get; init; }

    public IReadOnlyList<string> Themes { get; init; } = [];

    public required string Words { get; init; }

    public required Guid SaidBy { get; init; }

    /// <summary>ISO 8601 instant.</summary>
    public required string SaidAt { get; init; }

    public string? Link { get; init; }

    /// <summary>The message it was read from, as <see cref="Data.Rows.CommitmentRow.SourceOf"/> names it.</summary>
    public string? Source { get; init; }

    /// <summary>Where its thread is; null when it was said in private.</summary>
    public ConversationRef? Thread { get; init; }

    /// <summary>Where it comes from.</summary>
    [JsonIgnore]
    public MadeFrom From => new(Thread, Source);

    /// <summary>To whom, as the rules have it.</summary>
    [JsonIgnore]
    public Promisee Promisee => this switch
    {
        { PromiseePerson: { } person } => new Promisee.ToPerson(new(person)),
        { PromiseeOrganisation: { } organisation } => new Promisee.ToOrganisation(new(organisation)),
        _ => new Promisee.ToForum(),
    };

    public string ToJson() => JsonSerializer.Serialize(this, DraftJson.Default.DraftBody);

    public static DraftBody Parse(string json) => JsonSerializer.Deserialize(json, DraftJson.Default.DraftBody)!;
}

/// <summary>The words of a message that each part of a draft was read from; null for what was not read from it.</summary>
internal sealed record ReadFrom(string? Owner = null, string? Promisee = null, string? Due = null)
{
    public static ReadFrom Of(Draft draft, string words)
    {
        return new(Words(draft.OwnerSaid), Words(draft.PromiseeSaid), Words(draft.DueSaid));

        string? Words(TextSpan? said) => said is { } span ? words.Substring(span.Start, span.Length) : null;
    }
}

[JsonSerializable(typeof(DraftBody))]
internal sealed partial class DraftJson : JsonSerializerContext;
