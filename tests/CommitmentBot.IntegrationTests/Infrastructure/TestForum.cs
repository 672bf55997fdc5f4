using System.Globalization;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.Jobs;
using CommitmentBot.Metrics;
using CommitmentBot.People;
using CommitmentBot.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;
using Shouldly;

namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>Somebody with an account on one platform.</summary>
internal sealed record TestPerson(UserRef User, string Name, string Tenant)
{
    /// <summary>Where they and the bot are alone.</summary>
    public ConversationRef Chat => RosterPlatform.ChatOf(User, Tenant);
}

/// <summary>
/// The bot between two platforms of the test's own, on a clock of the test's own: people speak, press and fill in, and what the bot said
/// to whom is read from the outbox. Nothing of it runs by itself.
/// </summary>
internal sealed class TestForum : IAsyncDisposable
{
    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];

    private readonly ServiceProvider services;
    private readonly RosterRefresh rosters;
    private readonly Conversation.Conversation bot;
    private readonly Sweep sweep;
    private readonly Digests digests;
    private readonly ChairProposals proposals;
    private readonly Confessions confessions;
    private readonly Deputies deputies;
    private int turns;

    private TestForum(RegisterFactory register)
    {
        Register = register;
        var calendar = new WorkingCalendar([]);
        services = new ServiceCollection().AddLogging().AddSingleton(register).AddSingleton<IClock>(Clock)
            .AddSingleton<TimeProvider>(Wall).AddSingleton<StillHolds>(new Planned(Clock, calendar).StillHolds)
            .AddSingleton(Metrics).AddSingleton<IChatPlatform>(Slack).AddSingleton<IChatPlatform>(Teams).With(it =>
                it.AddDelivery(new ConfigurationBuilder().Build()))
            .BuildServiceProvider();
        var (options, bell) = (Options.Create(new BotOptions()), services.GetRequiredService<DeliveryBell>());
        IChatPlatform[] platforms = [Slack, Teams];
        rosters = new RosterRefresh(register, platforms, Clock, TimeProvider.System, bell, options, NullLogger<RosterRefresh>.Instance);
        bot = new(register, platforms, Clock, calendar, options, bell, new Pictures(register, options),
            rosters, Metrics, NullLogger<Conversation.Conversation>.Instance);
        sweep = new Sweep(register, Clock, calendar, bell, Metrics, NullLogger<Sweep>.Instance);
        digests = new Digests(register, Clock, calendar, bell, rosters);
        proposals = new ChairProposals(register, Clock, bell);
        confessions = new Confessions(register, Clock, calendar, bell);
        deputies = new Deputies(register, Clock, bell);
    }

    public RegisterFactory Register { get; }

    /// <summary>A Monday morning.</summary>
    public FakeClock Clock { get; } = new(Registers.Monday);

    /// <summary>The wall clock, by which back-offs and rests are counted. It stands still.</summary>
    public FakeTimeProvider Wall { get; } = new(TimeProvider.System.GetUtcNow());

    /// <summary>What it counts of its own work.</summary>
    public BotMetrics Metrics { get; } = new();

    public RosterPlatform Slack { get; } = new(PlatformName.Slack);

    public RosterPlatform Teams { get; } = new(PlatformName.Teams);

    public static async Task<TestForum> On(TestDatabase database)
    {
        var forum = new TestForum(database.Factory());
        await forum.Register.Migrate(Registers.Stop);
        return forum;
    }

    /// <summary>Somebody with an account on Slack, or on Teams; a guest has a home elsewhere.</summary>
    public TestPerson Person(string name, string email, string tenant = "T1", string platform = PlatformName.Slack, bool guest = false)
    {
        var person = new TestPerson(new UserRef(platform, $"U{Slack.Profiles.Count + Teams.Profiles.Count + 1}"), name, tenant);
        On(platform).Profiles[person.User] = new Profile(person.User, name, tenant, email, "Europe/London", Gone: false, Guest: guest);
        return person;
    }

    /// <summary>A channel with people in it.</summary>
    public ConversationRef Channel(string id, params TestPerson[] people) => Channel(id, people[0].Tenant, people);

    /// <inheritdoc cref="Channel(string, TestPerson[])"/>
    public ConversationRef Channel(string id, string tenant, params TestPerson[] people)
    {
        var platform = people[0].User.Platform;
        On(platform).Rosters[id] = [.. people.Select(it => it.User)];
        return new ConversationRef(platform, tenant, id, ConversationKind.Channel);
    }

    /// <summary>Somebody mentions the bot in a channel.</summary>
    public Task<Reply> Say(TestPerson who, ConversationRef where, string text, bool toBot = true) =>
        Do(who, where, it => new TurnContent.Said(Text(text), new MessageRef(where, it), null, ToBot: toBot));

    /// <summary>Somebody mentions the bot in a channel whose platform can show an answer to them alone there.</summary>
    public Task<Reply> SayAside(TestPerson who, ConversationRef where, string text) =>
        Do(who, where, it => new TurnContent.Said(Text(text), new MessageRef(where, it), null, Aside: true));

    /// <summary>Somebody writes to the bot alone.</summary>
    public Task<Reply> Whisper(TestPerson who, string text) => Say(who, who.Chat, text);

    /// <summary>Somebody types a slash command, which works wherever they are.</summary>
    public Task<Reply> Slash(TestPerson who, ConversationRef where, string text) =>
        Do(who, where, _ => new TurnContent.Said(Text(text), null, null, Answerable: true));

    /// <summary>Somebody sends what a button sends, whether or not they have ever seen that button.</summary>
    public Task<Reply> Click(TestPerson who, string action, string argument, ConversationRef? where = null) =>
        Do(who, where ?? who.Chat, _ => new TurnContent.Clicked(action, argument, null));

    /// <summary>
    /// Somebody presses the latest button of that label that they were shown in private, or in a channel, which may have another id now.
    /// </summary>
    public async Task<Reply> Press(TestPerson who, string label, ConversationRef? where = null, ConversationRef? now = null)
    {
        var button = (await Shown(where is null ? it => IsTo(it, who) : it => IsIn(it, where)))
            .SelectMany(Buttons).LastOrDefault(it => it.Label.StartsWith(label, StringComparison.Ordinal))
            ?? throw new ShouldAssertException($"{who.Name} sees no button “{label}”.");
        return await Click(who, button.Action, button.Argument, now ?? where);
    }

    /// <summary>Somebody sends what a form sends.</summary>
    public Task<Reply> Submit(TestPerson who, string form, string argument, params (string Name, string Value)[] values) =>
        Do(who, who.Chat, _ => new TurnContent.Submitted(form, argument, values.ToDictionary(it => it.Name, it => it.Value), null));

    /// <summary>Somebody chooses “Record as commitment” on a message, of whose author the platform tells what Teams does.</summary>
    public Task<Reply> Capture(TestPerson who, ConversationRef where, TestPerson author, string text) =>
        Do(who, where, it => new TurnContent.CaptureAsked(Text(text), new Speaker(author.User, author.Name, where.Tenant),
            new MessageRef(where, it), null, Clock.GetCurrentInstant()));

    /// <summary>Somebody searches.</summary>
    public Task<Reply> Search(TestPerson who, string words, ConversationRef? where = null) =>
        Do(who, where ?? who.Chat, _ => new TurnContent.SearchAsked(words));

    /// <summary>Somebody opens the bot's own page.</summary>
    public Task<Reply> Home(TestPerson who) => Do(who, who.Chat, _ => new TurnContent.HomeOpened());

    /// <summary>Somebody adds the bot to a channel, or starts to write to it.</summary>
    public Task<Reply> Add(TestPerson who, ConversationRef where) => Do(who, where, _ => new TurnContent.BotAdded());

    /// <summary>Somebody removes the bot from a channel, or from their own apps.</summary>
    public Task<Reply> Remove(TestPerson who, ConversationRef where) => Do(who, where, _ => new TurnContent.BotRemoved());

    /// <summary>The platform tells of itself.</summary>
    public Task<Reply> Happens(TurnContent.Happening what, ConversationRef where) =>
        Do(new Speaker(new UserRef(where.Platform, "nobody"), Listed: false), where, _ => what);

    /// <summary>Somebody comes into a channel, and the platform says so.</summary>
    public Task<Reply> Joins(TestPerson who, ConversationRef where)
    {
        On(where.Platform).Rosters[where.Channel].Add(who.User);
        return Happens(new TurnContent.MemberJoined(new Speaker(who.User, who.Name)), where);
    }

    /// <summary>Somebody leaves a channel, and the platform says so.</summary>
    public Task<Reply> Leaves(TestPerson who, ConversationRef where)
    {
        On(where.Platform).Rosters[where.Channel].Remove(who.User);
        return Happens(new TurnContent.MemberLeft(who.User), where);
    }

    /// <summary>What the platform knows of somebody is otherwise now, and it says so.</summary>
    public Task<Reply> Changes(TestPerson who, Func<Profile, Profile> change)
    {
        var profiles = On(who.User.Platform).Profiles;
        profiles[who.User] = change(profiles[who.User]);
        return Happens(new TurnContent.PersonChanged(profiles[who.User]), ConversationRef.Nowhere(who.User.Platform, who.Tenant));
    }

    /// <summary>Promises something in a channel, says yes to it, and gives its id.</summary>
    public async Task<Guid> Promise(TestPerson who, ConversationRef where, string text)
    {
        await Say(who, where, text);
        (await Press(who, "Yes, record it", where)).ShouldBeOfType<Reply.Updated>();
        await using var db = Register.Open();
        return await db.Commitments.OrderByDescending(it => it.CreatedAt).ThenByDescending(it => it.Number)
            .Select(it => it.Id).FirstAsync(Registers.Stop);
    }

    /// <summary>Lets so many days pass, with everything that falls due on the way.</summary>
    public async Task Pass(int days)
    {
        for (var day = 0; day < days; day++)
        {
            var next = Clock.GetCurrentInstant().InZone(London).Date.PlusDays(1);
            Clock.Reset(next.At(new LocalTime(9, 30)).InZoneLeniently(London).ToInstant());
            await Work();
        }
    }

    /// <summary>It is a moment of the program's clock, in London, with nothing done on the way.</summary>
    public void Becomes(LocalDateTime moment) => Clock.Reset(moment.InZoneLeniently(London).ToInstant());

    /// <summary>What waits for its next attempt gets it.</summary>
    public async Task TryAgain()
    {
        Wall.Advance(TimeSpan.FromHours(1));
        await Work();
    }

    /// <summary>Does what is due now.</summary>
    public async Task Work()
    {
        await proposals.Run(Registers.Stop);
        await deputies.Run(Registers.Stop);
        await digests.Run(Registers.Stop);
        await sweep.Run(Registers.Stop);
        await Deliver();
        await sweep.Run(Registers.Stop);
        await confessions.Run(Registers.Stop);
        await Deliver();
    }

    /// <summary>Does the nightly work, so many days from now; nothing else of what falls due meanwhile.</summary>
    public async Task TidyAfter(double days, RetentionOptions? settings = null)
    {
        Clock.Advance(Duration.FromDays(days));
        await new Retention(Register, Clock, Options.Create(settings ?? new RetentionOptions())).Run(Registers.Stop);
    }

    /// <summary>Starts what reads the rosters when the program starts, and waits until it has.</summary>
    public async Task Start()
    {
        await rosters.StartAsync(Registers.Stop);
        await rosters.ExecuteTask!;
    }

    /// <summary>How many rows the outbox has: where to begin to listen.</summary>
    public async Task<long> Now()
    {
        await using var db = Register.Open();
        return await db.Outbox.MaxAsync(it => (long?)it.Sequence, Registers.Stop) ?? 0;
    }

    /// <summary>What was said to somebody alone, whatever account of theirs it went to.</summary>
    public async Task<string> Heard(TestPerson who, long since = 0) =>
        string.Join('\n', (await Shown(it => IsTo(it, who), since)).Select(All));

    /// <summary>What was said in a channel.</summary>
    public async Task<string> Heard(ConversationRef where, long since = 0) =>
        string.Join('\n', (await Shown(it => IsIn(it, where), since)).Select(All));

    /// <summary>Everything an answer says: in the reply itself, to the asker alone, and where they asked.</summary>
    public async Task<string> Answer(TestPerson who, Func<Task<Reply>> asks, ConversationRef? where = null)
    {
        var since = await Now();
        var reply = await asks();
        return $"{All(reply)}\n{await Heard(who, since)}\n{(where is null ? "" : await Heard(where, since))}".Trim();
    }

    /// <summary>What the bot answers somebody who writes to it alone.</summary>
    public Task<string> Ask(TestPerson who, string text) => Answer(who, () => Whisper(who, text));

    /// <summary>What the bot answers somebody who mentions it in a channel.</summary>
    public Task<string> Ask(TestPerson who, ConversationRef where, string text) => Answer(who, () => Say(who, where, text), where);

    /// <summary>How many messages reached a person on a platform, whatever was meant to.</summary>
    public int Received(TestPerson who) => On(who.User.Platform).Posted.Count(it => it.Conversation.Channel == who.Chat.Channel);

    /// <summary>Reads the register.</summary>
    public async Task<T> Read<T>(Func<RegisterDb, Task<T>> read)
    {
        await using var db = Register.Open();
        return await read(db);
    }

    /// <summary>The words of a reply.</summary>
    public static string All(Reply reply) => reply switch
    {
        Reply.Show it => All(it.Message),
        Reply.Updated it => All(it.Card),
        Reply.OpenForm it => All(it.Form),
        Reply.FieldErrors it => string.Join('\n', it.Errors.Values),
        Reply.Found it => string.Join('\n', it.Hits.Select(hit => $"{hit.Title}\n{hit.Line}\n{All(hit.Card)}")),
        _ => "",
    };

    /// <summary>The words of a message, with its buttons and their forms.</summary>
    public static string All(Message message) => string.Join('\n', message.Blocks.Select(All).Prepend(message.Fallback));

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private static string All(Block block) => block switch
    {
        Block.Heading it => it.Text,
        Block.Paragraph it => All(it.Parts),
        Block.Quote it => $"“{it.Words}” {it.Who}",
        Block.Facts it => string.Join('\n', it.Rows.Select(row => $"{row.Label}: {All(row.Value)}")),
        Block.Note it => All(it.Parts),
        Block.Actions it => string.Join('\n', it.Buttons.Select(button => $"[{button.Label}]{(button.Form is { } form ? All(form) : "")}")),
        _ => "",
    };

    private static string All(IEnumerable<Inline> parts) => string.Concat(parts.Select(it => it switch
    {
        Inline.Text text => text.Value,
        Inline.Bold bold => bold.Value,
        Inline.Mention mention => mention.Name,
        Inline.Day day => Dates.InFull(day.Date),
        Inline.Link link => link.Label,
        _ => "",
    }));

    private static string All(Form form) => string.Join('\n', form.Fields.SelectMany(it => it switch
    {
        Field.Choice choice => choice.Options.Select(option => option.Label).Prepend(choice.Label),
        Field.Line line => [line.Label, line.Initial ?? ""],
        _ => [it.Label],
    }).Prepend(form.Title));

    private static IEnumerable<Button> Buttons(Message message) => message.Blocks.OfType<Block.Actions>().SelectMany(it => it.Buttons);

    private static bool IsIn(OutboxRow row, ConversationRef where) => row.Place?.Platform == where.Platform
        && row.Place.Channel == where.Channel;

    private bool IsTo(OutboxRow row, TestPerson who)
    {
        using var db = Register.Open();
        return IsIn(row, who.Chat) || (row.Place is null && row.PersonId is { } person
            && db.Identities.Find(who.User.Platform, who.User.Id)?.PersonId == person);
    }

    private async Task<IReadOnlyList<Message>> Shown(Func<OutboxRow, bool> which, long since = 0)
    {
        await using var db = Register.Open();
        var rows = await db.Outbox.AsNoTracking().Where(it => it.Sequence > since).OrderBy(it => it.Sequence).ToListAsync(Registers.Stop);
        return [.. rows.Where(it => it.Body.Length > 0).Where(which).Select(it => MessageJson.Read(it.Body))];
    }

    // "@Sarah Ali" in a text is a mention of whoever is called so.
    private SaidText Text(string plain) => new(
        plain,
        [.. Slack.Profiles.Values.Concat(Teams.Profiles.Values)
            .SelectMany(it => plain.IndexOf("@" + it.Name, StringComparison.Ordinal) is >= 0 and var at
            ? new[] { new Mentioned(at, it.Name.Length + 1, it.User, it.Name) }
            : [])]);

    private RosterPlatform On(string platform) => platform == PlatformName.Slack ? Slack : Teams;

    private Task<Reply> Do(TestPerson who, ConversationRef where, Func<string, TurnContent> content) =>
        Do(new Speaker(who.User, who.Name, who.Tenant), where, content);

    private async Task<Reply> Do(Speaker from, ConversationRef where, Func<string, TurnContent> content)
    {
        var id = (++turns).ToString(CultureInfo.InvariantCulture);
        var reply = await bot.Handle(
            new Turn
            {
                Keys = [$"test:{id}"],
                From = from,
                Conversation = where,
                ReplyTo = where.Kind == ConversationKind.Channel ? where with { Thread = where.Thread ?? id } : where,
                At = Clock.GetCurrentInstant(),
                Content = content(id),
            },
            Registers.Stop);
        await Deliver();
        return reply;
    }

    private async Task Deliver()
    {
        var courier = services.GetRequiredService<Courier>();
        while (await courier.RunOnce(Registers.Stop) > 0)
        {
        }
    }
}

/// <summary>Puts a call with a result of its own into a chain.</summary>
file static class Chaining
{
    public static T With<T>(this T it, Action<T> does)
    {
        does(it);
        return it;
    }
}
