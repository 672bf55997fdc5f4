using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>What a command answers: to the asker alone, or where it was said.</summary>
internal sealed record Answer(Message Message, bool ForAskerOnly)
{
    /// <summary>For the asker's eyes.</summary>
    public static Answer Privately(string sentence) => new(Messages.Plain(sentence), true);

    /// <summary>For all who read along.</summary>
    public static Answer Openly(string sentence) => new(Messages.Plain(sentence), false);
}

/// <summary>One turn with everything that was loaded for it, inside one transaction.</summary>
internal sealed class Scene(RegisterDb db, Turn turn, Instant now, Directory names, WorkingCalendar calendar, BotOptions options)
{
    private int _said;

    public RegisterDb Db => db;

    public Turn Turn => turn;

    public Instant Now => now;

    public Directory Names => names;

    public WorkingCalendar Calendar => calendar;

    public BotOptions Options => options;

    /// <summary>Who acts.</summary>
    public required PersonId Me { get; init; }

    /// <summary>The forum this is about; null where the channel is not linked, or a private chat leaves it open.</summary>
    public ForumRow? Forum { get; set; }

    /// <summary>Everybody seen in the forum's channels, those met in this very turn included.</summary>
    public IReadOnlyList<Guid> Members =>
        [.. db.Memberships.Local.Where(it => it.ForumId == Forum?.Id).Select(it => it.PersonId).Distinct()];

    /// <summary>The forum's chairs and facilitators.</summary>
    private IReadOnlyList<ForumRoleRow> Roles => [.. db.ForumRoles.Local.Where(it => it.ForumId == Forum?.Id)];

    public bool IsPersonal => turn.Conversation.Kind == ConversationKind.Personal;

    public LocalDate Today => now.InZone(Zone).Date;

    public DateTimeZone Zone => names.Person(Me).Zone;

    public Policy Policy => PolicyOf(Forum!);

    public Actor Actor => new(
        Me, names.OrganisationOf(Me), Members.Contains(Me.Value), Holds(ForumRole.Chair), Holds(ForumRole.Facilitator));

    /// <summary>The people in a seat.</summary>
    public IEnumerable<PersonId> InSeat(ForumRole role) =>
        Roles.Where(it => it.Role == role).Select(it => new PersonId(it.PersonId));

    private bool Holds(ForumRole role) => Roles.Any(it => it.PersonId == Me.Value && it.Role == role);

    public static Policy PolicyOf(ForumRow forum) =>
        Policy.Profiles.First(it => it.Profile == forum.PolicyProfile);

    /// <summary>Makes <paramref name="forum"/> the one this is about.</summary>
    public async Task Enter(ForumRow forum, CancellationToken cancellationToken)
    {
        Forum = forum;
        await db.Memberships.Where(it => it.ForumId == forum.Id).LoadAsync(cancellationToken);
        await db.ForumRoles.Where(it => it.ForumId == forum.Id).LoadAsync(cancellationToken);
    }

    /// <summary>How sentences are to be read here.</summary>
    public ReadingContext Reading(Instant said, bool aboutCommitment) => new(
        said, Zone, calendar, [.. NextMeetings().Take(3)], aboutCommitment);

    /// <summary>The forum's meetings from today on.</summary>
    public IEnumerable<LocalDate> NextMeetings() => Forum is { MeetsFirst: { } first, MeetsAt: { } at } forum
        ? new MeetingRule(first, forum.MeetsEveryWeeks, at).From(Today)
        : [];

    /// <summary>Today in a person's own calendar.</summary>
    public LocalDate TodayOf(PersonId person) => now.InZone(names.Person(person).Zone).Date;

    /// <summary>Where this came from, for the register.</summary>
    public string Source => turn.Keys[0];

    /// <summary>Says something where the turn's answer belongs.</summary>
    public void Say(Message message, CommitmentId? cardOf = null) => Post(turn.ReplyTo, message, cardOf);

    /// <summary>Says something in a place.</summary>
    public void Post(ConversationRef where, Message message, CommitmentId? cardOf = null) =>
        Outbox.Post(db, $"turn:{turn.Keys[0]}:{_said++}", where, message, now, cardOf, where.Kind == ConversationKind.Personal ? Me : null);

    /// <summary>Says something to one person in private.</summary>
    public Task Tell(PersonId who, Message message, CommitmentId? cardOf = null, CancellationToken cancellationToken = default) =>
        Outbox.Private(db, $"turn:{turn.Keys[0]}:{_said++}", who, message, now, cardOf, cancellationToken);

    /// <summary>Shows something to whoever acts alone, where they act.</summary>
    public Task Aside(Message message, CancellationToken cancellationToken) =>
        // Not in the thread of what was just said: Slack shows nothing to one person alone in a thread that is none yet.
        Outbox.Aside(db, $"turn:{turn.Keys[0]}:{_said++}", turn.Conversation, turn.From.User, Me, message, now, cancellationToken);

    /// <summary>Puts a message in the place of one that was posted; with a commitment, as its card from now on.</summary>
    public void Replace(MessageRef? posted, Message message, CommitmentId? cardOf = null)
    {
        if (posted is not null)
        {
            Outbox.Replace(db, $"turn:{turn.Keys[0]}:{_said++}", posted, message, now, cardOf);
        }
    }

    /// <summary>The card of a commitment as of now, for everybody.</summary>
    public Message Card(Commitment it) => Cards.Of(it, names, TodayOf(it.Owner), Audience.Loaded(db, it.Forum.Value));

    /// <summary>The same as whoever acts sees it.</summary>
    public Message OwnCard(Commitment it) => Cards.Of(it, names, TodayOf(it.Owner), Audience.Loaded(db, it.Forum.Value), Permissions.Roles(it, Actor));

    /// <summary>The same with everything that happened to it.</summary>
    public async Task<Message> CardWithHistory(Commitment it, CancellationToken cancellationToken) =>
        History.Under(Card(it), await EventLog.History(db, it.Id, cancellationToken), names, Zone);

    /// <summary>The linked channels of the forum that still exist.</summary>
    public Task<List<ForumChannelRow>> Channels(CancellationToken cancellationToken) =>
        db.ForumChannels.Where(it => it.ForumId == Forum!.Id && !it.Gone).OrderBy(it => it.LinkedAt).ToListAsync(cancellationToken);
}
