using CommitmentBot.Jobs;
using CommitmentBot.Rehearsal;
using CommitmentBot.Rehearsal.Clock;
using CommitmentBot.Rehearsal.Page;
using CommitmentBot.Rehearsal.StandIns;
using NodaTime;

namespace CommitmentBot;

/// <summary>Whether this is a rehearsal, and whether the stand-ins run in it.</summary>
internal sealed record RehearsalSetup(bool Enabled, bool StandIns)
{
    /// <summary>
    /// Decides by <c>Rehearsal:Enabled</c>, which is on when no platform is set up, and adds what a rehearsal needs: a clock that can be moved and,
    /// where no platform is set up, the stand-ins with the settings that lead the real adapters to them.
    /// </summary>
    public static RehearsalSetup Add(WebApplicationBuilder builder, string urls)
    {
        var settings = builder.Configuration;
        var platforms = settings.GetSection("Slack").GetChildren().Any() || settings.GetSection("Teams").GetChildren().Any();
        var setup = new RehearsalSetup(settings.GetValue<bool?>("Rehearsal:Enabled") ?? !platforms, !platforms);
        if (!setup.Enabled)
        {
            return setup;
        }

        builder.Services.AddSingleton<RehearsalClock>();
        builder.Services.AddSingleton<IClock>(provider => provider.GetRequiredService<RehearsalClock>());
        builder.Services.AddSingleton<ClockWork>();
        builder.Services.AddSingleton(provider =>
        {
            var work = provider.GetRequiredService<ClockWork>();
            return new RehearsalHost(work.MoveTo, work.NextStepAt, work.WhenQuiet);
        });
        if (setup.StandIns)
        {
            var self = Self(urls);
            var standIns = new StandInSettings { Bot = self, Self = self };
            settings.AddInMemoryCollection(RehearsalSettings.For(standIns));
            if (string.IsNullOrEmpty(settings["Bot:PublicUrl"]))
            {
                settings["Bot:PublicUrl"] = self.ToString();
            }

            if (string.IsNullOrEmpty(settings.GetConnectionString("Register")))
            {
                settings["ConnectionStrings:Register"] = $"Data Source={FreshFile(self.Port)}";
            }

            builder.Services.AddRehearsal(standIns);
        }
        else
        {
            builder.Services.AddRehearsalClock();
        }

        return setup;
    }

    /// <summary>Maps the clock, and the stand-ins and the page where they run.</summary>
    public static void Map(WebApplication app, RehearsalSetup setup)
    {
        if (setup.StandIns && setup.Enabled)
        {
            app.MapRehearsal();
        }
        else if (setup.Enabled)
        {
            app.MapRehearsalClock();
        }
    }

    // "http://*:3978" and the like name no host one could call.
    private static Uri Self(string urls)
    {
        var first = BindingAddress.Parse(urls.Split(';')[0]);
        return new Uri($"http://{(first.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : first.Host)}:{first.Port}");
    }

    // A rehearsal starts afresh each time: the stand-ins have forgotten the last one, and so must the register.
    private static string FreshFile(int port)
    {
        var file = Path.Combine(Path.GetTempPath(), $"commitmentbot-rehearsal-{port}.db");
        foreach (var part in new[] { file, file + "-wal", file + "-shm" })
        {
            File.Delete(part);
        }

        return file;
    }
}
