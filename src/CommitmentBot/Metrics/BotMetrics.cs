using System.Diagnostics.Metrics;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;

namespace CommitmentBot.Metrics;

/// <summary>What the bot counts of its own work. The tags say platforms, kinds and steps; never a name, a place or a word.</summary>
internal sealed class BotMetrics : IDisposable
{
    /// <summary>The meter's name, for exporters.</summary>
    public const string MeterName = "CommitmentBot";

    private readonly Counter<long> _due, _planned, _late, _sent, _refused, _setAside, _unanswered;

    /// <summary>Makes the counters.</summary>
    public BotMetrics()
    {
        _due = Count("steps.due", "{step}", "Commitments looked at because their next step was due.");
        _planned = Count("steps.planned", "{step}", "Steps written as messages.");
        _late = Count("steps.late", "{step}", "Steps that a platform took more than a quarter of an hour after the promised moment.");
        _sent = Count("messages.sent", "{message}", "Messages that a platform took.");
        _refused = Count("messages.refused", "{message}", "Refusals by a platform, by what they concern.");
        _setAside = Count("commitments.set_aside", "{commitment}", "Commitments set aside because they could not be read.");
        _unanswered = Count("turns.unanswered", "{turn}", "Clicks, forms and messages that could not be handled; who clicked was told so.");
    }

    /// <summary>The meter itself, for listeners in a process with more than one.</summary>
    public Meter Meter { get; } = new(MeterName);

    /// <summary>A look found so many due, and planned so many steps.</summary>
    public void Looked(int due, int planned)
    {
        _due.Add(due);
        _planned.Add(planned);
    }

    /// <summary>The outcome of some steps is known.</summary>
    public void Settled(IReadOnlyCollection<StepRow> steps)
    {
        foreach (var step in steps.Where(it => it.CameLate))
        {
            _late.Add(1, new KeyValuePair<string, object?>("step", step.Step.ToString()));
        }
    }

    /// <summary>A platform took a message.</summary>
    public void Sent(string platform, OutboxKind kind) => _sent.Add(1, new("platform", platform), new("kind", kind.ToString()));

    /// <summary>A platform refused a message.</summary>
    public void Refused(string platform, RefusalKind reason) =>
        _refused.Add(1, new("platform", platform), new("reason", reason.ToString()));

    /// <summary>So many commitments were set aside.</summary>
    public void SetAside(int commitments) => _setAside.Add(commitments);

    /// <summary>Handling a turn failed, and whoever acted has no answer.</summary>
    public void Unanswered(Turn turn) =>
        _unanswered.Add(1, new("platform", turn.Conversation.Platform), new("turn", turn.Content.GetType().Name));

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private Counter<long> Count(string name, string unit, string what) => Meter.CreateCounter<long>($"commitmentbot.{name}", unit, what);
}
