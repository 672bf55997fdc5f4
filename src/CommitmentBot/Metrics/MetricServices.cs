using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace CommitmentBot.Metrics;

/// <summary>Counting is always on; figures are exported only where OpenTelemetry's usual settings say where to.</summary>
internal static class MetricServices
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds <see cref="BotMetrics"/>, and its export where there is an endpoint.</summary>
    public static void AddBotMetrics(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton<BotMetrics>();
        if (!string.IsNullOrWhiteSpace(settings[Endpoint]))
        {
            // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
            services.AddOpenTelemetry()
                .ConfigureResource(it => it.AddService(BotMetrics.MeterName).AddEnvironmentVariableDetector())
                .WithMetrics(it => it.AddMeter(BotMetrics.MeterName).AddOtlpExporter());
        }
    }
}
