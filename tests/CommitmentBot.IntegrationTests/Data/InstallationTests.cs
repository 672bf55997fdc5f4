using CommitmentBot.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Slack;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

/// <summary>The tokens of many Slack workspaces in one register.</summary>
public sealed class InstallationTests(Databases databases)
{
    private static readonly Installation Uhcw = new("T1", "xoxb-canary-1", "UBOT1", "xoxe-canary-1", Registers.Monday + Duration.FromHours(12));

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Another_instance_reads_what_one_has_kept_and_whoever_reads_the_tables_does_not(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await using var one = Instance(register);
        await using var other = Instance(register);

        await one.Port.Save(Uhcw, Registers.Stop);
        await one.Port.Save(new Installation("T2", "xoxb-canary-2"), Registers.Stop);

        (await other.Port.Find("T1", Registers.Stop)).ShouldBe(Uhcw);
        (await other.Port.Find("T2", Registers.Stop))!.Token.ShouldBe("xoxb-canary-2");
        (await other.Port.Find("T3", Registers.Stop)).ShouldBeNull();
        await using var db = register.Open();
        (await db.Installations.Select(it => it.Sealed).ToListAsync(Registers.Stop)).ShouldAllBe(it => !it.Contains("canary"));

        // What was encrypted for one workspace opens nothing in another's place.
        var rows = await db.Installations.OrderBy(it => it.Tenant).ToListAsync(Registers.Stop);
        rows[1].Sealed = rows[0].Sealed;
        await db.SaveChangesAsync(Registers.Stop);
        (await other.Port.Find("T2", Registers.Stop)).ShouldBeNull();

        await other.Port.Remove("T1", Registers.Stop);
        await other.Port.Remove("T1", Registers.Stop);
        (await one.Port.Find("T1", Registers.Stop)).ShouldBeNull();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task New_tokens_are_got_by_one_instance_at_a_time(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await using var one = Instance(register);
        await using var other = Instance(register);
        await one.Port.Save(Uhcw, Registers.Stop);
        var asked = 0;

        var renewed = await one.Port.Renew(
            "T1",
            async before =>
            {
                before.ShouldBe(Uhcw);
                asked++;
                (await other.Port.Renew("T1", _ => throw new InvalidOperationException("twice"), Registers.Stop)).ShouldBeNull();
                return before with { Token = "xoxb-canary-new" };
            },
            Registers.Stop);

        asked.ShouldBe(1);
        renewed!.Token.ShouldBe("xoxb-canary-new");
        (await other.Port.Find("T1", Registers.Stop))!.Token.ShouldBe("xoxb-canary-new");
        (await other.Port.Renew("T1", _ => Task.FromResult<Installation?>(null), Registers.Stop))!.Token.ShouldBe("xoxb-canary-new");
        (await other.Port.Renew("T9", _ => throw new InvalidOperationException("none there"), Registers.Stop)).ShouldBeNull();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_renewal_that_was_overtaken_writes_nothing_back(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await using var one = Instance(register);
        await using var other = Instance(register);
        await one.Port.Save(Uhcw, Registers.Stop);

        // Uninstalled while Slack gave new tokens; then installed anew.
        (await one.Port.Renew("T1", async before => await Overtaken(before, other.Port.Remove("T1", Registers.Stop)), Registers.Stop)).ShouldBeNull();
        (await other.Port.Find("T1", Registers.Stop)).ShouldBeNull();

        await one.Port.Save(Uhcw, Registers.Stop);
        var anew = Uhcw with { Token = "xoxb-canary-anew" };
        (await one.Port.Renew("T1", async before => await Overtaken(before, other.Port.Save(anew, Registers.Stop)), Registers.Stop)).ShouldBe(anew);
        (await other.Port.Find("T1", Registers.Stop)).ShouldBe(anew);

        static async Task<Installation> Overtaken(Installation before, Task by)
        {
            await by;
            return before with { Token = "xoxb-canary-renewed" };
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_word_from_the_install_page_works_once(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await using var one = Instance(register);
        await using var other = Instance(register);

        (await one.Port.TakeOnce("word", Registers.Stop)).ShouldBeTrue();
        (await other.Port.TakeOnce("word", Registers.Stop)).ShouldBeFalse();
    }

    private static InstanceOf Instance(RegisterFactory register)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(register);
        services.AddSingleton<IClock>(new FakeClock(Registers.Monday));
        services.AddInstallations(new ConfigurationBuilder().AddInMemoryCollection([new("Slack:ClientId", "1.2")]).Build());
        return new InstanceOf(services.BuildServiceProvider());
    }

    private sealed class InstanceOf(ServiceProvider services) : IAsyncDisposable
    {
        public IInstallations Port { get; } = services.GetRequiredService<IInstallations>();

        public ValueTask DisposeAsync() => services.DisposeAsync();
    }
}
