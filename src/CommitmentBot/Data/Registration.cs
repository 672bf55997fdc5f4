namespace CommitmentBot.Data;

/// <summary>Puts the register into the program.</summary>
public static class Registration
{
    /// <summary>
    /// Adds <see cref="RegisterFactory"/> as <c>Register:Provider</c> (<c>Sqlite</c>, the default, or <c>PostgreSql</c>) and
    /// <c>ConnectionStrings:Register</c> say, and brings the database up to date before anything else starts.
    /// </summary>
    public static void AddRegister(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var provider = configuration["Register:Provider"];
        var connection = configuration.GetConnectionString("Register");
        services.AddSingleton(_ => Make(provider, connection));
        services.AddHostedService<UpToDate>();
    }

    /// <summary>The factory for those settings; throws with a sentence when they are not enough.</summary>
    public static RegisterFactory Make(string? provider, string? connectionString) => provider?.ToUpperInvariant() switch
    {
        null or "" or "SQLITE" => new SqliteFactory(
            string.IsNullOrWhiteSpace(connectionString) ? "Data Source=commitmentbot.db" : connectionString),
        "POSTGRESQL" when !string.IsNullOrWhiteSpace(connectionString) => new PostgresFactory(connectionString),
        "POSTGRESQL" => throw new InvalidOperationException(
            "Register:Provider is PostgreSql, and ConnectionStrings:Register, which says where it is, is missing."),
        _ => throw new InvalidOperationException($"Register:Provider is “{provider}”; it can be Sqlite or PostgreSql."),
    };

    /// <summary>Migrates before the other services start, and once only.</summary>
    private sealed class UpToDate(RegisterFactory register) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => register.Migrate(cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
