using System.Globalization;
using System.Text.Json.Serialization;
using CommitmentBot.Data;
using CommitmentBot.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace CommitmentBot.Pages;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: the register does too, and what is due is looked for and not late.
/// </summary>
internal sealed partial class Health(
    RegisterFactory register, JobsDatabase jobs, IClock clock, TimeProvider wall, IOptions<HealthOptions> options, ILogger<Health> logger)
{
    /// <summary>How far behind the program's clock the next step of a commitment may be.</summary>
    public static readonly Duration MostLate = Duration.FromMinutes(5);

    /// <summary>200 when the instance is ready, if only just; 503 when it is not; each with the reasons.</summary>
    public async Task<IResult> Ready(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = register.Open();

            // A real query: a database that answers only "select 1" has been seen.
            var waiting = await db.Outbox.CountAsync(it => it.SettledAt == null, cancellationToken);
            string?[] reasons =
            [
                await Silent(db, cancellationToken), await Late(db, cancellationToken),
            ];
            var aside = await SetAside(db, cancellationToken);
            var notes = new[] { WithoutHangfire(), aside.InWords }.OfType<string>().ToList();
            return aside.Count > options.Value.MostSetAside
                ? Answer([.. reasons.OfType<string>(), .. notes], [], waiting)
                : Answer([.. reasons.OfType<string>()], notes, waiting);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.NoAnswer(logger, failure);
            return Answer(["the database of the register (ConnectionStrings:Register) does not answer"], [], null);
        }
    }

    private async Task<string?> Silent(RegisterDb db, CancellationToken cancellationToken) =>
        Watchdog.IsSilent(await Facts.Read(db, Schedule.LastLook, cancellationToken), Instant.FromDateTimeOffset(wall.GetUtcNow()))
            ? "nobody has looked for what is due in two minutes" : null;

    // A look plans every due step, whether or not a platform takes the message. If steps stay due, looking fails or cannot keep up.
    private async Task<string?> Late(RegisterDb db, CancellationToken cancellationToken)
    {
        var before = clock.GetCurrentInstant() - MostLate;
        var late = db.Commitments.Where(it => it.NextStepAt < before);
        if (await late.MinAsync(it => it.NextStepAt, cancellationToken) is not { } first)
        {
            return null;
        }

        var count = await late.CountAsync(cancellationToken);
        return $"{(count == 1 ? "1 step is" : $"{count} steps are")} more than five minutes late, the first since {Minute(first)}";
    }

    // Which one is in the log: whoever asks here need not see.
    private static async Task<(int Count, string? InWords)> SetAside(RegisterDb db, CancellationToken cancellationToken)
    {
        if (await db.SetAside.OrderBy(it => it.Since).FirstOrDefaultAsync(cancellationToken) is not { } first)
        {
            return (0, null);
        }

        var count = await db.SetAside.CountAsync(cancellationToken);
        return (count, $"{(count == 1 ? "1 commitment is" : $"{count} commitments are")} set aside, the first since {Minute(first.Since)}: "
            + first.Reason);
    }

    private string? WithoutHangfire() => jobs.LostAt is not { } since ? null
        : $"the database of the jobs (ConnectionStrings:Jobs) has not answered since {Minute(since)}; "
            + "meanwhile this instance looks for what is due by itself";

    private static string Minute(Instant moment) => moment.ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    private static IResult Answer(IReadOnlyList<string> reasons, List<string> notes, int? waiting) => Results.Json(
        new HealthReport(reasons.Count > 0 ? "not ready" : notes.Count > 0 ? "degraded" : "ready", [.. reasons, .. notes], waiting),
        HealthJson.Default.HealthReport,
        statusCode: reasons.Count > 0 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The register could not be asked how it is")]
        public static partial void NoAnswer(ILogger logger, Exception failure);
    }
}

/// <summary>
/// What <c>/health/ready</c> says: ready, degraded or not ready, and why. <c>Waiting</c> counts messages not yet settled; null if unknown.
/// </summary>
internal sealed record HealthReport(string Status, IReadOnlyList<string> Reasons, int? Waiting);

[JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
