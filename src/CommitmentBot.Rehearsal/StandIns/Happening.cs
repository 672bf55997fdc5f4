using System.Text.Json.Nodes;

namespace CommitmentBot.Rehearsal.StandIns;

/// <summary>Something that a page would like to know at once.</summary>
public abstract record Happening
{
    private Happening()
    {
    }

    /// <summary>A message was posted, or updated in place.</summary>
    public sealed record Posted(TranscriptMessage Message) : Happening;

    /// <summary>A message was taken away.</summary>
    public sealed record Deleted(TranscriptMessage Message) : Happening;

    /// <summary>A person's dialog was opened or changed; closed when <c>Dialog</c> is null.</summary>
    public sealed record DialogChanged(string Persona, OpenDialog? Dialog) : Happening;

    /// <summary>The clock, the story or the set-up went on.</summary>
    public sealed record Moved : Happening;
}

/// <summary>
/// The form a person has open. <c>Body</c> is Slack's view or the Adaptive Card of Teams' dialog; <c>Errors</c> what the bot
/// found wrong, by the id of Slack's block.
/// </summary>
public sealed record OpenDialog(string Platform, string Id, string Title, JsonNode Body, IReadOnlyDictionary<string, string> Errors);

/// <summary>A call the bot made: Slack's method or the name a <see cref="Fault"/> goes by, and its arguments.</summary>
public sealed record ReceivedCall(string Platform, string Method, JsonNode Arguments);
