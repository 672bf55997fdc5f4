using CommitmentBot.Conversation;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.IntegrationTests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Shouldly;
using StoredPlace = CommitmentBot.Data.Rows.Place;

namespace CommitmentBot.IntegrationTests.Walk;

/// <summary>
/// A forum with one person of every standing, set up afresh as often as it is needed in one register. The wording of each commitment and
/// draft holds a word that stands nowhere else, so that it shows who was told of it.
/// </summary>
internal sealed class WalkedForum
{
    public const string Host = "T-HOST";

    private readonly WalkedBot bot;
    private readonly Dictionary<(Situation, To, PersonId), Commitment> unused = [];
    private readonly Lazy<IReadOnlyDictionary<(Situation, To), Commitment>> samples;

    private WalkedForum(WalkedBot bot, int number)
    {
        (this.bot, Number) = (bot, number);
        samples = new(() => (
            from situation in Enum.GetValues<Situation>()
            from to in Enum.GetValues<To>()
            select (Key: (situation, to), It: Commitment.Fold(Tell(situation, to, Owner, Id, 1, "it").Select(told => told.Fact))))
            .ToDictionary(it => it.Key, it => it.It));
    }

    /// <summary>Tells its channels apart from those of the forums before it.</summary>
    public int Number { get; }

    public ForumId Id { get; } = ForumId.New();

    public ForumId NeighboursId { get; } = ForumId.New();

    public OrganisationId Organisation { get; } = OrganisationId.New();

    public Walker Owner { get; } = new("the owner");

    public Walker OwnerWhoLeft { get; } = new("the owner who left") { IsMember = false, HasLeft = true };

    public Walker Promisee { get; } = new("the promisee") { IsMember = false };

    public Walker Colleague { get; } = new("the organisation's confirmed member") { SpeaksForIt = true };

    public Walker Claimant { get; } = new("somebody who claims the organisation") { ClaimsIt = true };

    public Walker Member { get; } = new("a member");

    public Walker Chair { get; } = new("a chair") { Seat = ForumSeat.Chair };

    public Walker Facilitator { get; } = new("the facilitator") { Seat = ForumSeat.Facilitator };

    public Walker Next { get; } = new("the next owner") { IsMember = false };

    public Walker Proposer { get; } = new("the proposer") { IsMember = false };

    public Walker Leaver { get; } = new("a leaver") { IsMember = false, HasLeft = true, SpeaksForIt = true };

    public Walker Stranger { get; } = new("a stranger") { IsMember = false };

    public Walker Guest { get; } = new("a guest") { IsGuest = true };

    public Walker Neighbour { get; } = new("a member of another system's forum")
    {
        IsMember = false,
        IsNeighbour = true,
        SpeaksForIt = true,
    };

    /// <summary>Somebody of the forum whom others name, and who does nothing.</summary>
    public Walker Named { get; } = new("Sarah Ali");

    /// <summary>Who chairs the other forum, and does nothing here.</summary>
    public Walker NeighboursChair { get; } = new("Nadia North");

    public IReadOnlyList<Walker> Walkers =>
    [
        Owner, OwnerWhoLeft, Promisee, Colleague, Claimant, Member, Chair, Facilitator, Next, Proposer, Leaver, Stranger, Guest, Neighbour,
    ];

    /// <summary>Those who try to begin a forum of their own.</summary>
    public IReadOnlyList<Walker> MayBegin => [Member, Stranger, Guest, Neighbour];

    /// <summary>Those who have some move or other on a commitment, and one who has none.</summary>
    public IReadOnlyList<Walker> HaveASay => [Owner, Promisee, Chair, Facilitator, Next, Proposer, Stranger];

    /// <summary>The commitments made here, by the word that tells them apart.</summary>
    public Dictionary<string, Commitment> ByWord { get; } = [];

    /// <summary>Whom a draft asks, by the word that tells it apart.</summary>
    public Dictionary<string, PersonId> Asked { get; } = [];

    public static async Task<WalkedForum> SetUp(WalkedBot bot, int number)
    {
        var forum = new WalkedForum(bot, number);
        await bot.Register.InTransaction((db, _) => forum.Write(db), Registers.Stop);
        forum.ToldBy(forum.Channel(Spot.Channel), [.. forum.Walkers.Append(forum.Named).Where(it => it.IsMember || it.HasLeft)]);
        forum.ToldBy(forum.Channel(Spot.Second), [forum.Chair]);
        forum.ToldBy(forum.Neighbours, [forum.Neighbour, forum.NeighboursChair]);
        await bot.Rosters.RefreshForum(forum.Id.Value, Registers.Stop);
        await bot.Rosters.RefreshForum(forum.NeighboursId.Value, Registers.Stop);
        foreach (var who in forum.Walkers.Where(it => it.HasLeft))
        {
            await forum.Leave(who, Spot.Channel);
        }

        await forum.Make(Situation.Promised, To.Forum, forum.Neighbour, forum.NeighboursId);
        return forum;
    }

    public ConversationRef Place(Walker who, Spot spot) => spot.IsPersonal ? Chat(who) : Channel(spot);

    public ConversationRef Channel(Spot spot) => new(
        spot.Platform, Host, $"{(spot.IsForums ? "C" : "X")}{Number}", ConversationKind.Channel, null,
        spot.Platform == PlatformName.Teams ? "https://smba.example/" : null);

    public ConversationRef Neighbours => new(PlatformName.Slack, Host, $"N{Number}", ConversationKind.Channel);

    public static ConversationRef Chat(Walker who) => new(PlatformName.Slack, Host, $"D{who.Person.Value:N}", ConversationKind.Personal);

    /// <summary>The walker whose private chat it is; null for another place.</summary>
    public Walker? WhoseChat(string channel) => Walkers.FirstOrDefault(it => Chat(it).Channel == channel);

    /// <summary>The platform says that somebody left a channel: what they were made a member by, the next step need not know.</summary>
    public Task Leave(Walker who, Spot spot)
    {
        var members = bot.Platforms.Single(it => it.Name == spot.Platform).Members;
        members[Channel(spot).Channel] = [.. members[Channel(spot).Channel].Where(member => member.User != who.On(spot.Platform))];
        return bot.Handle(who, spot.Platform, Channel(spot), Channel(spot), new TurnContent.MemberLeft(who.On(spot.Platform)));
    }

    /// <summary>A commitment that stands so and that nobody has tried yet, or tried in vain.</summary>
    public async Task<Commitment> Find(Situation situation, To to, Walker owner) =>
        unused.GetValueOrDefault((situation, to, owner.Person))
        ?? (unused[(situation, to, owner.Person)] = await Make(situation, to, owner, Id));

    /// <summary>Whether a move on what stands so is for any walker at all to make.</summary>
    public bool IsOpenToSomebody(Type move, Situation situation, To to) => samples.Value[(situation, to)] is var it
        && Walkers.Any(who => Lifecycle.Refusal(move, it, who.In(Organisation), Moment(WalkedBot.Now)) is null);

    /// <summary>Something happened to it, so that it does not stand as it did.</summary>
    public void Use(Commitment it)
    {
        foreach (var key in unused.Where(pair => pair.Value.Id == it.Id).Select(pair => pair.Key).ToList())
        {
            unused.Remove(key);
        }
    }

    /// <summary>A draft that asks somebody, and that has been changed once since its first card.</summary>
    public async Task<Guid> Draft(Walker asked)
    {
        var word = bot.NewWord();
        Asked[word] = asked.Person;
        var body = new DraftBody
        {
            Wording = $"send {word}",
            Revision = 1,
            Owner = asked.Person.Value,
            Due = LocalDatePattern.Iso.Format(Situations.Due),
            Words = $"I'll send {word}",
            SaidBy = asked.Person.Value,
            SaidAt = InstantPattern.ExtendedIso.Format(WalkedBot.Now),
            Thread = Channel(Spot.Channel),
        };
        var row = new DraftRow
        {
            Id = Guid.CreateVersion7(),
            ForumId = Id.Value,
            AskedOfId = asked.Person.Value,
            Body = body.ToJson(),
            ExpiresAt = WalkedBot.Now + Duration.FromDays(7),
        };
        await bot.Register.InTransaction((db, _) => Task.FromResult(db.Drafts.Add(row)), Registers.Stop);
        return row.Id;
    }

    /// <summary>The moment in the owner's calendar, as the program has it.</summary>
    public static LifeContext Moment(Instant at) =>
        new(at, DateTimeZoneProviders.Tzdb["Europe/London"], new WorkingCalendar([]), Policy.Standard);

    private async Task<Commitment> Make(Situation situation, To to, Walker owner, ForumId forumId)
    {
        var word = bot.NewWord();
        return ByWord[word] = await bot.Register.InTransaction(
            async (db, stop) =>
            {
                var forum = await db.Forums.SingleAsync(it => it.Id == forumId.Value, stop);
                Commitment? it = null;
                foreach (var (by, fact) in Tell(situation, to, owner, forumId, forum.NextNumber++, word))
                {
                    it = await EventLog.Append(db, forum, fact.Commitment, [fact.Fact], by, fact.At, null, stop);
                }

                return it!;
            },
            Registers.Stop);
    }

    private List<(Actor By, RegisterEvent Fact)> Tell(Situation situation, To to, Walker owner, ForumId forum, int number, string word)
    {
        Actor Acting(Walker who) => who.In(Organisation, hasJustWritten: true);
        var (at, due) = situation == Situation.LongOverdue
            ? (WalkedBot.Now - Duration.FromDays(90), new LocalDate(2026, 3, 27))
            : (WalkedBot.Now - Duration.FromDays(7), Situations.Due);
        Promisee promisee = to switch
        {
            To.Person => new Promisee.ToPerson(Promisee.Person),
            To.Organisation => new Promisee.ToOrganisation(Organisation),
            _ => new Promisee.ToForum(),
        };
        var opening = new CommitmentEvent.Opening(
            forum, number, owner.Person, null, promisee, $"send {word}",
            new Verbatim($"send {word}", Proposer.Person, at, null), due, null, []);
        var id = CommitmentId.New();
        List<(Actor By, RegisterEvent Fact)> told = [];
        var moves = Situations.Moves(situation, Acting(owner), Acting(Chair), Next.Person);
        foreach (var (by, move) in moves.Prepend((Acting(Proposer), new Move.Propose(opening))))
        {
            var it = told.Count == 0 ? null : Commitment.Fold(told.Select(it => it.Fact));
            foreach (var fact in Lifecycle.Decide(it, move, by, Moment(at)).ShouldBeOfType<Decision.Happened>().Events)
            {
                told.Add((by, new RegisterEvent(id, told.Count + 1, at, by.Person, by.Organisation, null, fact)));
            }

            at += Duration.FromMinutes(1);
        }

        return told;
    }

    private void ToldBy(ConversationRef channel, IReadOnlyList<Walker> members)
    {
        var platform = bot.Platforms.Single(it => it.Name == channel.Platform);
        platform.Members[channel.Channel] = [.. members.Select(it => new RosterMember(
            it.On(channel.Platform),
            new Profile(it.On(channel.Platform), it.Called, Host, it.Email, null, Gone: false, Guest: it.IsGuest)))];
    }

    private Task Write(RegisterDb db)
    {
        foreach (var (id, name, first) in new[] { (Id, $"Place Forum {Number}", 2), (NeighboursId, $"Neighbours {Number}", 1) })
        {
            db.Forums.Add(new ForumRow
            {
                Id = id.Value,
                SystemId = id.Value,
                Name = name,
                ZoneId = "Europe/London",
                PolicyProfile = Policy.Standard.Profile,
                NextNumber = first,
                CreatedAt = WalkedBot.Now,
            });
        }

        foreach (var (forum, place) in new[] { (Id, Channel(Spot.Channel)), (Id, Channel(Spot.Second)), (NeighboursId, Neighbours) })
        {
            db.ForumChannels.Add(new ForumChannelRow
            {
                Id = Guid.CreateVersion7(),
                ForumId = forum.Value,
                Place = StoredPlace.Of(place),
                LinkedAt = WalkedBot.Now,
            });
        }

        var theirChair = NeighboursChair.Person.Value;
        db.ForumRoles.Add(new ForumRoleRow { ForumId = NeighboursId.Value, PersonId = theirChair, Role = ForumSeat.Chair });
        AddOrganisation(Organisation.Value, Id, "UHCW", "uhcw.nhs.uk");
        AddOrganisation(OrganisationId.New().Value, Id, "WCC", "wcc.example");
        AddOrganisation(OrganisationId.New().Value, Id, "WAR", "war.example");
        AddOrganisation(OrganisationId.New().Value, NeighboursId, "UHCW", "uhcw.nhs.uk");
        foreach (var it in Walkers.Append(Named).Append(NeighboursChair))
        {
            db.People.Add(new PersonRow { Id = it.Person.Value, Name = it.Called, ZoneId = "Europe/London", Hour = Person.UsualHour });
            foreach (var platform in new[] { PlatformName.Slack, PlatformName.Teams })
            {
                db.Identities.Add(new IdentityRow
                {
                    Platform = platform,
                    UserId = it.On(platform).Id,
                    PersonId = it.Person.Value,
                    Email = it.Email,
                    HomeTenant = Host,
                    Guest = it.IsGuest,
                    SeenIn = StoredPlace.Of(Channel(Spot.Channel)),
                    SeenAt = WalkedBot.Now,
                    Private = platform == PlatformName.Slack ? StoredPlace.Of(Chat(it)) : null,
                });
            }

            if (it.Seat is { } seat)
            {
                db.ForumRoles.Add(new ForumRoleRow { ForumId = Id.Value, PersonId = it.Person.Value, Role = seat });
            }

            if (it.ClaimsIt)
            {
                db.Affiliations.Add(new AffiliationRow { PersonId = it.Person.Value, SystemId = Id.Value, ClaimedId = Organisation.Value });
            }
        }

        return Task.CompletedTask;

        void AddOrganisation(Guid id, ForumId system, string name, string domain) =>
            db.Organisations.Add(new OrganisationRow
            {
                Id = id,
                SystemId = system.Value,
                ShortName = name,
                Name = name,
                EmailDomains = [domain],
            });
    }
}
