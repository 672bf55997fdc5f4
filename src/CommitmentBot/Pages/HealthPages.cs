namespace CommitmentBot.Pages;

/// <summary>The pages that monitoring asks.</summary>
internal static class HealthPages
{
    /// <summary>Adds what the answers need.</summary>
    public static void AddHealth(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<HealthOptions>().Bind(settings.GetSection("Health"))
            .Validate(it => it.MostSetAside >= 0, "Health:MostSetAside is a number of commitments, 0 or more.").ValidateOnStart();
        services.AddSingleton<Health>();
    }

    /// <summary>Maps both.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGet("/health/ready", (Health health, CancellationToken stop) => health.Ready(stop));
    }
}
