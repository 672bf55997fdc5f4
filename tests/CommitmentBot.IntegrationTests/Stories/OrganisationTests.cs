using CommitmentBot.Conversation;
using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>For whom people speak is shown by their address or confirmed by a chair, and never by their own word alone.</summary>
public sealed class OrganisationTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_address_that_one_organisation_has_tells_for_whom_somebody_speaks(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);

        await board.Forum.Promise(board.Max, board.Place, "I'll send the plan to WCC by Friday");

        (await board.Forum.Ask(board.Chair, board.Place, "show C-1")).ShouldContain("Max Mole (NHT)");
        (await board.Forum.Ask(board.Max, "who am I")).ShouldContain("Place Forum (NHT)");
        (await board.Forum.Ask(board.Max, board.Place, "I speak for NHT")).ShouldContain("you speak for NHT");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_two_with_one_domain_somebody_is_asked_for_which_they_speak_and_answers_with_a_button_or_in_words(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Say(board.Chair, board.Place, "forum organisation NHM North Mental Health, nht.example");
        var asked = await board.Forum.Ask(board.Max, board.Place, "I'll send the plan to WCC by Friday");
        asked.ShouldContain("For which organisation do you speak?");
        asked.ShouldNotContain("[WCC]");

        TestForum.All(await board.Forum.Press(board.Max, "NHM", board.Place)).ShouldContain("you speak for NHM");
        (await board.Forum.Ask(board.Chair, "who am I")).ShouldContain("Place Forum\n", Case.Sensitive,
            "nobody knows for whom until they say");
        (await board.Forum.Ask(board.Chair, "I speak for NHT")).ShouldContain("you speak for NHT");

        (await board.Forum.Ask(board.Max, "who am I")).ShouldContain("Place Forum (NHM)");
        (await board.Forum.Ask(board.Chair, "who am I")).ShouldContain("Place Forum (NHT)");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_claim_that_no_address_supports_is_shown_as_one_and_gives_no_right(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the plan to WCC by Friday");
        await board.Forum.Say(board.Max, board.Place, "done C-1");

        (await board.Forum.Ask(board.Guy, board.Place, "I speak for WCC")).ShouldContain("says WCC, not confirmed");
        (await board.Forum.Ask(board.Guy, "who am I")).ShouldContain("says WCC, not confirmed");
        (await board.Forum.Ask(board.Chair, "forum members")).ShouldContain("Guy Green (says WCC, not confirmed)");
        (await board.Forum.Ask(board.Guy, "what am I owed")).ShouldContain("Nothing is open");
        await board.Forum.Ask(board.Guy, board.Place, "yes C-1");
        (await board.Forum.Ask(board.Chair, "show C-1")).ShouldContain("waiting for WCC");

        await board.Forum.Press(board.Chair, "Confirm");
        (await board.Forum.Ask(board.Guy, "what am I owed")).ShouldContain("C-1");
        (await board.Forum.Ask(board.Guy, "who am I")).ShouldContain("Place Forum (WCC)");
        await board.Forum.Ask(board.Guy, board.Place, "yes C-1");
        (await board.Forum.Ask(board.Chair, "show C-1")).ShouldContain("Kept, confirmed");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_claim_against_ones_address_is_shown_as_a_claim_as_well(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);

        await board.Forum.Ask(board.Max, board.Place, "I speak for WCC");

        (await board.Forum.Ask(board.Chair, "forum members")).ShouldContain("Max Mole (says WCC, not confirmed)");
        await board.Forum.Pass(7);
        (await board.Forum.Heard(board.Chair)).ShouldContain("To be confirmed: Max Mole (says WCC, not confirmed)");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_chair_says_in_the_form_or_in_words_that_it_is_another_and_the_claimant_is_told(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        var nht = await board.Organisation("NHT");

        await board.Forum.Ask(board.Guy, board.Place, "I speak for WCC");
        var (action, argument) = (Verb.CorrectClaim, await board.Claim(board.Guy, "WCC"));
        TestForum.All(await board.Forum.Press(board.Chair, "It is another")).ShouldContain("Guy Green speaks for");
        await board.Forum.Submit(board.Chair, action, argument, ("organisation", $"{nht:N}"));
        (await board.Forum.Heard(board.Guy)).ShouldContain("you speak for NHT");
        (await board.Forum.Ask(board.Guy, "who am I")).ShouldContain("Place Forum (NHT)");

        await board.Forum.Ask(board.Chair, board.Place, "@Guy Green speaks for WCC");
        (await board.Forum.Ask(board.Guy, "who am I")).ShouldContain("Place Forum (WCC)");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_member_confirms_nobody_and_a_chair_confirms_a_claim_once(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Ask(board.Guy, board.Place, "I speak for WCC");
        var argument = await board.Claim(board.Guy, "WCC");

        foreach (var member in new[] { board.Max, board.Guy })
        {
            TestForum.All(await board.Forum.Click(member, Verb.ConfirmClaim, argument)).ShouldContain("Only a chair");
            (await board.Forum.Ask(member, board.Place, "@Guy Green speaks for WCC")).ShouldContain("Only a chair");
        }

        await board.Forum.Ask(board.Chair, board.Place, "@Guy Green speaks for NHT");
        TestForum.All(await board.Forum.Click(board.Chair, Verb.ConfirmClaim, argument)).ShouldContain("answered already");
        (await board.Forum.Ask(board.Guy, "who am I")).ShouldContain("Place Forum (NHT)");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_was_promised_before_keeps_the_organisation_it_was_promised_for(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the plan by Friday");

        await board.Forum.Say(board.Chair, board.Place, "@Max Mole speaks for WCC");
        await board.Forum.Promise(board.Max, board.Place, "I'll write the rota by Friday");

        (await board.Forum.Ask(board.Chair, "show C-1")).ShouldContain("Max Mole (NHT)");
        (await board.Forum.Ask(board.Chair, "show C-2")).ShouldContain("Max Mole (WCC)");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_change_is_told_to_the_forum_stands_in_its_history_and_is_undone(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);

        (await board.Forum.Ask(board.Chair, board.Place,
            "forum organisation NHT North Trust, nht.example, ODS 12345678901")).ShouldContain("not an ODS code");
        (await board.Forum.Ask(board.Chair, board.Place,
            "forum organisation rename WCC to WAR Warwick Council")).ShouldContain("now called WAR, Warwick Council");
        (await board.Forum.Ask(board.Chair, board.Place, "list WCC")).ShouldContain("knows no organisation called WCC");
        (await board.Forum.Ask(board.Chair, board.Place, "forum organisation undo WAR")).ShouldContain("it is WCC");
        (await board.Forum.Ask(board.Chair, board.Place, "forum organisation TMP Temporary Trust")).ShouldContain("TMP is Temporary Trust");
        (await board.Forum.Ask(board.Chair, board.Place, "forum organisation undo TMP")).ShouldContain("no longer on the list");
        (await board.Forum.Ask(board.Max, board.Place, "forum organisation undo WCC")).ShouldContain("Only a chair");

        var history = await board.Forum.Ask(board.Max, "forum history");
        foreach (var part in new[] { "added NHT, North Trust (nht.example)", "changed WCC, Warwickshire Council", "took TMP off the list" })
        {
            history.ShouldContain(part);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_was_promised_to_an_organisation_is_promised_to_what_it_was_merged_into_until_that_is_undone(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Say(board.Chair, board.Place, "forum organisation OLD Old Council");
        await board.Forum.Promise(board.Max, board.Place, "I'll send the plan to OLD by Friday");
        await board.Forum.Promise(board.Max, board.Place, "I'll send the rota to OLD by Friday");
        await board.Forum.Say(board.Chair, board.Place, "@Guy Green speaks for WCC");
        await board.Forum.Say(board.Max, board.Place, "done C-1");
        await board.Forum.Say(board.Max, board.Place, "done C-2");
        (await board.Forum.Ask(board.Guy, "what am I owed")).ShouldNotContain("C-1");

        await board.Forum.Say(board.Chair, board.Place, "forum organisation merge OLD into WCC");
        (await board.Forum.Ask(board.Guy, "what am I owed")).ShouldContain("C-1");
        await board.Forum.Say(board.Guy, board.Place, "yes C-1");
        (await board.Forum.Ask(board.Chair, "show C-1")).ShouldContain("Kept, confirmed");

        await board.Forum.Say(board.Chair, board.Place, "forum organisation undo OLD");
        (await board.Forum.Ask(board.Guy, "what am I owed")).ShouldNotContain("C-2");
        await board.Forum.Say(board.Guy, board.Place, "yes C-2");
        (await board.Forum.Ask(board.Chair, "show C-2")).ShouldContain("waiting for OLD");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Two_forums_that_joined_with_a_code_share_organisations_and_nothing_else(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var board = await Board.In(database);
        await board.Forum.Promise(board.Max, board.Place, "I'll send the winter plan by Friday");
        var (other, una) = (board.Forum.Person("Olive Oak", "olive@oak.example", "T2"),
            board.Forum.Person("Una Urn", "una@nht.example", "T2"));
        var oaks = board.Forum.Channel("C2", other, una);
        await board.Forum.Say(other, oaks, "forum name Oak Board");
        await board.Forum.Say(other, oaks, "forum organisation OAK Oak Trust, oak.example");
        (await board.Forum.Ask(una, oaks, "I speak for NHT")).ShouldContain("knows no organisation called NHT");
        await board.Forum.Ask(board.Chair, board.Place, "forum join");
        var code = await board.Forum.Read(db => db.Forums.Where(it => it.JoinCode != null)
            .Select(it => it.JoinCode).SingleAsync(Registers.Stop));

        (await board.Forum.Ask(una, oaks, $"forum join {code}")).ShouldContain("Only a chair");
        (await board.Forum.Ask(other, oaks, $"forum join {code}")).ShouldContain("now share their organisations");
        (await board.Forum.Heard(board.Place)).ShouldContain("Oak Board and Place Forum now share their organisations");
        (await board.Forum.Ask(other, oaks, $"forum join {code}")).ShouldContain("not valid");

        (await board.Forum.Ask(una, "who am I")).ShouldContain("Oak Board (NHT)");
        (await board.Forum.Ask(other, oaks, "list")).ShouldNotContain("winter");
        (await board.Forum.Ask(other, oaks, "forum members")).ShouldNotContain("Max Mole");
        (await board.Forum.Ask(other, oaks, "show C-1")).ShouldContain("no such commitment");
        foreach (var (chair, place) in new[] { (board.Chair, board.Place), (other, oaks) })
        {
            (await board.Forum.Ask(chair, place, "forum history")).ShouldContain("with which it shares organisations");
        }

        await board.Forum.Say(board.Chair, board.Place, "forum organisation rename OAK to ELM Elm Trust");
        (await board.Forum.Heard(other)).ShouldContain("OAK is now called ELM");
        (await board.Forum.Ask(other, oaks, "forum organisation undo ELM")).ShouldContain("it is OAK");
        (await board.Forum.Heard(board.Chair)).ShouldContain("it is OAK");
    }

    private sealed class Board : IAsyncDisposable
    {
        public required TestForum Forum { get; init; }

        public required TestPerson Chair { get; init; }

        public required TestPerson Max { get; init; }

        public required TestPerson Guy { get; init; }

        public required ConversationRef Place { get; init; }

        /// <summary>A chair and a member of NHT, and somebody whose address says nothing.</summary>
        public static async Task<Board> In(TestDatabase database)
        {
            var forum = await TestForum.On(database);
            var (chair, max, guy) = (forum.Person("Cara Cole", "cara@nht.example"), forum.Person("Max Mole", "max@nht.example"),
                forum.Person("Guy Green", "guy@mail.example"));
            var board = new Board { Forum = forum, Chair = chair, Max = max, Guy = guy, Place = forum.Channel("C1", chair, max, guy) };
            await forum.Say(chair, board.Place, "forum name Place Forum");
            await forum.Say(chair, board.Place, "forum organisation NHT North Trust, nht.example");
            await forum.Say(chair, board.Place, "forum organisation WCC Warwickshire Council, wcc.example");
            return board;
        }

        public Task<Guid> Organisation(string name) =>
            Forum.Read(db => db.Organisations.Where(it => it.ShortName == name).Select(it => it.Id).SingleAsync(Registers.Stop));

        /// <summary>What the buttons under a claim carry.</summary>
        public async Task<string> Claim(TestPerson who, string organisation)
        {
            var (forum, person) = await Forum.Read(async db => (
                await db.Forums.Select(it => it.Id).SingleAsync(Registers.Stop), await db.People.Where(it => it.Name == who.Name)
                    .Select(it => it.Id).SingleAsync(Registers.Stop)));
            return $"{forum:N}:{person:N}:{await Organisation(organisation):N}";
        }

        public ValueTask DisposeAsync() => Forum.DisposeAsync();
    }
}
