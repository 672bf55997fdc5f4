using CommitmentBot.Core.Chat;

namespace CommitmentBot.Conversation;

/// <summary>Short messages.</summary>
internal static class Messages
{
    /// <summary>A sentence or two.</summary>
    public static Message Plain(string sentence) => new(sentence, [new Block.Paragraph(sentence)]);

    /// <summary>A sentence over a card.</summary>
    public static Message Over(string sentence, Message card) =>
        new($"{sentence} {card.Fallback}", [new Block.Paragraph(sentence), .. card.Blocks]);

    /// <summary>A refusal with the moves that are allowed.</summary>
    public static Message Refusal(string sentence, IReadOnlyList<string> allowed) => allowed.Count == 0
        ? Plain(sentence)
        : Plain($"{sentence} What you can do: {string.Join(" · ", allowed)}.");
}
