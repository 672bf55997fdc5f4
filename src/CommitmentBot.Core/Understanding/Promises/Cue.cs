namespace CommitmentBot.Core.Understanding.Promises;

/// <summary>Where a promise begins: the first token of "I'll" or of the owner's name, the first of its verb, and whose it is.</summary>
/// <param name="From">The first token.</param>
/// <param name="Verb">The first token of what is promised.</param>
/// <param name="Owner">Whose promise it is.</param>
/// <param name="NeedsDate">Whether it is a promise only with a date: "I'm sending it on Monday", "I can have it by Friday".</param>
/// <param name="IsOffer">Whether it is worded as an offer ("happy to"), which "if you like" takes back.</param>
/// <param name="Borrowed">The verb that is not said again: "send the plan by Friday and the rota by Monday"; 0 where it is.</param>
internal readonly record struct Cue(int From, int Verb, DraftOwner Owner, bool NeedsDate = false, bool IsOffer = false, int Borrowed = 0)
{
    /// <summary>Where it says whose it is, where that is not right before the verb: it is not said again after an "and".</summary>
    public (int From, int To)? SaidBefore { get; init; }

    /// <summary>The tokens that say whose it is; none where that goes without saying.</summary>
    public (int From, int To) Whose => SaidBefore ?? (From, Verb);
}
