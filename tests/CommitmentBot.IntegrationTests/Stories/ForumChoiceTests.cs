using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>Somebody in several forums is asked which one they mean, and nothing is guessed.</summary>
public sealed class ForumChoiceTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task In_private_a_question_about_a_forum_is_asked_back_and_answered_by_name_letter_first_word_or_button(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await Two.In(database);
        foreach (var (question, answered) in new[
            ] { ("list", "winter plan"), ("summary", "Place Forum"), ("export", "winter plan"), ("list open", "winter plan") })
        {
            foreach (var choice in new[] { "Place Forum", "B", "b", "Place", "place forum." })
            {
                (await world.Forum.Ask(world.Max, question)).ShouldContain("Which forum do you mean? A: Beta Board, B: Place Forum");
                var answer = await world.Forum.Ask(world.Max, choice);
                answer.ShouldContain(answered, Case.Insensitive, $"{question}: {choice}");
                answer.ShouldNotContain("bus lane");
                await world.Forget();
            }
        }

        await world.Forum.Ask(world.Max, "list");
        (await world.Forum.Answer(world.Max, () => world.Forum.Press(world.Max, "A: Beta Board"))).ShouldContain("bus lane");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_choice_holds_until_another_is_named(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await Two.In(database);

        await world.Forum.Ask(world.Max, "list");
        await world.Forum.Ask(world.Max, "A");
        (await world.Forum.Ask(world.Max, "list")).ShouldContain("bus lane");
        (await world.Forum.Ask(world.Max, "Place Forum")).ShouldContain("this conversation is about Place Forum");
        (await world.Forum.Ask(world.Max, "list")).ShouldContain("winter plan");
        (await world.Forum.Ask(world.Max, "switch to Beta")).ShouldContain("this conversation is about Beta Board");
        (await world.Forum.Ask(world.Max, "list")).ShouldContain("bus lane");
        (await world.Forum.Ask(world.Max,
            "switch to Gamma")).ShouldContain("You are in no forum called Gamma. You are in Beta Board, Place Forum.");

        await world.Forum.Leaves(world.Max, world.Beta);
        (await world.Forum.Ask(world.Max, "list")).ShouldContain("winter plan", Case.Sensitive,
            "a choice is worth nothing where they are no more");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_promise_in_private_keeps_its_words_and_whom_it_mentions_while_the_forum_is_asked_for(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await Two.In(database);

        (await world.Forum.Ask(world.Max, "I'll send the rota to @Cara Cole by Friday")).ShouldContain("Which forum do you mean?");
        (await world.Forum.Ask(world.Max, "B")).ShouldContain("To: Cara Cole");
        await world.Forum.Press(world.Max, "Yes, record it");

        (await world.Forum.Read(db => db.Commitments.SingleAsync(it => it.Number == 3, Registers.Stop))).PromiseePersonId.ShouldNotBeNull();
        (await world.Forum.Heard(world.Place)).ShouldContain("Send the rota");
        (await world.Forum.Heard(world.Beta)).ShouldNotContain("Send the rota");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_number_that_two_forums_have_is_asked_about_and_is_plain_with_the_forums_name(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await Two.In(database);

        (await world.Forum.Ask(world.Max, "show C-1")).ShouldContain("Which forum do you mean? A: Beta Board, B: Place Forum");
        (await world.Forum.Ask(world.Max, "A")).ShouldContain("bus lane");
        (await world.Forum.Ask(world.Max, "show Place C-1")).ShouldContain("winter plan");
        (await world.Forum.Ask(world.Max, "show Place's C-1")).ShouldContain("winter plan");
        (await world.Forum.Ask(world.Max, "show Place Forum’s C-1")).ShouldContain("winter plan");
        (await world.Forum.Ask(world.Max, "done Place Forum C-1")).ShouldContain("Place Forum, C-1");
        (await world.Forum.Ask(world.Max, "show C-2")).ShouldContain("flu rota", Case.Sensitive, "only one forum that he sees has a C-2");
        (await world.Forum.Ask(world.Max, world.Place, "show C-1")).ShouldContain("winter plan", Case.Sensitive,
            "in its channel a number is the forum's");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_promise_that_names_a_number_keeps_all_its_words(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await Two.In(database);

        (await world.Forum.Ask(world.Max, "I'll explain the Place C-1 to the board by Friday")).ShouldContain("Explain the Place C-1");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_party_elsewhere_can_name_what_is_theirs_and_learns_of_nothing_else_there(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await Two.In(database);
        var pat = world.Forum.Person("Pat Pool", "pat@mail.example");
        await world.Forum.Promise(world.Max, world.Beta, "I'll send the map to @Pat Pool by Friday");
        await world.Forum.Say(world.Max, world.Beta, "done C-2");

        (await world.Forum.Ask(pat, "show Beta C-2")).ShouldContain("Send the map");
        (await world.Forum.Ask(pat, "yes C-2")).ShouldContain("Kept, confirmed");
        (await world.Forum.Ask(pat, "show Beta C-1")).ShouldContain("no such commitment");
        (await world.Forum.Ask(pat, "show Place C-1")).ShouldNotContain("winter plan");
        (await world.Forum.Ask(pat, "list")).ShouldContain("none of the forums");
        (await world.Forum.Ask(pat, "switch to Beta")).ShouldNotContain("about Beta Board");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Lists_of_several_forums_name_the_forum_and_lists_of_one_do_not(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await Two.In(database);

        foreach (var answer in new[] { await world.Forum.Ask(world.Max, "my commitments"), TestForum
            .All(await world.Forum.Home(world.Max)), TestForum.All(await world.Forum.Search(world.Max, "the")) })
        {
            answer.ShouldContain("Place Forum C-1");
            answer.ShouldContain("Beta Board C-1");
        }

        (await world.Forum.Ask(world.Cara, "list")).ShouldNotContain("Place Forum C-1");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_slash_command_in_a_channel_of_no_forum_asks_which_and_shows_it_to_the_asker_alone(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await Two.In(database);
        var elsewhere = world.Forum.Channel("C9", world.Max, world.Cara);

        TestForum.All(await world.Forum.Slash(world.Max, elsewhere, "list")).ShouldContain("Which forum do you mean?");
        TestForum.All(await world.Forum.Slash(world.Max, elsewhere, "B")).ShouldContain("winter plan");
        TestForum.All(await world.Forum.Slash(world.Cara, elsewhere, "list")).ShouldContain("winter plan", Case.Sensitive,
            "she is in one only");
        await world.Forum.Say(world.Max, elsewhere, "list");
        (await world.Forum.Heard(elsewhere)).ShouldNotContain("winter plan");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_hour_later_a_letter_answers_nothing(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var world = await Two.In(database);
        await world.Forum.Ask(world.Max, "list");

        world.Forum.Clock.AdvanceMinutes(61);

        (await world.Forum.Ask(world.Max, "B")).ShouldNotContain("winter plan");
    }

    private sealed class Two : IAsyncDisposable
    {
        public required TestForum Forum { get; init; }

        public required TestPerson Cara { get; init; }

        public required TestPerson Max { get; init; }

        public required ConversationRef Place { get; init; }

        public required ConversationRef Beta { get; init; }

        /// <summary>Two forums with a C-1 each; Max is in both, and a third he knows nothing of has all the same numbers.</summary>
        public static async Task<Two> In(TestDatabase database)
        {
            var forum = await TestForum.On(database);
            var (cara, max, ben) = (forum.Person("Cara Cole", "cara@nht.example"), forum.Person("Max Mole", "max@nht.example"),
                forum.Person("Ben Bird", "ben@nht.example"));
            var two = new Two
            {
                Forum = forum,
                Cara = cara,
                Max = max,
                Place = forum.Channel("C1", cara, max),
                Beta = forum.Channel("C2", ben, max),
            };
            await forum.Say(cara, two.Place, "forum name Place Forum");
            await forum.Say(ben, two.Beta, "forum name Beta Board");
            var secret = forum.Channel("C3", ben);
            await forum.Say(ben, secret, "forum name Place of Secrets");
            await forum.Promise(max, two.Place, "I'll send the winter plan by Friday");
            await forum.Promise(max, two.Place, "I'll write the flu rota by Friday");
            await forum.Promise(max, two.Beta, "I'll draw the bus lane by Friday");
            await forum.Promise(ben, secret, "I'll hide the keys by Friday");
            return two;
        }

        /// <summary>Makes Max's private conversation about no forum again.</summary>
        public Task<int> Forget() => Forum.Register.InTransaction(
            (db, stop) => db.Identities.ExecuteUpdateAsync(set => set.SetProperty(it => it.ChosenForumId, (Guid?)null), stop),
            Registers.Stop);

        public ValueTask DisposeAsync() => Forum.DisposeAsync();
    }
}
