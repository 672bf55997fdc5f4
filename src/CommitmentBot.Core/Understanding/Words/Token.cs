namespace CommitmentBot.Core.Understanding.Words;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>Nothing: what stands before the first and after the last token.</summary>
    None,

    /// <summary>Letters, with apostrophes and ampersands inside ("I'll", "R&amp;D").</summary>
    Word,

    /// <summary>Digits.</summary>
    Number,

    /// <summary>A mention of a person.</summary>
    Mention,

    /// <summary>An address on the web.</summary>
    Link,

    /// <summary>One mark: punctuation, a symbol.</summary>
    Mark,

    /// <summary>A line break.</summary>
    Break,
}

/// <summary>One token of a text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">How long it is, in UTF-16 units.</param>
/// <param name="Text">Lower case with plain apostrophes, quotes and hyphens; a mention's name as written.</param>
/// <param name="Value">A number's value (-1 beyond nine digits), a mention's index, else 0.</param>
/// <param name="Glued">Whether nothing stands between it and the token before.</param>
/// <param name="Capital">Whether it begins with a capital letter.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int Length, string Text, int Value, bool Glued, bool Capital)
{
    /// <summary>What stands outside a text.</summary>
    public static readonly Token None = new(TokenKind.None, 0, 0, "", 0, false, false);

    /// <summary>Where it ends, in UTF-16 units.</summary>
    public int End => Start + Length;

    /// <summary>Whether it is this word or mark (lower case).</summary>
    public bool Is(string text) => Kind is TokenKind.Word or TokenKind.Mark && Text == text;

    /// <summary>Whether it is a number from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public bool IsNumber(int low, int high) => Kind == TokenKind.Number && Value >= low && Value <= high;
}
