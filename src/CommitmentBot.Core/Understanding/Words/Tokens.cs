using CommitmentBot.Core.Chat;

namespace CommitmentBot.Core.Understanding.Words;

/// <summary>A text as tokens. Asking beyond either end gives <see cref="Token.None"/>, so rules may look ahead freely.</summary>
internal sealed class Tokens(string source, IReadOnlyList<Mentioned> mentions, Token[] all)
{
    /// <summary>The text.</summary>
    public string Source => source;

    /// <summary>The people mentioned; a mention token's value is an index into it.</summary>
    public IReadOnlyList<Mentioned> Mentions => mentions;

    /// <summary>How many there are.</summary>
    public int Count => all.Length;

    /// <summary>The token at a place.</summary>
    public ref readonly Token this[int at]
    {
        get
        {
            if ((uint)at < (uint)all.Length)
            {
                return ref all[at];
            }

            return ref Outside[0];
        }
    }

    private static readonly Token[] Outside = [Token.None];

    /// <summary>Whether the word or mark at a place is this one.</summary>
    public bool Is(int at, string text) => this[at].Is(text);

    /// <summary>Whether the word at a place is one of these.</summary>
    public bool IsOneOf(int at, IReadOnlySet<string> words) => this[at].Kind == TokenKind.Word && words.Contains(this[at].Text);

    /// <summary>The place after a phrase that begins at <paramref name="at"/>; -1 when it does not.</summary>
    public int After(int at, params ReadOnlySpan<string> phrase)
    {
        for (var i = 0; i < phrase.Length; i++)
        {
            if (!this[at + i].Is(phrase[i]))
            {
                return -1;
            }
        }

        return at + phrase.Length;
    }

    /// <summary>The place after the first of several phrases (words separated by a space) that stands at <paramref name="at"/>; -1 when none does.</summary>
    public int AfterAny(int at, PhraseSet phrases) => phrases.Match(this, at);

    /// <summary>Where the tokens from one up to, and without, another stand in the text; they must not be none.</summary>
    public TextSpan Span(int from, int to)
    {
        var start = this[from].Start;
        return new(start, this[Math.Min(to, Count) - 1].End - start);
    }

    /// <summary>The text from one token up to, and without, another; trimmed.</summary>
    public string Slice(int from, int to) =>
        from >= to || from >= Count ? "" : source[this[from].Start..this[Math.Min(to, Count) - 1].End].Trim();
}
