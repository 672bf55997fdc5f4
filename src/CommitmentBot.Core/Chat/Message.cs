using System.Text.Json.Serialization;
using NodaTime;

namespace CommitmentBot.Core.Chat;

/// <summary>
/// A message as the bot means it; each platform renders it its own way. <c>Fallback</c> is plain text for notifications and
/// screen readers, and says by itself what the message says. With an <c>Own</c> view some readers see it their own way.
/// </summary>
public sealed record Message(string Fallback, IReadOnlyList<Block> Blocks, OwnView? Own = null)
{
    /// <summary>A file that goes with it, on platforms that take files from a bot.</summary>
    public Attachment? File { get; init; }

    /// <summary>The only one who is to see it in a conversation with others; null where all may. See <c>Aside</c> of <see cref="TurnContent.Said"/>.</summary>
    public UserRef? OnlyFor { get; init; }
}

/// <summary>
/// Who sees a message their own way where the platform can show it so (Teams): the platform asks for each reader by a click with this
/// action and argument, and is answered with <see cref="Reply.Updated"/>. The message itself must be right for everybody else.
/// </summary>
public sealed record OwnView(string Action, string Argument, IReadOnlyList<UserRef> Readers);

/// <summary>A text file. Where it can be attached, it takes the place of the last <c>StandsFor</c> blocks, which say the same.</summary>
public sealed record Attachment(string Name, string Text, string Description, int StandsFor);

/// <summary>One part of a message, top to bottom.</summary>
[JsonDerivedType(typeof(Heading), "heading")]
[JsonDerivedType(typeof(Paragraph), "paragraph")]
[JsonDerivedType(typeof(Quote), "quote")]
[JsonDerivedType(typeof(Facts), "facts")]
[JsonDerivedType(typeof(Note), "note")]
[JsonDerivedType(typeof(Divider), "divider")]
[JsonDerivedType(typeof(Picture), "picture")]
[JsonDerivedType(typeof(Actions), "actions")]
public abstract record Block
{
    private Block()
    {
    }

    /// <summary>A short title in plain text.</summary>
    public sealed record Heading(string Text) : Block;

    /// <summary>Running text.</summary>
    public sealed record Paragraph(params IReadOnlyList<Inline> Parts) : Block;

    /// <summary>Somebody's own words, set apart, with who said them.</summary>
    public sealed record Quote(string Words, string Who) : Block;

    /// <summary>Label and value pairs, such as owner, due, to whom.</summary>
    public sealed record Facts(params IReadOnlyList<Fact> Rows) : Block;

    /// <summary>Small print.</summary>
    public sealed record Note(params IReadOnlyList<Inline> Parts) : Block;

    /// <summary>A line between parts.</summary>
    public sealed record Divider : Block;

    /// <summary>A picture at an https address (http on loopback only), with the words that stand for it.</summary>
    public sealed record Picture(Uri Url, string AltText, string Title) : Block;

    /// <summary>Buttons in one row, at most <see cref="MaxButtons"/>.</summary>
    public sealed record Actions(params IReadOnlyList<Button> Buttons) : Block
    {
        /// <summary>Teams shows six actions on a card; further ones are not reliably seen.</summary>
        public const int MaxButtons = 6;
    }
}

/// <summary>One row of <see cref="Block.Facts"/>.</summary>
public sealed record Fact(string Label, params IReadOnlyList<Inline> Value);

/// <summary>A piece of running text.</summary>
[JsonDerivedType(typeof(Text), "text")]
[JsonDerivedType(typeof(Bold), "bold")]
[JsonDerivedType(typeof(Mention), "mention")]
[JsonDerivedType(typeof(Day), "day")]
[JsonDerivedType(typeof(Link), "link")]
public abstract record Inline
{
    private Inline()
    {
    }

    /// <summary>Text, somebody's or the bot's. Always escaped by the renderer.</summary>
    public sealed record Text(string Value) : Inline;

    /// <summary>Text set bold. Always escaped by the renderer.</summary>
    public sealed record Bold(string Value) : Inline;

    /// <summary>A person, rung if the platform knows them in that conversation; <c>Name</c> where it does not.</summary>
    public sealed record Mention(UserRef User, string Name) : Inline;

    /// <summary>A date, always with its weekday and in full (<see cref="Dates.InFull"/>).</summary>
    public sealed record Day(LocalDate Date) : Inline;

    /// <summary>A link with words of its own.</summary>
    public sealed record Link(Uri Url, string Label) : Inline;

    /// <summary>Text is what most parts are.</summary>
    public static implicit operator Inline(string value) => new Text(value);
}

/// <summary>
/// A button. <c>Action</c> is a verb of the command list and <c>Argument</c> what it is about; both are hints only, every click is
/// authorised anew. With a <c>Form</c>, pressing it asks for more first: Slack sends the click and is answered with
/// <see cref="Reply.OpenForm"/>, Teams folds the form out of the card itself.
/// </summary>
public sealed record Button(string Label, string Action, string Argument, ButtonStyle Style = ButtonStyle.Plain, Form? Form = null);

/// <summary>How a button is set.</summary>
public enum ButtonStyle
{
    /// <summary>As usual.</summary>
    Plain,

    /// <summary>The one that most people will want.</summary>
    Primary,
}

/// <summary>A form; submitting it comes back as <see cref="TurnContent.Submitted"/> with the same name and argument.</summary>
public sealed record Form(string Name, string Argument, string Title, string Submit, IReadOnlyList<Field> Fields, string? Intro = null);

/// <summary>One question of a form.</summary>
[JsonDerivedType(typeof(Line), "line")]
[JsonDerivedType(typeof(Date), "date")]
[JsonDerivedType(typeof(Choice), "choice")]
public abstract record Field(string Name, string Label, bool Required, string? Hint)
{
    /// <summary>Free text of at most <c>MaxLength</c> characters.</summary>
    public sealed record Line(
        string Name, string Label, bool Required = true, string? Hint = null, string? Initial = null, bool Multiline = false, int MaxLength = 1000)
        : Field(Name, Label, Required, Hint);

    /// <summary>A calendar day; its value comes back as ISO 8601 (<c>2026-11-27</c>).</summary>
    public sealed record Date(string Name, string Label, bool Required = true, string? Hint = null, LocalDate? Initial = null)
        : Field(Name, Label, Required, Hint);

    /// <summary>One of several.</summary>
    public sealed record Choice(
        string Name, string Label, IReadOnlyList<Option> Options, bool Required = true, string? Hint = null, string? Initial = null)
        : Field(Name, Label, Required, Hint);
}

/// <summary>One answer of a <see cref="Field.Choice"/>.</summary>
public sealed record Option(string Value, string Label);
