using CommitmentBot.Conversation;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding.Commands;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>
/// Two systems on one installation learn nothing of each other: neither words nor names nor figures, nor that there is another at all.
/// </summary>
public sealed class TwoSystemsTests(Databases databases)
{
    private static readonly string[] Secrets = ["zebra", "Beth", "Brown", "Bob", "Baker", "ZZT", "crossing"];

    private static readonly Guid NoSuch = Guid.Parse("00000000-1111-2222-3333-444444444444");

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task No_command_tells_anything_of_the_other_system_wherever_it_is_typed(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await World.In(database);
        var before = await world.Events();

        foreach (var example in CommandList.All.SelectMany(it => it.Examples)
            .Where(it => !it.StartsWith("forum name", StringComparison.Ordinal)))
        {
            foreach (var who in world.Outsiders)
            {
                var answer = await Asked(example, "C-1");
                if (example.Contains("C-42", StringComparison.Ordinal))
                {
                    answer.ShouldBe(await Asked(example, "C-99"), $"{who.Name}: {example}");
                }

                async Task<string> Asked(string text, string number)
                {
                    text = text.Replace("C-42", number, StringComparison.Ordinal);
                    var answers = await world.Forum.Ask(who, text)
                        + await world.Forum.Answer(who, () => world.Forum.Slash(who, world.Zebras, text))
                        + (who == world.Sid ? "" : await world.Forum.Ask(who, world.Aardvarks, text));
                    Secret(answers, $"{who.Name}: {text}");
                    return answers.Replace(number, "C-?", StringComparison.Ordinal);
                }
            }
        }

        (await world.Events()).ShouldBe(before);
        Secret(await world.Forum.Heard(world.Aardvarks) + await world.Forum.Heard(world.Ann) + await world.Forum.Heard(world.Max),
            "unasked");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Names_of_the_other_system_mean_no_more_than_names_of_none(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await World.In(database);
        string[] sentences =
        [
            "list ZZT", "summary ZZT and AAT", "I speak for ZZT", "switch to Zebra Board", "show Zebra C-1", "show Zebra Board's C-1",
            "Zebra Board",
            "forum chair Beth Brown", "forum facilitator Beth Brown", "forum chair remove Beth Brown", "Beth Brown speaks for AAT",
            "hand over C-1 to Beth Brown",
            "Beth Brown to send the plan to ZZT by Friday", "I'll send the plan to Beth Brown by Friday",
            "forum organisation rename ZZT to AAX",
            "forum organisation merge ZZT into AAT", "forum organisation merge AAT into ZZT", "forum organisation undo ZZT",
            "who is in Zebra Board?",
        ];
        foreach (var sentence in sentences)
        {
            foreach (var who in world.Outsiders)
            {
                var theirs = await Asked(sentence);
                var nobodys = await Asked(sentence.Replace("ZZT", "QQT", StringComparison.Ordinal).Replace("Zebra", "Quagga",
                    StringComparison.Ordinal)
                    .Replace("Beth Brown", "Quentin Quick", StringComparison.Ordinal));
                theirs.Replace("ZZT", "QQT", StringComparison.OrdinalIgnoreCase).Replace("Zebra", "Quagga", StringComparison.Ordinal)
                    .Replace("Beth Brown", "Quentin Quick", StringComparison.Ordinal).ShouldBe(nobodys, $"{who.Name}: {sentence}");

                async Task<string> Asked(string text) => await world.Forum.Ask(who, text)
                    + (who == world.Sid ? "" : await world.Forum.Ask(who, world.Aardvarks, text));
            }
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_button_and_form_about_the_other_system_answers_as_for_what_does_not_exist(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await World.In(database);
        await world.Forum.Say(world.Beth, world.Zebras, "I'll feed the zebra by Friday");
        var (commitment, draft, forum, person, organisation) = await world.Forum.Read(async db => (
            await db.Commitments.Select(it => it.Id).SingleAsync(Registers.Stop),
            await db.Drafts.Select(it => it.Id).SingleAsync(Registers.Stop),
            await db.Forums.Where(it => it.Name == "Zebra Board").Select(it => it.Id).SingleAsync(Registers.Stop),
            await db.People.Where(it => it.Name == "Bob Baker").Select(it => it.Id).SingleAsync(Registers.Stop),
            await db.Organisations.Where(it => it.ShortName == "ZZT").Select(it => it.Id).SingleAsync(Registers.Stop)));
        var before = await world.Events();
        (string, string)[] values =
        [
            ("due", "2026-12-11"), ("because", "so"), ("words", "so"), ("wording", "Other words"), ("next-owner", $"{person:N}"),
            ("organisation", $"{organisation:N}"),
            ("owner", $"{person:N}"), ("promisee", $"o{organisation:N}"), ("why", "so"),
        ];
        foreach (var verb in ButtonRights.All.Keys)
        {
            foreach (var id in new[] { commitment, draft, forum })
            {
                foreach (var who in world.Outsiders)
                {
                    var (there, nowhere) = ($"{id:N}:{person:N}:{organisation:N}", $"{NoSuch:N}:{person:N}:{organisation:N}");
                    (await Pressed(there)).ShouldBe(await Pressed(nowhere), $"{who.Name}: {verb}");
                    (await Filled(there)).ShouldBe(await Filled(nowhere), $"{who.Name}: {verb}");

                    async Task<string> Pressed(string argument) =>
                        Checked(await world.Forum.Answer(who, () => world.Forum.Click(who, verb, argument)))
                        + Checked(await world.Forum.Answer(who, () => world.Forum.Click(who, verb, argument, world.Zebras)));

                    async Task<string> Filled(string argument) =>
                        Checked(await world.Forum.Answer(who, () => world.Forum.Submit(who, verb, argument, values)));

                    string Checked(string answer)
                    {
                        Secret(answer, $"{who.Name}: {verb}");
                        return answer;
                    }
                }
            }
        }

        (await world.Events()).ShouldBe(before);
        (await world.Forum.Read(db => db.Drafts.CountAsync(Registers.Stop))).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_chairs_forged_claim_about_somebody_elsewhere_names_nobody_and_does_nothing(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await World.In(database);
        var (own, foreign, bob, max) = await world.Forum.Read(async db => (
            await db.Organisations.SingleAsync(it => it.ShortName == "AAT", Registers.Stop),
            await db.Organisations.SingleAsync(it => it.ShortName == "ZZT", Registers.Stop),
            await db.People.SingleAsync(it => it.Name == "Bob Baker", Registers.Stop),
            await db.People.SingleAsync(it => it.Name == "Max Mole", Registers.Stop)));
        var forum = own.SystemId;

        foreach (var verb in new[] { Verb.ConfirmClaim, Verb.CorrectClaim })
        {
            foreach (var (person, organisation) in new[] { (bob.Id, own.Id), (bob.Id, foreign.Id), (max.Id, foreign.Id) })
            {
                var argument = $"{forum:N}:{person:N}:{organisation:N}";
                Secret(await world.Forum.Answer(world.Ann, () => world.Forum.Click(world.Ann, verb, argument)), verb);
                Secret(await world.Forum.Answer(world.Ann, () =>
                    world.Forum.Submit(world.Ann, verb, argument, ("organisation", $"{organisation:N}"))), verb);
            }
        }

        Secret(await world.Forum.Answer(world.Max, () => world.Forum.Click(world.Max, Verb.SpeakFor, $"{forum:N}:{foreign.Id:N}")),
            Verb.SpeakFor);
        (await world.Forum.Read(db => db.Affiliations.CountAsync(it => it.OrganisationId != null || it.ClaimedId != null,
            Registers.Stop))).ShouldBe(0);
        (await world.Forum.Heard(world.Bob)).ShouldNotContain("Aardvark");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Searches_pages_lists_and_files_hold_nothing_of_the_other_system(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await World.In(database);
        foreach (var who in world.Outsiders)
        {
            foreach (var words in new[] { "", "zebra", "C-1", "Beth", "#stripes", "ZZT" })
            {
                TestForum.All(await world.Forum.Search(who, words)).ShouldBeEmpty();
                TestForum.All(await world.Forum.Search(who, words, world.Zebras)).ShouldBeEmpty();
            }

            Secret(TestForum.All(await world.Forum.Home(who)), who.Name);
            TestForum.All(await world.Forum.Capture(who, world.Zebras, world.Beth, "I'll groom the zebra by Friday")).ShouldContain(
                Refusals.InNoForum);
            (await world.Forum.Ask(who, "how are you doing?")).ShouldContain("not had to write to anybody yet");
        }

        (await world.Forum.Ask(world.Beth, "how are you doing?")).ShouldContain("In the last 13 weeks I promised");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_guessed_an_expired_and_a_used_code_are_told_apart_by_nobody(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await World.In(database);
        await world.Forum.Ask(world.Beth, "forum link");
        await world.Forum.Ask(world.Beth, "forum join");
        var zebras = await world.Forum.Read(db => db.Forums.SingleAsync(it => it.LinkCode != null, Registers.Stop));
        var (link, join) = (zebras.LinkCode, zebras.JoinCode);
        var other = world.Forum.Channel("CSID", "TA", world.Sid);
        world.Forum.Clock.AdvanceHours(25);

        (await world.Forum.Ask(world.Sid, other, $"forum link {link}")).ShouldBe(
            await world.Forum.Ask(world.Sid, other, "forum link 2222-2222"));
        (await world.Forum.Ask(world.Ann, world.Aardvarks, $"forum join {join}")).ShouldBe(
            await world.Forum.Ask(world.Ann, world.Aardvarks, "forum join 2222-2222"));
        Secret(await world.Forum.Answer(world.Sid, () => world.Forum.Slash(world.Sid, world.Zebras, $"forum link {link}")),
            "in its own channel");
        (await world.Forum.Read(db => db.Forums.Select(it => it.SystemId).Distinct().CountAsync(Registers.Stop))).ShouldBe(2);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task To_mention_somebody_elsewhere_tells_no_more_of_them_than_the_mention_said(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await World.In(database);
        world.Forum.Slack.Profiles[world.Bob.User] = world.Forum.Slack.Profiles[world.Bob.User] with { Name = "Bobby" };

        foreach (var text in new[] { "forum chair @Bobby", "forum facilitator @Bobby", "forum chair remove @Bobby",
            "@Bobby speaks for AAT" })
        {
            Secret((await world.Forum.Ask(world.Ann, world.Aardvarks, text)).Replace("Bobby", "", StringComparison.Ordinal), text);
        }

        (await world.Forum.Heard(world.Bob)).ShouldNotContain("Aardvark");
        (await world.Forum.Read(db => db.People.CountAsync(it => it.Name == "Bob Baker", Registers.Stop))).ShouldBe(1,
            "a mention renames nobody");
    }

    private static void Secret(string answer, string why) => Secrets
        .Where(it => answer.Contains(it, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty($"{why}\n{answer}");

    private sealed class World : IAsyncDisposable
    {
        public required TestForum Forum { get; init; }

        public required TestPerson Ann { get; init; }

        public required TestPerson Max { get; init; }

        public required TestPerson Sid { get; init; }

        public required TestPerson Beth { get; init; }

        public required TestPerson Bob { get; init; }

        public required ConversationRef Aardvarks { get; init; }

        public required ConversationRef Zebras { get; init; }

        /// <summary>The other system's chair and member, and somebody of none.</summary>
        public TestPerson[] Outsiders => [Ann, Max, Sid];

        public static async Task<World> In(TestDatabase database)
        {
            var forum = await TestForum.On(database);
            var (ann, max, sid) = (forum.Person("Ann Archer", "ann@aat.example", "TA"), forum.Person("Max Mole", "max@aat.example", "TA"),
                forum.Person("Sid Stone", "sid@else.example", "TA"));
            var (beth, bob) = (forum.Person("Beth Brown", "beth@zebra.example", "TB"),
                forum.Person("Bob Baker", "bob@zebra.example", "TB"));
            var world = new World
            {
                Forum = forum,
                Ann = ann,
                Max = max,
                Sid = sid,
                Beth = beth,
                Bob = bob,
                Aardvarks = forum.Channel("CA", ann, max),
                Zebras = forum.Channel("CB", beth, bob),
            };
            await forum.Say(ann, world.Aardvarks, "forum name Aardvark Board");
            await forum.Say(ann, world.Aardvarks, "forum organisation AAT Aardvark Trust, aat.example");
            await forum.Say(beth, world.Zebras, "forum name Zebra Board");
            await forum.Say(beth, world.Zebras, "forum organisation ZZT Zebra Trust, zebra.example");
            await forum.Promise(bob, world.Zebras, "I'll paint the zebra crossing for ZZT by Thursday #stripes");
            await forum.Pass(3);
            return world;
        }

        /// <summary>How long the other system's register is, which nobody of this one may make longer.</summary>
        public Task<long> Events() => Forum.Read(db => db.Forums.Where(it => it.Name == "Zebra Board")
            .Select(it => it.LastSequence).SingleAsync(Registers.Stop));

        public ValueTask DisposeAsync() => Forum.DisposeAsync();
    }
}
