using CommitmentBot.Core.Chat;

namespace CommitmentBot.Delivery;

/// <summary>Puts delivery into the program.</summary>
public static class Registration
{
    /// <summary>
    /// Adds delivery and its bell. It takes the register, the <see cref="IChatPlatform"/>s, the program's clock and the wall's
    /// <see cref="TimeProvider"/> from the services.
    /// </summary>
    public static void AddDelivery(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton<DeliveryBell>();
        services.AddSingleton(DeliveryRules.From(settings.GetSection("Delivery")));
        services.AddSingleton<Courier>();
        services.AddSingleton<Pauses>();
        services.AddSingleton<IPauses>(it => it.GetRequiredService<Pauses>());
        services.AddSingleton<DeliveryService>();
        services.AddHostedService(it => it.GetRequiredService<DeliveryService>());
    }
}
