using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace CommitmentBot.Metrics;

/// <summary>Counts always; hands the figures on only where the usual settings of OpenTelemetry say where to.</summary>
internal static class MetricServices
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds <see cref="BotMetrics"/>, and its export where there is an endpoint.</summary>
    public static void AddBotMetrics(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton<BotMetrics>();
        if (!string.IsNullOrWhiteSpace(settings[Endpoint]))
        {
            // The environment's own name for the service and its attributes win.
            services.AddOpenTelemetry()
                .ConfigureResource(it => it.AddService(BotMetrics.MeterName).AddEnvironmentVariableDetector())
                .WithMetrics(it => it.AddMeter(BotMetrics.MeterName).AddOtlpExporter());
        }
    }
}
