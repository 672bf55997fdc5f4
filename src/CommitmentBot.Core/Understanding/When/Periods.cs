using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>Calendar months and years: "in May", "May 2026", "next June", "next month", "this year", "in 2027", "mid-June".</summary>
internal static class Periods
{
    // "May" and "march" are verbs too: without a day or year they are months only after one of these.
    private static readonly HashSet<string> MonthLeads = new(
        [
            "in", "by", "of", "until", "till", "end", "late", "for", "during", "since", "before", "next", "this", "last", "from", "to", "mid",
            "early", "over", "after", "through", "-", "throughout",
        ],
        StringComparer.Ordinal);

    private static readonly HashSet<string> YearLeads = new(
        ["in", "by", "of", "until", "till", "during", "before", "than", "for", "end", "from", "to", "since", "year"], StringComparer.Ordinal);

    private static readonly PhraseSet ThisMonth = new("this month", "the current month", "current month", "this calendar month", "within the month");

    private static readonly PhraseSet NextMonth = new("next month", "the next month", "the coming month", "the following month", "following month");

    private static readonly PhraseSet MonthAfterNext = new("month after next", "the month after next");

    private static readonly PhraseSet ThisYear = new("this year", "the current year", "current year", "this calendar year", "the calendar year");

    private static readonly PhraseSet NextYear = new("next year", "the next year", "the coming year", "the following year", "following year", "next calendar year");

    public static Found? Read(DateText text, int at, int depth)
    {
        var tokens = text.Tokens;
        var today = text.Today;
        return MonthsFromNow(tokens.AfterAny(at, ThisMonth), 0)
            ?? MonthsFromNow(tokens.AfterAny(at, NextMonth), 1)
            ?? MonthsFromNow(tokens.AfterAny(at, MonthAfterNext), 2)
            ?? Year(tokens.AfterAny(at, ThisYear), today.Year)
            ?? Year(tokens.AfterAny(at, NextYear), today.Year + 1)
            ?? NamedYear(text, at)
            ?? NamedMonth(text, at);

        Found? MonthsFromNow(int end, int months)
        {
            var month = today.PlusMonths(months);
            return end < 0 ? null : new(Stretch.Month(month.Year, month.Month), end);
        }
    }

    private static Found? NamedYear(DateText text, int at) =>
        text.Year(at) is var (year, end) && text.Tokens[at].Kind == TokenKind.Number
            && YearLeads.Contains(text.Tokens[at - 1].Text) && text.Tokens[end] is not { Kind: TokenKind.Mark, Glued: true, Text: "/" or "-" }
            ? Year(end, year)
            : null;

    private static Found? Year(int end, int year) =>
        end < 0 ? null : new(Stretch.Period(new(year, 1, 1), new(year, 12, 31)), end);

    private static Found? NamedMonth(DateText text, int at)
    {
        var tokens = text.Tokens;
        if (tokens.After(at, "month", "of") is > 0 and var monthOf)
        {
            at = monthOf;
        }

        var next = tokens.Is(at, "next");
        var name = next || tokens.Is(at, "this") || tokens.Is(at, "late") || tokens.Is(at, "coming") ? text.SkipMark(at + 1, "-") : at;
        var month = Vocabulary.Month(tokens[name]);
        if (month == 0)
        {
            return null;
        }

        // "32 August 2014": a month beside a figure that is no day of it is part of something else.
        var afterFigure = tokens[name - 1].Kind == TokenKind.Number && name == at;
        if (Years.After(text, name + 1) is var (year, end) && !(afterFigure && tokens[name - 1].Value is > 31 or -1))
        {
            return new(Stretch.Month(year, month), end);
        }

        if (afterFigure || tokens[name + 1].Kind == TokenKind.Number)
        {
            return null;
        }

        var isWord = tokens[name].Text is "may" or "march" or "mar" or "jan" or "dec";
        var isAlone = tokens[name - 1].Kind == TokenKind.None && tokens[name + 1].Kind == TokenKind.None;
        var isName = tokens[name].Capital && tokens[name - 1].Kind == TokenKind.Word && !tokens[name - 1].Capital && tokens[name - 1].Text is "the" or "our" or "my";
        if (isWord && !isAlone && !isName && !MonthLeads.Contains(tokens[name - 1].Text))
        {
            return null;
        }

        // "June will chair", "April Jones is the lead".
        var isPerson = tokens[name].Text is "april" or "may" or "june" && tokens[name].Capital && name == at && (tokens[name - 1].Kind != TokenKind.Word || tokens[name - 1].Text is "and")
            && tokens[name + 1].Kind == TokenKind.Word
            && (tokens[name + 1].Text is "will" or "has" or "to" or "said" or "agreed" or "can" || (tokens[name + 1].Capital && !Attributes.IsMeeting(tokens[name + 1]) && tokens[name + 1].Length > 3));
        if (isPerson)
        {
            return null;
        }

        var named = Rulings.Month(month, text.Today);
        return new(next && month == text.Today.Month ? Stretch.Month(named.First.Year + 1, month) : named, name + 1);
    }
}
