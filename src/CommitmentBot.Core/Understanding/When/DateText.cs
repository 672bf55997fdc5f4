using CommitmentBot.Core.Understanding.Words;
using NodaTime;

namespace CommitmentBot.Core.Understanding.When;

/// <summary>A text that is searched for dates, with what its words are relative to.</summary>
internal sealed class DateText(Tokens tokens, ReadingContext context)
{
    // "The end of the week of the …": no date in earnest is nested deeper, and a limit keeps the reading linear.
    private const int DeepestNesting = 3;

    private static readonly Func<DateText, int, int, Found?>[] Rules =
    [
        NamedDates.Read, NumericDates.Read, Weekdays.Read, NearDays.Read, Weeks.Read, Periods.Read, FinancialPeriods.Read, Ends.Read, Parts.Read,
        Offsets.Read, CountedDays.Read, Holidays.Read, Meetings.Read,
    ];

    /// <summary>The tokens.</summary>
    public Tokens Tokens => tokens;

    /// <summary>What the words are relative to.</summary>
    public ReadingContext Context => context;

    /// <summary>The speaker's today.</summary>
    public LocalDate Today { get; } = context.Today;

    /// <summary>The longest day or period that is named at a place. Each place is read once, however many rules ask for it.</summary>
    public Found? Point(int at, int depth = 0)
    {
        if (depth > DeepestNesting || (uint)at >= (uint)tokens.Count)
        {
            return null;
        }

        ref var known = ref (_known[depth] ??= new (bool, Found?)[tokens.Count])[at];
        if (!known.IsRead)
        {
            known = (true, Read(at, depth));
        }

        return known.Found;
    }

    private readonly (bool IsRead, Found? Found)[]?[] _known = new (bool, Found?)[DeepestNesting + 1][];

    private Found? Read(int at, int depth)
    {
        Found? best = null;
        foreach (var rule in Rules)
        {
            if (rule(this, at, depth) is { } found && (best is null || found.End > best.Value.End))
            {
                best = found;
            }
        }

        return best;
    }

    /// <summary>The place after "the", if it stands here.</summary>
    public int SkipThe(int at) => tokens.Is(at, "the") || tokens.Is(at, "our") ? at + 1 : at;

    /// <summary>The place after one of these marks, if it stands here.</summary>
    public int SkipMark(int at, string marks) =>
        tokens[at] is { Kind: TokenKind.Mark, Length: 1 } mark && marks.Contains(mark.Text[0], StringComparison.Ordinal) ? at + 1 : at;

    /// <summary>A year in four figures, or two that are marked as a year ("/25", "'25"); and the place after it.</summary>
    public (int Year, int End)? Year(int at)
    {
        if (tokens[at].IsNumber(1900, 2199) && tokens[at].Length == 4)
        {
            return (tokens[at].Value, at + 1);
        }

        return tokens.Is(at, "'") && tokens[at + 1].IsNumber(0, 99) && tokens[at + 1].Length == 2
            ? (Rulings.Year(tokens[at + 1].Value), at + 2)
            : null;
    }
}
