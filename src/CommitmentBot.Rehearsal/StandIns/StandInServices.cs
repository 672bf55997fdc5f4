using CommitmentBot.Rehearsal.Clock;
using CommitmentBot.Rehearsal.Slack;
using CommitmentBot.Rehearsal.Teams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace CommitmentBot.Rehearsal.StandIns;

/// <summary>Registers the stand-ins, in the program or in any other host.</summary>
public static class StandInServices
{
    /// <summary>
    /// Adds <see cref="StandInSlack"/>, <see cref="StandInTeams"/>, their <see cref="Transcript"/> and <see cref="Faults"/>. The messages' times
    /// come from the host's <see cref="IClock"/>; where there is none, from a <see cref="RehearsalClock"/> that is added.
    /// </summary>
    public static IServiceCollection AddStandIns(this IServiceCollection services, StandInSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RehearsalClock>();
        services.TryAddSingleton<IClock>(provider => provider.GetRequiredService<RehearsalClock>());
        services.AddSingleton(settings);
        services.AddSingleton<Faults>();
        services.AddSingleton<Transcript>();
        services.AddSingleton<BotLine>();
        services.AddSingleton<TeamsSignIn>();
        services.AddSingleton(provider => new StandInSlack(
            settings, provider.GetRequiredService<Transcript>(), provider.GetRequiredService<BotLine>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new StandInTeams(
            settings, provider.GetRequiredService<Transcript>(), provider.GetRequiredService<BotLine>(),
            provider.GetRequiredService<TeamsSignIn>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
