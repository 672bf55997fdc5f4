using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Delivery;
using CommitmentBot.Jobs;
using CommitmentBot.Metrics;
using CommitmentBot.Pages;
using CommitmentBot.People;
using CommitmentBot.Reports;
using CommitmentBot.Slack;
using CommitmentBot.Teams;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Extensions;

namespace CommitmentBot;

/// <summary>The program as a web application: one line for every part.</summary>
internal static class Web
{
    private const string DefaultAddress = "http://localhost:3978";

    /// <summary>Puts the parts together; nothing runs and no database is opened yet.</summary>
    public static WebApplication Build(string[] args)
    {
        // Settings are read from beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        // What comes in is handled by the thread that read it: to hand it on twice costs more than most requests do.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        var rehearsal = RehearsalSetup.Add(builder, builder.Configuration["urls"] ?? DefaultAddress);
        var (services, settings) = (builder.Services, builder.Configuration);
        services.AddOptions<BotOptions>().Bind(settings.GetSection("Bot"))
            .Validate(it => it.Zone is not null && it.Holidays.All(_ => true)).ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        if (!rehearsal.Enabled)
        {
            services.AddSingleton<IClock>(provider => provider.GetRequiredService<TimeProvider>().ToClock());
        }

        services.AddSingleton(provider => new WorkingCalendar(provider.GetRequiredService<IOptions<BotOptions>>().Value.Holidays));
        services.AddRegister(settings);
        services.AddInstallations(settings);
        services.AddDelivery(settings);
        services.AddSingleton<Pictures>();
        services.AddSingleton<RosterRefresh>();
        services.AddHostedService(provider => provider.GetRequiredService<RosterRefresh>());
        services.AddSingleton<Conversation.Conversation>();
        services.AddSingleton<TurnHandler>(provider => provider.GetRequiredService<Conversation.Conversation>().Handle);
        services.AddSingleton<Overhearing>(provider => (where, stop) => Conversation.Suggestions.AreWanted(provider.GetRequiredService<RegisterFactory>(), where, stop));
        services.AddSlack(settings.GetSection("Slack"), settings.GetSection("Bot").Get<BotOptions>()?.PublicUrl ?? new BotOptions().PublicUrl);
        services.AddTeams(settings.GetSection("Teams"), builder.Environment);
        services.AddSchedule(settings);
        services.AddHealth(settings);
        services.AddBotMetrics(settings);

        var app = builder.Build();
        app.MapSlack();
        app.MapTeams();
        app.MapGet("/pictures/{name}", (string name, Pictures pictures, CancellationToken stop) => pictures.Serve(name, stop));
        app.MapHealth();
        app.MapDashboard();
        RehearsalSetup.Map(app, rehearsal);
        return app;
    }

    /// <summary>Opens the register.</summary>
    public static async Task Prepare(WebApplication app, CancellationToken cancellationToken)
    {
        await app.Services.GetRequiredService<RegisterFactory>()
            .MigrateWhenReached(app.Services.GetRequiredService<TimeProvider>(), app.Logger, cancellationToken);
        if (app.Services.GetService<ClockWork>() is { } clockWork)
        {
            await clockWork.Restore(cancellationToken);
        }

        Protection.WarnOfBareKeys(app);
    }
}
