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

    public required Instant CreatedAt { get; init; }

    public required Instant ChangedAt { get; set; }

    /// <summary>How <see cref="SourceMessage"/> names a message.</summary>
    public static string SourceOf(MessageRef message) => $"{message.Conversation.Platform}|{message.Conversation.Channel}|{message.Id}";
}

/// <summary>A step of the ladder that was taken: one row for (commitment, step, round), ever.</summary>
public sealed class StepRow
{
    public required Guid CommitmentId { get; init; }

    public required LadderStep Step { get; init; }

    public required int Round { get; init; }

    public required StepOutcome Outcome { get; set; }

    /// <summary>When the ladder said it was due: the bot's promise.</summary>
    public required Instant DueAt { get; init; }

    public required Instant PlannedAt { get; set; }

    public Instant? SettledAt { get; set; }

    /// <summary>The outbox row that carries it; null for steps that send nothing.</summary>
    public Guid? OutboxId { get; set; }

    /// <summary>Said in the channel because no private message could reach the owner.</summary>
    public bool InChannel { get; set; }
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
