using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;

namespace CommitmentBot.Slack;

/// <summary>The app's shortcuts by their callback_id in the manifest, and the two forms that start without any message.</summary>
internal static class Shortcut
{
    /// <summary>"Record as commitment" on a message.</summary>
    public const string Record = "record_commitment";

    /// <summary>"Make a commitment", from anywhere.</summary>
    public const string Make = "make_commitment";

    /// <summary>"Find a commitment", from anywhere.</summary>
    public const string Find = "find_commitment";

    private const string Words = "words";
    private const string Found = "found";

    /// <summary>The form a shortcut begins with; null where it is none of ours.</summary>
    public static JsonObject? View(string? callbackId) => callbackId switch
    {
        Make => Modal.Of(
            new Form(Make, "", "Make a commitment", "Go on",
                [new Field.Line(Words, "What will you do, for whom, and by when?", Multiline: true, Hint: "I'll send the winter bed plan to UHCW by Friday")]),
            Nowhere),
        Find => Modal.Search(Find, "Find a commitment", "Show it", Found, "A number, a name, or words from it", Nowhere),
        _ => null,
    };

    /// <summary>What was filled in, as one would type it; null where nothing was.</summary>
    public static string? Sentence(View view)
    {
        var values = Modal.Values(view.State);
        return view.CallbackId == Find
            ? values.TryGetValue(Found, out var reference) ? $"show {reference}" : null
            : values.GetValueOrDefault(Words);
    }

    /// <summary>A find as a choice: what is chosen is its number, with which its title begins.</summary>
    public static Option Choice(Hit hit) => new(hit.Title.Split(' ')[0], hit.Title);

    private static ViewOrigin Nowhere => new("", null, ConversationKind.Personal, null, null);
}
