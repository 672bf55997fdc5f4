namespace CommitmentBot.Slack;

/// <summary>
/// What Slack takes at most, in UTF-16 units where it counts characters. What is longer is split or ends in an ellipsis; it is never refused.
/// </summary>
/// <remarks>https://docs.slack.dev/reference/block-kit/blocks and …/block-elements; https://docs.slack.dev/reference/methods/chat.postMessage</remarks>
internal static class Limits
{
    /// <summary>The fallback text: chat.update refuses more with msg_too_long.</summary>
    public const int Text = 4000;

    /// <summary>Blocks of a message.</summary>
    public const int MessageBlocks = 50;

    /// <summary>Blocks of a modal.</summary>
    public const int ViewBlocks = 100;

    /// <summary>All text of a message's blocks; about 13,200 characters gave msg_blocks_too_long, undocumented.</summary>
    public const int MessageText = 12000;

    /// <summary>A section's or a context's text.</summary>
    public const int Section = 3000;

    /// <summary>Fields of a section.</summary>
    public const int Fields = 10;

    /// <summary>One field of a section.</summary>
    public const int Field = 2000;

    /// <summary>A header.</summary>
    public const int Header = 150;

    /// <summary>Buttons of one row.</summary>
    public const int Actions = 25;

    /// <summary>What is seen of a button's label; Slack may cut longer ones anywhere after it.</summary>
    public const int ButtonShown = 30;

    /// <summary>A button's label as screen readers say it.</summary>
    public const int ButtonLabel = 75;

    /// <summary>What a button carries.</summary>
    public const int ButtonValue = 2000;

    /// <summary>action_id, block_id and callback_id.</summary>
    public const int Id = 255;

    /// <summary>A picture's address.</summary>
    public const int ImageUrl = 3000;

    /// <summary>The words that stand for a picture, and its title.</summary>
    public const int ImageText = 2000;

    /// <summary>The words that stand for a file.</summary>
    public const int FileText = 1000;

    /// <summary>A modal's title and its two buttons.</summary>
    public const int ViewTitle = 24;

    /// <summary>What a modal carries unseen.</summary>
    public const int PrivateMetadata = 3000;

    /// <summary>A question's label and hint.</summary>
    public const int InputLabel = 2000;

    /// <summary>What can be typed in one field.</summary>
    public const int Input = 3000;

    /// <summary>Answers to choose from.</summary>
    public const int Options = 100;

    /// <summary>An answer's label.</summary>
    public const int OptionLabel = 75;

    /// <summary>An answer's value.</summary>
    public const int OptionValue = 150;

    /// <summary>Cuts to <paramref name="max"/> with an ellipsis, never through a surrogate pair.</summary>
    public static string Cut(string text, int max) => text.Length <= max ? text : text[..Boundary(text, max - 1)] + "…";

    /// <summary>The greatest index up to <paramref name="at"/> that does not split a surrogate pair.</summary>
    public static int Boundary(string text, int at) => at > 0 && at < text.Length && char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;
}
