namespace CommitmentBot.Data;

/// <summary>Opens the register at start-up, and waits a while for a database that is restarting.</summary>
internal static partial class FirstContact
{
    /// <summary>How long to wait. After that it is up to whatever restarts the program.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Migrates the database as soon as it can be reached; throws when it cannot be within <see cref="Patience"/>.</summary>
    public static async Task MigrateWhenReached(
        this RegisterFactory register, TimeProvider wall, ILogger logger, CancellationToken cancellationToken)
    {
        var (started, told) = (wall.GetTimestamp(), false);
        while (true)
        {
            try
            {
                await register.Migrate(cancellationToken);
                return;
            }
            catch (Exception failure) when (register.MayPass(failure) && wall.GetElapsedTime(started) < Patience)
            {
                if (!told)
                {
                    Log.Waiting(logger, failure, Patience.TotalSeconds);
                    told = true;
                }

                await Task.Delay(Pause, wall, cancellationToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The register's database does not answer yet; waiting for it, {Seconds} seconds at most")]
        public static partial void Waiting(ILogger logger, Exception failure, double seconds);
    }
}
