using System.Diagnostics.Metrics;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data.Rows;

namespace CommitmentBot.Metrics;

/// <summary>What the bot counts of its own work. The tags say platforms, kinds and steps; never a name, a place or a word.</summary>
internal sealed class BotMetrics : IDisposable
{
    /// <summary>The meter that an exporter has to know.</summary>
    public const string MeterName = "CommitmentBot";

    private readonly Counter<long> _due, _planned, _late, _sent, _refused, _setAside, _unanswered;

    /// <summary>Makes the counters.</summary>
    public BotMetrics()
    {
        _due = Meter.CreateCounter<long>("commitmentbot.steps.due", "{step}", "Commitments that were looked at because their next step was due.");
        _planned = Meter.CreateCounter<long>("commitmentbot.steps.planned", "{step}", "Steps that were written as messages.");
        _late = Meter.CreateCounter<long>("commitmentbot.steps.late", "{step}", "Steps that a platform took more than a quarter of an hour after the promised moment.");
        _sent = Meter.CreateCounter<long>("commitmentbot.messages.sent", "{message}", "Messages that a platform took.");
        _refused = Meter.CreateCounter<long>("commitmentbot.messages.refused", "{message}", "Refusals by a platform, by what they concern.");
        _setAside = Meter.CreateCounter<long>("commitmentbot.commitments.set_aside", "{commitment}", "Commitments that were set aside because they could not be read.");
        _unanswered = Meter.CreateCounter<long>("commitmentbot.turns.unanswered", "{turn}", "Clicks, forms and messages that failed before they could be answered.");
    }

    /// <summary>The meter; whoever listens to one program among several in a process tells them apart by it.</summary>
    public Meter Meter { get; } = new(MeterName);

    /// <summary>A look found so many due, and planned so many steps.</summary>
    public void Looked(int due, int planned)
    {
        _due.Add(due);
        _planned.Add(planned);
    }

    /// <summary>What became of some steps is known.</summary>
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
    public void Refused(string platform, RefusalKind reason) => _refused.Add(1, new("platform", platform), new("reason", reason.ToString()));

    /// <summary>So many commitments were set aside.</summary>
    public void SetAside(int commitments) => _setAside.Add(commitments);

    /// <summary>Handling a turn failed, and whoever acted has no answer.</summary>
    public void Unanswered(Turn turn) => _unanswered.Add(1, new("platform", turn.Conversation.Platform), new("turn", turn.Content.GetType().Name));

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();
}
