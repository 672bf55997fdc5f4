using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>The forum's own next meeting: "the next Place Forum", "our next meeting", "before we next meet". Without a calendar it is vague.</summary>
internal static class Meetings
{
    private static readonly PhraseSet Next = new(
        "next meeting", "next forum", "next forum meeting", "next place forum", "next place forum meeting", "next place meeting", "next time we meet",
        "next time", "next session", "we next meet", "when we next meet", "we meet next", "we meet again", "next place board", "next partnership board");

    private static readonly PhraseSet AfterNext = new("meeting after next", "forum after next", "place forum after next");

    public static Found? Read(DateText text, int at, int depth)
    {
        var start = text.SkipThe(at);
        var (index, end) = text.Tokens.AfterAny(start, AfterNext) is > 0 and var second ? (1, second)
            : text.Tokens.AfterAny(start, Next) is > 0 and var next ? (0, next)
            : NamedForum(text.Tokens, start) is > 0 and var named ? (0, named)
            : (0, -1);
        if (end < 0)
        {
            return null;
        }

        var ahead = text.Context.NextMeetings.Where(day => day >= text.Today).Skip(index).Take(1).ToList();
        return ahead.Count > 0 ? Found.Day(ahead[0], end) : new(new(text.Today, text.Today, Grain.Vague), end);
    }

    // How many words of its own name a forum has at most: "the next Eastborough and Westmere Place Forum".
    private const int LongestName = 6;

    private static int NamedForum(Tokens tokens, int at)
    {
        if (!tokens.Is(at, "next"))
        {
            return -1;
        }

        for (var word = at + 1; word <= at + LongestName && (tokens[word].Capital || tokens.Is(word, "and")); word++)
        {
            if (tokens.Is(word, "forum"))
            {
                return tokens.Is(word + 1, "meeting") ? word + 2 : word + 1;
            }
        }

        return -1;
    }
}
