using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Delivery;
using CommitmentBot.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>Delivery as the program puts it together, on a register and a platform of the test's.</summary>
internal static class Delivering
{
    public static ServiceProvider From(RegisterFactory register, IChatPlatform platform, IClock clock, TimeProvider wall) =>
        From(register, [platform], clock, wall);

    public static ServiceProvider From(RegisterFactory register, IEnumerable<IChatPlatform> platforms, IClock clock, TimeProvider wall)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<BotMetrics>();
        services.AddSingleton(register);
        foreach (var platform in platforms)
        {
            services.AddSingleton(platform);
        }

        services.AddSingleton(clock);
        services.AddSingleton(wall);
        services.AddSingleton<StillHolds>((_, _, _) => Task.FromResult(true));
        services.AddDelivery(new ConfigurationBuilder().Build());
        return services.BuildServiceProvider();
    }
}
