using NodaTime;

namespace CommitmentBot.Rehearsal;

/// <summary>What the program does for the rehearsal.</summary>
/// <param name="MoveClock">Moves the program's clock to a later moment, runs everything due on the way step by step, and answers the
/// time it is then, once the outbox is empty.</param>
/// <param name="NextStepAt">When the next step of any ladder is due; null when none is.</param>
/// <param name="WhenQuiet">Answers once the outbox is empty and nothing is being handled.</param>
public sealed record RehearsalHost(
    Func<Instant, CancellationToken, Task<Instant>> MoveClock,
    Func<CancellationToken, Task<Instant?>> NextStepAt,
    Func<CancellationToken, Task> WhenQuiet);
