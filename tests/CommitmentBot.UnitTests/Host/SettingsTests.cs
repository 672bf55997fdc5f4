using CommitmentBot.Jobs;
using CommitmentBot.Pages;
using CommitmentBot.Slack;
using CommitmentBot.Teams;
using CommitmentBot.UnitTests.House;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Host;

public sealed class SettingsTests
{
    private static readonly string Template = Path.Combine(SourceFile.Root, "appsettings.template.json");

    [Theory]
    [InlineData("Bot", typeof(BotOptions))]
    [InlineData("Health", typeof(HealthOptions))]
    [InlineData("Retention", typeof(RetentionOptions))]
    [InlineData("Slack", typeof(SlackOptions))]
    [InlineData("Teams", typeof(TeamsOptions))]
    public void Every_setting_of_the_template_is_one_the_program_reads(string section, Type options)
    {
        var settings = new ConfigurationBuilder().AddJsonFile(Template).Build().GetSection(section);

        var bound = settings.Get(options, binder => binder.ErrorOnUnknownConfiguration = true);

        bound.ShouldNotBeNull();
    }

    [Fact]
    public void The_template_as_it_stands_is_valid()
    {
        var settings = new ConfigurationBuilder().AddJsonFile(Template).Build();

        var bot = settings.GetSection("Bot").Get<BotOptions>()!;

        bot.Zone.Id.ShouldBe("Europe/London");
        bot.Holidays.Count().ShouldBe(1);
        using var app = Web.Build([.. settings.AsEnumerable().Where(it => it.Value is not null).Select(it => $"--{it.Key}={it.Value}"), "--urls", "http://localhost:1"]);
        app.Services.GetService(typeof(Core.Chat.TurnHandler)).ShouldNotBeNull();
    }

    [Fact]
    public void A_zone_that_does_not_exist_is_said_by_name()
    {
        var options = new BotOptions { DefaultTimeZone = "Europe/Coventry" };

        Should.Throw<InvalidOperationException>(() => options.Zone).Message.ShouldContain("Europe/Coventry");
    }

    [Theory]
    [InlineData(nameof(RetentionOptions.StepsDays), 91)]
    [InlineData(nameof(RetentionOptions.WordsDays), 13)]
    [InlineData(nameof(RetentionOptions.UnconfirmedDays), 29)]
    [InlineData(nameof(RetentionOptions.MessagesDays), 364)]
    [InlineData(nameof(RetentionOptions.InboxDays), 0)]
    public void Days_after_which_something_is_still_asked_for_are_said_by_name(string name, int days)
    {
        var options = new ConfigurationBuilder().AddInMemoryCollection([new(name, $"{days}")]).Build().Get<RetentionOptions>()!;

        Should.Throw<InvalidOperationException>(() => options.Hold).Message.ShouldContain(name);
    }

    [Fact]
    public void A_holiday_that_is_no_date_is_said_by_name()
    {
        var options = new BotOptions { ExtraHolidays = ["next Friday"] };

        Should.Throw<InvalidOperationException>(() => options.Holidays.ToList()).Message.ShouldContain("next Friday");
    }
}
