using CommitmentBot.Core.Understanding.Promises;
using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>The rules of who chairs and facilitates a forum.</summary>
internal static class SeatRules
{
    private static readonly PhraseSet Chair = Seating("chair"), NoChair = Unseating("chair", "forum unseat");

    private static readonly PhraseSet Facilitator = Seating("facilitator"), NoFacilitator = Unseating("facilitator");

    private static readonly PhraseSet NoLonger = new(
        "no longer", "is no longer", "no longer chairs", "no longer facilitates", "no more", "steps down", "stands down");

    private static readonly PhraseSet Agreeing = new(
        "forum agree", "forum agree to", "forum agree with", "forum agreed", "forum agreed to");

    private static readonly PhraseSet Objecting = new(
        "forum object", "forum object to", "forum objection", "forum objection to", "forum disagree", "forum disagree with",
        "forum oppose");

    private static readonly PhraseSet AgreeingTo = new(
        "agree to", "agree with", "i agree to", "i agree with", "we agree to", "agreed to", "agree on");

    private static readonly PhraseSet ObjectingTo = new(
        "object to", "i object to", "we object to", "oppose", "i oppose", "disagree with", "i disagree with", "disagree to");

    private static readonly PhraseSet AsChair = new(
        "as chair", "as a chair", "as the chair", "as our chair", "as chair of this forum", "as chair of the forum", "chairing");

    // A name has fewer words than most sentences.
    private const int MostWords = 6;

    public static Command? ForumChair(CommandText text) =>
        Named(text, Chair, NoChair) is var (person, remove) ? new Command.ForumChair(person, remove) : null;

    public static Command? ForumFacilitator(CommandText text) =>
        Named(text, Facilitator, NoFacilitator) is var (person, remove) ? new Command.ForumFacilitator(person, remove) : null;

    public static Command? ForumChairVote(CommandText text) =>
        text.After(text.From, Agreeing) is > 0 and var agreed ? InForum(text, agreed, agree: true)
        : text.After(text.From, Objecting) is > 0 and var objected ? InForum(text, objected, agree: false)
        : text.After(text.From, AgreeingTo) is > 0 and var agreedTo ? InASentence(text, agreedTo, agree: true)
        : text.After(text.From, ObjectingTo) is > 0 and var objectedTo ? InASentence(text, objectedTo, agree: false)
        : null;

    // After "forum" it is plain what is voted on; one may still say "as chair", or why.
    private static Command.ForumChairVote? InForum(CommandText text, int at, bool agree)
    {
        at = text.SkipMarks(at);
        if (text.Reference(at) is not null)
        {
            return null;
        }

        var end = text.SplitReason(at).End;
        end = Find(text, at, AsChair) is { } suffix && suffix < end ? suffix : end;
        var person = text.Person(at, end);
        return end - at <= MostWords && !text.Tokens.Is(at, "that") ? new(Me(person), agree) : null;
    }

    // "Agree to Sarah Ali as chair"; "agree to the plan as chair" is about something else.
    private static Command.ForumChairVote? InASentence(CommandText text, int at, bool agree) =>
        Find(text, at, AsChair) is { } suffix && text.After(suffix, AsChair) is var after
        && (text.IsEnd(after) || text.SplitReason(after).End == after || text.Tokens.Is(after, ","))
        && SomebodyNamed(text, at, suffix) is { } person
            ? new(person, agree)
            : null;

    /// <summary>Somebody who is mentioned, or written like a name; null for all else.</summary>
    public static NamedPerson? SomebodyNamed(CommandText text, int from, int to) =>
        to > from && to - from <= MostWords && !text.Tokens.Is(from, "the")
        && Subjects.Read(text.Dates, from, to) is DraftOwner.Named { Person: var person }
            ? person
            : null;

    private static (NamedPerson? Person, bool Remove)? Named(CommandText text, PhraseSet seating, PhraseSet unseating)
    {
        if (text.After(text.From, unseating) is > 0 and var removed)
        {
            return (Me(text.Person(removed, text.To)), true);
        }

        if (text.After(text.From, seating) is not (> 0 and var at))
        {
            return null;
        }

        return Find(text, at, NoLonger) is { } end && text.After(end, NoLonger) == text.To
            ? (Me(text.Person(at, end)), true)
            : (Me(text.Person(at, text.To)), false);
    }

    private static NamedPerson? Me(NamedPerson? person) =>
        person is { User: null, Name: var name } && name.ToUpperInvariant() is "ME" or "MYSELF" or "I" ? new("me", null) : person;

    // The first place where a phrase stands, among as many words as a name may have.
    private static int? Find(CommandText text, int from, PhraseSet phrases)
    {
        for (var at = from; at <= from + MostWords && at < text.To; at++)
        {
            if (text.After(at, phrases) > 0)
            {
                return at;
            }
        }

        return null;
    }

    private static PhraseSet Seating(string seat) =>
        new($"forum {seat}", $"forum {seat}s", $"forum {seat} is", $"forum {seat} add", $"forum add {seat}");

    private static PhraseSet Unseating(string seat, params string[] more) =>
        new([
            $"forum {seat} remove", $"forum remove {seat}", $"forum remove the {seat}",
            $"forum {seat} no longer", $"forum {seat} is no longer", .. more,
        ]);
}
