using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding;

/// <summary>Reads the day by which something is due from UK English: "by close of play Friday", "within 5 working days", "end of Q2".</summary>
public static class DueDates
{
    /// <summary>
    /// The due date in <paramref name="words"/>. Where they hold several dates, the one worded most like a deadline counts. Never throws;
    /// words without a date give <see cref="DueReading.None"/>.
    /// </summary>
    public static DueReading Read(string words, ReadingContext context)
    {
        var tokens = Tokenizer.Cut(SaidText.Of(words));
        return Read(new DateText(tokens, context), 0, tokens.Count).Due;
    }

    /// <summary>The due date between two tokens, and the tokens it was read from (an empty range where there is none).</summary>
    internal static (DueReading Due, int From, int To) Read(DateText text, int from, int to) => Read(text, from, to, Mentions.Find(text, from, to).FindAll(mention => mention.Weight != Weight.Hour));

    /// <summary>The same for what somebody promises: a date that only tells which ("the May figures") is not when it is due.</summary>
    internal static (DueReading Due, int From, int To) ReadPromised(DateText text, int from, int to, bool isHourEnough = false) =>
        Read(text, from, to, Mentions.Find(text, from, to).FindAll(mention => mention.Weight != Weight.Named && (isHourEnough || mention.Weight != Weight.Hour) && (mention.Weight == Weight.Deadline || !IsOfAThing(text.Tokens, from, mention.From))));

    // How far a date stands from the word that makes it a thing's own.
    private const int LongestRelative = 8;

    // "The paper that's going to Cabinet on the 22nd": the date is the paper's.
    private static bool IsOfAThing(Tokens tokens, int from, int at)
    {
        for (var word = at - 1; word > from && word >= at - LongestRelative; word--)
        {
            if (tokens[word].Text is "that's" or "which" or "who" or "who's" || (tokens.Is(word, "that") && tokens[word + 1].Text is "is" or "are" or "was" or "were" or "goes" or "went" or "go" or "came" or "met"))
            {
                return true;
            }
        }

        return false;
    }

    private static (DueReading Due, int From, int To) Read(DateText text, int from, int to, List<DateMention> mentions)
    {
        var mention = Mentions.Due(mentions);
        if (mention is null or { Weight: Weight.Vague })
        {
            var vague = mention is { } asked ? (asked.From, asked.To) : VagueWords.Find(text.Tokens, from, to);
            return vague is var (vagueFrom, vagueTo)
                ? (new DueReading.None(text.Tokens.Slice(vagueFrom, vagueTo)), vagueFrom, vagueTo)
                : (new DueReading.None(null), to, to);
        }

        var found = mention.Value;
        var words = text.Tokens.Slice(found.From, found.To);
        return found.Date < text.Today
            ? (new DueReading.InThePast(found.Date, words), found.From, found.To)
            : (new DueReading.On(found.Date, words), found.From, found.To);
    }
}
