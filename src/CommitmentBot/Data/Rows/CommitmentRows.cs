using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using NodaTime;

namespace CommitmentBot.Data.Rows;

/// <summary>An event of a register. Appended, never changed; erasing a person's words empties payload and salt only.</summary>
public sealed class EventRow
{
    public required Guid ForumId { get; init; }

    /// <summary>From 1 up, gapless in its forum.</summary>
    public required long Sequence { get; init; }

    /// <summary>The commitment; null for an event of the forum's own.</summary>
    public required Guid? CommitmentId { get; init; }

    /// <summary>From 1 up, gapless in its commitment; 0 for an event of the forum's own.</summary>
    public required int Version { get; init; }

    public required Instant At { get; init; }

    public required Guid? ById { get; init; }

    public required Guid? OrganisationId { get; init; }

    public required string? Source { get; init; }

    /// <summary>The stored name of the event's kind; it stays when the words are erased.</summary>
    public required string Kind { get; init; }

    public required string? Payload { get; init; }

    public required byte[]? Salt { get; init; }

    public required byte[] PayloadDigest { get; init; }

    public required byte[] PreviousHash { get; init; }

    public required byte[] Hash { get; init; }
}

/// <summary>What queries need of a commitment; the truth is its events.</summary>
public sealed class CommitmentRow
{
    public required Guid Id { get; init; }

    public required Guid ForumId { get; init; }

    public required int Number { get; init; }

    /// <summary>The number of its events.</summary>
    public required int Version { get; set; }

    /// <summary>Goes up with every save, also of <see cref="NextStepAt"/> alone: two changes at once cannot both win.</summary>
    public int Revision { get; set; }

    public required CommitmentState State { get; set; }

    public required Guid OwnerId { get; set; }

    public required Guid ProposedById { get; set; }

    /// <summary>Who is asked to take it over, while they have not answered.</summary>
    public Guid? NextOwnerId { get; set; }

    /// <summary>The promisee, when it is a person; with both null it is the forum.</summary>
    public Guid? PromiseePersonId { get; set; }

    /// <summary>The promisee, when it is an organisation.</summary>
    public Guid? PromiseeOrganisationId { get; init; }

    public required LocalDate Due { get; set; }

    /// <summary>The thread it was made in, where the in-channel ladder and replies belong; null when made in private.</summary>
    public Place? Thread { get; set; }

    /// <summary>The message it was read from (<see cref="SourceOf"/>), so that an edit or a deletion is noticed; null when there was none.</summary>
    public string? SourceMessage { get; set; }

    /// <summary>When the sweep has to look at it next; null for never.</summary>
    public Instant? NextStepAt { get; set; }

    /// <summary>Whether what is due then concerns the forum (a report, or what the clock decides) rather than the owner alone.</summary>
    public bool NextStepIsForums { get; set; }

    public required Instant CreatedAt { get; init; }

    public required Instant ChangedAt { get; set; }

    /// <summary>When it should have been looked at, while it has been given nothing since that was missed.</summary>
    public Instant? LateSince { get; set; }

    /// <summary>Has the sweep work out anew what comes next.</summary>
    public void LookAgain(Instant at) => (NextStepAt, NextStepIsForums) = (at, false);

    /// <summary>How <see cref="SourceMessage"/> names a message.</summary>
    public static string SourceOf(MessageRef message) => $"{message.Conversation.Platform}|{message.Conversation.Channel}|{message.Id}";
}

/// <summary>A step of the ladder that was taken: one row for (commitment, step, round), ever.</summary>
public sealed class StepRow
{
    /// <summary>How long after the promised moment the platform may take it and it is still on time.</summary>
    public static readonly Duration OnTime = Duration.FromMinutes(15);

    public required Guid CommitmentId { get; init; }

    public required LadderStep Step { get; init; }

    public required int Round { get; init; }

    public required StepOutcome Outcome { get; set; }

    /// <summary>When the ladder said it was due: the bot's promise.</summary>
    public required Instant DueAt { get; set; }

    public required Instant PlannedAt { get; set; }

    public Instant? SettledAt { get; set; }

    /// <summary>How often it was planned: more than once where it was taken back in between.</summary>
    public int Plans { get; set; }

    /// <summary>The message that carries it, see <see cref="OutboxRow.MessageId"/>; null for steps that send nothing.</summary>
    public Guid? MessageId { get; set; }

    /// <summary>Said in the channel because no private message could reach the owner.</summary>
    public bool InChannel { get; set; }

    /// <summary>Missed, and the forum has been told so.</summary>
    public bool Confessed { get; set; }

    /// <summary>Whether the platform took it, and later than promised.</summary>
    public bool CameLate => Outcome == StepOutcome.Accepted && SettledAt - DueAt > OnTime;
}

/// <summary>
/// A commitment that could not be read, or worked out, when the passing of time was to bring it something. All others go on.
/// </summary>
public sealed class SetAsideRow
{
    public required Guid CommitmentId { get; init; }

    public required Instant Since { get; init; }

    /// <summary>Why, for an operator; never anybody's words.</summary>
    public required string Reason { get; set; }

    public required Instant TryAgainAt { get; set; }
}

/// <summary>A digest that was promised to a forum's chairs and facilitators, and what became of it.</summary>
public sealed class DigestRow
{
    public required Guid ForumId { get; init; }

    /// <summary>When it was to go out: the bot's promise.</summary>
    public required Instant DueAt { get; init; }

    public required StepOutcome Outcome { get; set; }

    public required Instant PlannedAt { get; set; }

    public Instant? SettledAt { get; set; }

    /// <summary>How often it was planned: more than once where it was taken back in between.</summary>
    public int Plans { get; set; }

    /// <summary>The message that carries it, see <see cref="OutboxRow.MessageId"/>.</summary>
    public Guid? MessageId { get; set; }
}

/// <summary>A message that shows a commitment and is updated in place when it changes.</summary>
public sealed class CardRow
{
    public required Guid Id { get; init; }

    public required Guid CommitmentId { get; init; }

    public required Place Place { get; init; }

    public required string MessageId { get; init; }
}

/// <summary>What was understood and waits for the owner's yes. Not in the register; gone when answered or expired.</summary>
public sealed class DraftRow
{
    public required Guid Id { get; init; }

    public required Guid ForumId { get; init; }

    public required Guid AskedOfId { get; init; }

    /// <summary>The draft as JSON.</summary>
    public required string Body { get; set; }

    public required Instant ExpiresAt { get; init; }
}
