using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.Jobs;
using CommitmentBot.People;
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

/// <summary>One turn with who acts, where, and about which forum, inside one transaction.</summary>
internal sealed class TurnContext(RegisterDb db, Turn turn, Instant now, PeopleDirectory people, WorkingCalendar calendar,
    BotOptions options)
{
    // So many answers of one asker may wait in a place; whoever asks for more is asked to wait.
    private const int MostAnswers = 5;
    private const string PleaseWait = "wait:";

    private IReadOnlyList<string> _answers = [];
    private int _behind;
    private string _key = "turn:";
    private int _said;

    public RegisterDb Db => db;

    public Turn Turn => turn;

    public Instant Now => now;

    public PeopleDirectory People => people;

    public WorkingCalendar Calendar => calendar;

    public BotOptions Options => options;

    /// <summary>Who acts.</summary>
    public required PersonId Me { get; init; }

    /// <summary>The forum this is about; null where the channel is not linked, or a private chat leaves it open.</summary>
    public ForumRow? Forum { get; private set; }

    /// <summary>The forum's channel that this happens in; null in private, and in channels that belong to no forum.</summary>
    public ForumChannelRow? Place { get; set; }

    /// <summary>Whether the words themselves named the forum, as <c>Place C-2</c> does, or it was chosen just now.</summary>
    public bool ForumIsNamed { get; set; }

    public ForumId ForumId => new(Forum!.Id);

    /// <summary>The people in the forum's channels.</summary>
    public IReadOnlyList<PersonId> Members => Forum is null ? [] : people.Members.Of(ForumId);

    public bool IsPersonal => turn.Conversation.Kind == ConversationKind.Personal;

    public LocalDate Today => now.InZone(Zone).Date;

    public DateTimeZone Zone => people.Person(Me).Zone;

    public Policy Policy => PolicyOf(Forum!);

    /// <summary>Who acts, with their standing in the forum this is about.</summary>
    public Actor Actor => people.Members.ActorIn(ForumId, Me);

    /// <summary>The people in a seat.</summary>
    public IReadOnlyList<PersonId> InSeat(ForumSeat seat) => people.Members.InSeat(ForumId, seat);

    /// <summary>Whoever chairs the forum.</summary>
    public IReadOnlyList<PersonId> Chairs => people.Members.Chairs(ForumId);

    public static Policy PolicyOf(ForumRow forum)
    {
        var profile = Policy.Profiles.First(it => it.Profile == forum.PolicyProfile);
        return profile with { DigestDay = forum.DigestDay ?? profile.DigestDay, Latest = forum.LatestHour };
    }

    /// <summary>Makes a forum the one this is about, to be changed by nobody else until the end of the turn.</summary>
    public async Task Enter(Guid forum, CancellationToken cancellationToken) => Forum = await db.HoldForum(forum, cancellationToken);

    /// <summary>Makes a forum that was only just started the one this is about.</summary>
    public void Enter(ForumRow started)
    {
        Forum = started;
        people.Members.Forget();
    }

    /// <summary>How sentences are to be read here.</summary>
    public ReadingContext Reading(Instant said, bool aboutCommitment) => new(
        said, Zone, calendar, [.. NextMeetings().Take(3)], aboutCommitment);

    /// <summary>The forum's meetings from today on.</summary>
    public IEnumerable<LocalDate> NextMeetings() => Forum is { MeetsFirst: { } first, MeetsAt: { } at } forum
        ? new MeetingRule(first, forum.MeetsEveryWeeks, at).From(Today)
        : [];

    /// <summary>Today in a person's own calendar.</summary>
    public LocalDate TodayOf(PersonId person) => now.InZone(people.Person(person).Zone).Date;

    /// <summary>Where this came from, for the register.</summary>
    public string Source => turn.Keys[0];

    /// <summary>Notes in the register what happened to the forum.</summary>
    public void Note(ForumEvent fact) => EventLog.Append(db, Forum!, fact, Actor, now, Source);

    /// <summary>Says something where the turn's answer belongs.</summary>
    public void Say(Message message, CommitmentId? cardOf = null) => Post(turn.ReplyTo, message, cardOf);

    /// <summary>Says something in a place.</summary>
    public void Post(ConversationRef where, Message message, CommitmentId? cardOf = null) =>
        Outbox.Post(
            db, NextKey(), where, message, now, cardOf, where.Kind == ConversationKind.Personal ? Me : null,
            where == turn.ReplyTo && !IsPersonal ? Me : null, where == turn.ReplyTo ? _behind : 0);

    /// <summary>Counts the answers that still wait for the asker here, so that nobody's many questions keep others waiting.</summary>
    public async Task CountAnswers(CancellationToken cancellationToken) =>
        (_answers, _behind) = await Outbox.Waiting(db, turn.Conversation, turn.From.User, Me, cancellationToken);

    /// <summary>Whether the asker is to be told to wait, with what is said next; null where that still waits itself.</summary>
    public bool? IsToWait()
    {
        if (_answers.Any(it => it.StartsWith(PleaseWait, StringComparison.Ordinal)))
        {
            return null;
        }

        var wait = _answers.Count >= MostAnswers;
        _key = wait ? PleaseWait : _key;
        return wait;
    }

    /// <summary>Says something to one person in private.</summary>
    public Task Tell(PersonId who, Message message, CommitmentId? cardOf = null, CancellationToken cancellationToken = default) =>
        Outbox.Private(db, NextKey(), who, message, now, cardOf, cancellationToken);

    /// <summary>Says something in the forum's channels other than the one this happens in, which gets the answer.</summary>
    public async Task AnnounceElsewhere(Message message, CancellationToken cancellationToken)
    {
        foreach (var channel in (await Channels(cancellationToken)).Where(it => it.Id != Place?.Id))
        {
            Post(channel.Place.ToRef(), message);
        }
    }

    /// <inheritdoc cref="AnnounceElsewhere(Message, CancellationToken)"/>
    public Task AnnounceElsewhere(string sentence, CancellationToken cancellationToken) =>
        AnnounceElsewhere(Messages.Plain(sentence), cancellationToken);

    /// <summary>Plans the forum's next digest anew.</summary>
    public void PlanDigest() => Forum!.NextDigestAt = Digests.Next(Forum, calendar, now);

    /// <summary>Shows something to whoever acts alone, where they act.</summary>
    public Task Aside(Message message, CancellationToken cancellationToken) =>
        // Not in the thread of what was just said: Slack shows nothing to one person alone in a thread that is none yet.
        Outbox.Aside(db, NextKey(), turn.Conversation, turn.From.User, Me, message, now, cancellationToken);

    /// <summary>Puts a message in the place of one that was posted; with a commitment, as its card from now on.</summary>
    public void Replace(MessageRef? posted, Message message, CommitmentId? cardOf = null)
    {
        if (posted is not null)
        {
            Outbox.Replace(db, NextKey(), posted, message, now, cardOf);
        }
    }

    /// <summary>The card of a commitment as of now, for everybody.</summary>
    public Message Card(Commitment it) => Cards.Of(it, people, TodayOf(it.Owner));

    /// <summary>The same as whoever acts sees it.</summary>
    public Message OwnCard(Commitment it) => Cards.Of(it, people, TodayOf(it.Owner), people.Members.ActorIn(it.Forum, Me));

    /// <summary>The same with everything that happened to it.</summary>
    public async Task<Message> CardWithHistory(Commitment it, CancellationToken cancellationToken) =>
        History.Under(Card(it), await EventLog.History(db, it.Id, cancellationToken), people, Zone);

    /// <summary>The forum's channels, those that cannot be posted to now left out.</summary>
    public Task<List<ForumChannelRow>> Channels(CancellationToken cancellationToken) =>
        db.OpenChannels(Forum!.Id).ToListAsync(cancellationToken);

    private string NextKey() => $"{_key}{turn.Keys[0]}:{_said++}";
}
