using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Data;

namespace CommitmentBot.IntegrationTests.Walk;

/// <summary>
/// Tries one thing after another, compares what came of each with what the tables say, and notes what differs. Whatever is tried:
/// nobody reads of a commitment who may not see it.
/// </summary>
internal sealed class Walk(WalkedBot bot)
{
    // What changes nothing on which a later step stands.
    private static readonly string[] Harmless =
    [
        "returned", "departed", "forum-setting-changed", "forum-named", "affiliation-claimed", "seated", "organisation-set",
        "organisation-merged", "organisation-unmerged", "deputy-named", "deputy-ended",
    ];

    private int forums;

    public WalkedForum Forum { get; private set; } = null!;

    public int Steps { get; private set; }

    public List<string> Wrong { get; } = [];

    /// <summary>The walker of the present forum who has the same standing.</summary>
    public Walker Now(Walker who) => Forum.Walkers.Single(it => it.Called == who.Called);

    public async Task Begin() => Forum = await WalkedForum.SetUp(bot, ++forums);

    /// <summary>Does something in a place and compares it with <paramref name="expected"/>.</summary>
    public async Task Try(Walker who, Spot spot, string what, TurnContent content, Expected expected)
    {
        Steps++;
        var proven = spot.ProvesMembership && content is TurnContent.Said { Message: not null };
        var place = Forum.Place(who, spot);
        var thread = content is TurnContent.Said { Message: { } message } && !spot.IsPersonal ? message.Id : null;
        var outcome = await bot.Handle(who, spot.Platform, place, place with { Thread = thread }, content);
        var before = Forum.ByWord.ToDictionary();
        foreach (var id in outcome.Events.Select(it => it.CommitmentId).OfType<Guid>().Distinct())
        {
            var it = await bot.Register.Read(db => EventLog.Load(db, new CommitmentId(id), Registers.Stop));
            Forum.ByWord[Heard.Words(it.Verbatim.Words) is [var word, ..] ? word : it.Verbatim.Words] = it;
            Forum.Use(it);
        }

        var answered = Heard.In(outcome.Reply) + string.Concat(outcome.Said
            .Where(it => it.PersonId == who.Person.Value || (it.PersonId is null && it.Place?.Channel == place.Channel))
            .Select(it => Heard.In(it.Body)));
        var errors = Differences(outcome, answered, expected).Concat(Leaks(who, proven, outcome, before)).ToList();
        Wrong.AddRange(errors.Select(error => $"{who} × {spot} × {what}: {error}. Answered: {Short(answered)}"));
        if (outcome.Events.Any(it => it.CommitmentId is null && !Harmless.Contains(it.Kind)))
        {
            await Begin();
        }
        else if (proven && !who.IsMember)
        {
            await Forum.Leave(who, spot);
        }
    }

    private static IEnumerable<string> Differences(Outcome outcome, string answered, Expected expected)
    {
        var happened = outcome.Events.Count > 0;
        switch (expected)
        {
            case Expected.Refused { Saying: var sayings }:
                if (happened)
                {
                    yield return $"should be refused, and {string.Join(", ", outcome.Events.Select(it => it.Kind))} happened";
                }

                if (outcome.Reply is Reply.OpenForm)
                {
                    yield return "should be refused, and a form was opened";
                }

                if (sayings.Count > 0 && !sayings.Any(it => answered.Contains(it, StringComparison.Ordinal)))
                {
                    yield return $"should be refused with “{sayings[0]}”";
                }

                break;
            case Expected.Done { Needs: var needed, Refusals: var refusals }:
                if (refusals.FirstOrDefault(it => answered.Contains(it, StringComparison.Ordinal)) is { } refusal)
                {
                    yield return $"should be done, and was refused with “{refusal}”";
                }

                if (needed == What.Event ? !happened
                    : needed == What.Form ? outcome.Reply is not Reply.OpenForm
                    : answered.Length == 0 && !happened && outcome.Reply is Reply.None)
                {
                    yield return $"should be done, and came to no {needed}";
                }

                break;
        }
    }

    private IEnumerable<string> Leaks(Walker who, bool proven, Outcome outcome, IReadOnlyDictionary<string, Commitment> before)
    {
        foreach (var word in Heard.Words(Heard.In(outcome.Reply)).Where(word => !MaySee(word, who.Person, proven, before)))
        {
            yield return $"was shown {word}";
        }

        foreach (var row in outcome.Said)
        {
            var reader = row.PersonId is { } id ? new PersonId(id)
                : row.Place is { Kind: ConversationKind.Personal } chat ? Forum.WhoseChat(chat.Channel)?.Person
                : null;
            foreach (var word in Heard.Words(row.Body).Where(word => reader is { } alone
                ? !MaySee(word, alone, proven && alone == who.Person, before)
                : !IsOf(Forum.ByWord.TryGetValue(word, out var it) ? it.Forum : Forum.Id, row.Place?.Channel)))
            {
                yield return $"{reader?.ToString() ?? row.Place?.Channel ?? "nobody knows who"} was told of {word}";
            }
        }
    }

    private bool IsOf(ForumId forum, string? channel) => forum == Forum.Id
        ? channel == Forum.Channel(Spot.Channel).Channel || channel == Forum.Channel(Spot.Second).Channel
        : channel == Forum.Neighbours.Channel;

    private bool MaySee(string word, PersonId reader, bool proven, IReadOnlyDictionary<string, Commitment> before)
    {
        if (!Forum.ByWord.TryGetValue(word, out var it))
        {
            return Forum.Asked.TryGetValue(word, out var asked) && asked == reader;
        }

        var walker = Forum.Walkers.FirstOrDefault(other => other.Person == reader);
        var actor = walker is null ? Forum.Named.In(Forum.Organisation)
            : it.Forum == Forum.Id ? walker.In(Forum.Organisation, proven)
            : walker.In(Forum.Organisation) with { IsMember = walker.IsNeighbour, IsChair = false, IsFacilitator = false };
        return Permissions.MaySee(it, actor) || (before.TryGetValue(word, out var was) && Permissions.MaySee(was, actor));
    }

    private static string Short(string text) => text.Length <= 240 ? text : text[..240] + "…";
}

/// <summary>What the tables say of a step.</summary>
internal abstract record Expected
{
    private Expected()
    {
    }

    /// <summary>Nothing happens, no form opens, and one of these is said; nothing at all where there are none.</summary>
    public sealed record Refused(params IReadOnlyList<string> Saying) : Expected;

    /// <summary>It is done, and none of these is said.</summary>
    public sealed record Done(What Needs, params IReadOnlyList<string> Refusals) : Expected;
}

/// <summary>What shows that something was done.</summary>
internal enum What
{
    Answer,
    Event,
    Form,
}
