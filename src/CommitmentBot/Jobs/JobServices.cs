using CommitmentBot.Delivery;
using Hangfire;
using Hangfire.Dashboard;
using Hangfire.PostgreSql;
using Microsoft.Extensions.Options;

namespace CommitmentBot.Jobs;

/// <summary>Hangfire, which runs the schedule and spreads it over instances: in memory beside SQLite, in PostgreSQL beside PostgreSQL.</summary>
internal static class JobServices
{
    /// <summary>Adds the jobs, Hangfire and the watchdog.</summary>
    public static void AddSchedule(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton<Sweep>();
        services.AddSingleton<Planned>();
        services.AddSingleton<StillHolds>(provider => provider.GetRequiredService<Planned>().StillHolds);
        services.AddSingleton<Digests>();
        services.AddSingleton<Confessions>();
        services.AddSingleton<ChairProposals>();
        services.AddOptions<RetentionOptions>().Bind(settings.GetSection("Retention")).Validate(it => it.Hold).ValidateOnStart();
        services.AddSingleton<Retention>();
        services.AddSingleton<Deputies>();
        services.AddSingleton<Schedule>();
        var jobs = settings["Register:Provider"] is "PostgreSql" ? Connection(settings) : null;
        services.AddSingleton(provider => new JobsDatabase(
            jobs, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<JobsDatabase>>()));
        services.AddHostedService<Watchdog>();
        services.AddHangfire(hangfire =>
        {
            hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
            if (jobs is not null)
            {
                hangfire.UsePostgreSqlStorage(
                    postgres => postgres.UseNpgsqlConnection(jobs),
                    new PostgreSqlStorageOptions
                    {
                        // What a killed instance held is free again after this long; its locks are a courtesy, rows exclude.
                        DistributedLockTimeout = TimeSpan.FromSeconds(30),
                        InvisibilityTimeout = TimeSpan.FromMinutes(2),
                        UseSlidingInvisibilityTimeout = true,
                        QueuePollInterval = TimeSpan.FromSeconds(1),

                        // JobsDatabase does it once the database answers; here, a database that is down would stop the program.
                        PrepareSchemaIfNecessary = false,
                    });
            }
            else
            {
                hangfire.UseInMemoryStorage();
            }
        });
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 2;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(5);
        });
    }

    /// <summary>The dashboard, for whoever is logged on to the machine itself, if the settings open it.</summary>
    public static void MapDashboard(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<BotOptions>>().Value.Dashboard == DashboardAccess.Loopback)
        {
            app.MapHangfireDashboard("/hangfire", new DashboardOptions { Authorization = [new FromThisMachine()], IsReadOnlyFunc = _ => true });
        }
    }

    // A plain connection string of its own: sharing the register's data source stalls Hangfire's workers.
    private static string Connection(IConfiguration settings) =>
        (settings.GetConnectionString("Jobs") ?? settings.GetConnectionString("Register")) + ";No Reset On Close=true;Max Auto Prepare=100";

    private sealed class FromThisMachine : IDashboardAuthorizationFilter
    {
        public bool Authorize(DashboardContext context) => Pages.Local.IsFromThisMachine(context.GetHttpContext());
    }
}
