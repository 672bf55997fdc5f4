using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Commitments;
using NodaTime;

namespace CommitmentBot.Core.SayDo;

/// <summary>Commitments kept, by whose word it is.</summary>
public sealed record Kept(int Confirmed, int SelfDeclared, int Awaited)
{
    /// <summary>All of them.</summary>
    public int All => Confirmed + SelfDeclared + Awaited;

    internal Kept With(Word word) => word switch
    {
        Word.Confirmed => this with { Confirmed = Confirmed + 1 },
        Word.SelfDeclared => this with { SelfDeclared = SelfDeclared + 1 },
        _ => this with { Awaited = Awaited + 1 },
    };
}

/// <summary>The counts of a set of commitments whose agreed date lies in a period.</summary>
public sealed record Tally
{
    /// <summary>Done on or before the agreed date.</summary>
    public Kept OnTime { get; private init; } = new(0, 0, 0);

    /// <summary>Done after it, or after all.</summary>
    public Kept Late { get; private init; } = new(0, 0, 0);

    /// <summary>Of those on time, for how many the date had been moved in time.</summary>
    public int AsRenegotiated { get; private init; }

    /// <summary>Broken, with the owner's account.</summary>
    public int BrokenWithAccount { get; private init; }

    /// <summary>Called broken by a chair, without one.</summary>
    public int BrokenWithoutAccount { get; private init; }

    /// <summary>Past the date, with a new one agreed afterwards.</summary>
    public int NewDate { get; private init; }

    /// <summary>Past the date, and nothing said.</summary>
    public int AccountAwaited { get; private init; }

    /// <summary>Gaps that waited on another commitment and are left out of this set's rate.</summary>
    public int ChargedElsewhere { get; private init; }

    /// <summary>Proposed or countered.</summary>
    public int Proposed { get; private init; }

    /// <summary>Declined.</summary>
    public int Declined { get; private init; }

    /// <summary>Lapsed.</summary>
    public int Lapsed { get; private init; }

    /// <summary>Released.</summary>
    public int Released { get; private init; }

    /// <summary>Not due yet.</summary>
    public int StillOpen { get; private init; }

    /// <summary>How often dates were moved, over all that were ever agreed.</summary>
    public int Moves { get; private init; }

    /// <summary>Working days from first dates to the end, or until now, added up; what was broken has none.</summary>
    public int Slip { get; private init; }

    /// <summary>Broken, with or without an account.</summary>
    public int Broken => BrokenWithAccount + BrokenWithoutAccount;

    /// <summary>The denominator: accepted, and the agreed date has come.</summary>
    public int Due => OnTime.All + Late.All + Broken + NewDate + AccountAwaited;

    /// <summary>All that were ever agreed.</summary>
    public int Volume => Due + ChargedElsewhere + StillOpen + Released;

    /// <summary>The 95% interval of the share kept on time.</summary>
    public WilsonInterval Interval => WilsonInterval.Of(OnTime.All, Due);

    /// <summary>
    /// Counts <paramref name="commitments"/> as they stand on <paramref name="today"/>. With <paramref name="charging"/> gaps that waited on another
    /// commitment are left out of the rate, as it is somebody's in particular.
    /// </summary>
    internal static Tally Of(IEnumerable<Commitment> commitments, LocalDate today, WorkingCalendar calendar, bool charging) =>
        commitments.Aggregate(new Tally(), (sum, it) => sum.With(it, today, calendar, charging));

    private Tally With(Commitment it, LocalDate today, WorkingCalendar calendar, bool charging)
    {
        var outcome = Outcome.Of(it, today);
        var gap = SayDoGap.Of(it, today, calendar);
        var agreed = outcome is not Outcome.NotCounted { Why: Beside.Proposed or Beside.Declined or Beside.Lapsed };
        var slips = agreed && outcome is not (Outcome.Broken or Outcome.NotCounted { Why: Beside.Released });
        return Counted(outcome, charging) with
        {
            Moves = Moves + (agreed ? gap.Moves : 0),
            Slip = Slip + (slips ? gap.TotalSlip : 0),
        };
    }

    private Tally Counted(Outcome outcome, bool charging) => outcome switch
    {
        { ChargedElsewhere: true } when charging => this with { ChargedElsewhere = ChargedElsewhere + 1 },
        Outcome.KeptOnTime kept => this with
        {
            OnTime = OnTime.With(kept.Word),
            AsRenegotiated = AsRenegotiated + (kept.AsFirstPromised ? 0 : 1),
        },
        Outcome.KeptLate late => this with { Late = Late.With(late.Word) },
        Outcome.Broken { WithAccount: true } => this with { BrokenWithAccount = BrokenWithAccount + 1 },
        Outcome.Broken => this with { BrokenWithoutAccount = BrokenWithoutAccount + 1 },
        Outcome.NewDate => this with { NewDate = NewDate + 1 },
        Outcome.AccountAwaited => this with { AccountAwaited = AccountAwaited + 1 },
        Outcome.NotCounted { Why: Beside.Proposed } => this with { Proposed = Proposed + 1 },
        Outcome.NotCounted { Why: Beside.Declined } => this with { Declined = Declined + 1 },
        Outcome.NotCounted { Why: Beside.Lapsed } => this with { Lapsed = Lapsed + 1 },
        Outcome.NotCounted { Why: Beside.Released } => this with { Released = Released + 1 },
        _ => this with { StillOpen = StillOpen + 1 },
    };
}
