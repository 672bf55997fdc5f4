using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Delivery;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Metrics;
using CommitmentBot.People;
using CommitmentBot.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Testing;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>A platform is asked about somebody when they are met, and not with every message.</summary>
public sealed class IntroductionTests(Databases databases)
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 26, 9, 0);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Whoever_has_no_address_is_asked_about_twice_and_then_not_for_an_hour(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        var (platform, clock) = (new Platform(null), new FakeClock(At));
        var bot = Instance(register, platform, clock);

        for (var message = 1; message <= 4; message++)
        {
            await bot.Handle(Says(message), Registers.Stop);
        }

        platform.Asked.ShouldBe(2, "as a stranger, and once more when they are known without an address");
        clock.AdvanceHours(2);
        await bot.Handle(Says(5), Registers.Stop);
        platform.Asked.ShouldBe(3);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Whoever_has_one_is_asked_about_once_by_whichever_instance(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        var (platform, clock) = (new Platform("sarah.ali@nht.example"), new FakeClock(At));
        var (one, another) = (Instance(register, platform, clock), Instance(register, platform, clock));

        await one.Handle(Says(1), Registers.Stop);
        await one.Handle(Says(2), Registers.Stop);
        await another.Handle(Says(3), Registers.Stop);

        platform.Asked.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Whoever_is_in_no_directory_is_answered_at_once(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        var platform = new Platform("sarah.ali@nht.example");

        await Instance(register, platform, new FakeClock(At)).Handle(Says(1) with { From = new Speaker(new UserRef(PlatformName.Teams, "29:sarah"), "Sarah Ali", Listed: false) }, Registers.Stop);

        platform.Asked.ShouldBe(0);
        await using var db = register.Open();
        (await db.Outbox.SingleAsync(Registers.Stop)).Lane.ShouldContain("chat");
    }

    private static Conversation.Conversation Instance(RegisterFactory register, Platform platform, FakeClock clock)
    {
        var options = Options.Create(new BotOptions());
        var services = Delivering.From(register, platform, clock, TimeProvider.System);
        var rosters = new RosterRefresh(register, [platform], clock, TimeProvider.System, services.GetRequiredService<DeliveryBell>(),
            options, NullLogger<RosterRefresh>.Instance);
        return new(register, [platform], clock, new WorkingCalendar([]), options, services.GetRequiredService<DeliveryBell>(),
            new Pictures(register, options), rosters, services.GetRequiredService<BotMetrics>(),
            NullLogger<Conversation.Conversation>.Instance);
    }

    private static Turn Says(int message)
    {
        var chat = new ConversationRef(PlatformName.Teams, "NHT", "chat", ConversationKind.Personal, null, "https://smba.example/");
        return new Turn
        {
            Keys = [$"teams:{message}"],
            From = new Speaker(new UserRef(PlatformName.Teams, "29:sarah"), "Sarah Ali"),
            Conversation = chat,
            ReplyTo = chat,
            At = At,
            Content = new TurnContent.Said(SaidText.Of("hello there"), new MessageRef(chat, $"{message}"), null),
        };
    }

    private sealed class Platform(string? email) : SilentPlatform(PlatformName.Teams, Duration.Zero)
    {
        public int Asked { get; private set; }

        public override Task<Profile?> Describe(UserRef who, ConversationRef seenIn, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult(email is null ? null : new Profile(who, "Sarah Ali", "NHT", email, null, false));
        }
    }
}
