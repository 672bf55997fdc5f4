using CommitmentBot.Conversation;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding.Commands;
using CommitmentBot.IntegrationTests.Data;
using CommitmentBot.IntegrationTests.Infrastructure;
using Shouldly;
using Xunit;
using Command = CommitmentBot.Core.Understanding.Command;

namespace CommitmentBot.IntegrationTests.Walk;

/// <summary>Everybody types every command everywhere, and what comes of it is what the tables say.</summary>
public sealed class CommandWalkTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_command_does_what_the_tables_say_for_everybody_everywhere(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        await using var bot = new WalkedBot(database.Factory());
        var walk = new Walk(bot);
        await walk.Begin();

        for (var i = 0; i < Spot.All.Count; i++)
        {
            foreach (var entry in CommandList.All)
            {
                foreach (var who in walk.Forum.Walkers)
                {
                    await Type(walk, who, i, entry.Examples[0]);
                }
            }
        }

        walk.Wrong.ShouldBeEmpty(string.Join('\n', walk.Wrong.Take(40)));
        walk.Steps.ShouldBeGreaterThan(4000);
        bot.Offered.ShouldAllBe(verb => ButtonRights.All.ContainsKey(verb));
    }

    private static async Task Type(Walk walk, Walker called, int place, string example)
    {
        var (spot, command) = (Spot.All[place], Tables.Read(example));
        var need = CommandRights.Of(command);
        if (need is not (Need.ToMove or Need.OnCommitment))
        {
            var who = walk.Now(called);
            if (command is Command.ForumName && !spot.IsForums && !spot.IsPersonal && !walk.Forum.MayBegin.Contains(who))
            {
                return; // A second forum of theirs would stand in the way of all that follows.
            }

            if (need is Need.Nothing && spot != Spot.Channel && spot != Spot.Private)
            {
                return; // It is nobody's but theirs, wherever they say it.
            }

            await walk.Try(
                who, spot, $"“{example}”", Tables.Said(walk.Forum, who, spot, example),
                Tables.InForum(walk.Forum, command, need, who, spot));
            return;
        }

        // In the forum's channel wherever it can be tried; in the other places, where the same is asked, in one situation each.
        var fitting = Tables.Fitting(need, walk.Forum);
        foreach (var (situation, to) in place == 0 ? fitting : [fitting[place % fitting.Count]])
        {
            var (forum, who) = (walk.Forum, walk.Now(called));
            var it = await forum.Find(situation, to, who == forum.OwnerWhoLeft ? who : forum.Owner);
            var text = example.Replace("C-42", it.Reference, StringComparison.Ordinal);
            var what = command is Command.Cannot || need is Need.OnCommitment ? What.Answer : What.Event;
            await walk.Try(
                who, spot, $"“{text}” ({situation}, to a {to})", Tables.Said(forum, who, spot, text),
                Tables.OnCommitment(need, it, who.In(forum.Organisation, spot.ProvesMembership), what));
        }
    }
}
