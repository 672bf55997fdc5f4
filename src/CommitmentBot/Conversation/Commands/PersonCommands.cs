using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using NodaTime.Text;

namespace CommitmentBot.Conversation.Commands;

/// <summary>What people say about themselves: when and where they wish to hear from the bot, and when they are away.</summary>
internal sealed class PersonCommands(TurnContext context)
{
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>What somebody hears who is not to be asked.</summary>
    public const string NeverAgain = "I will not ask you about what you promise in a channel. “ask me again” undoes that.";

    public Answer NeverAsk(Command.NeverAsk command)
    {
        context.People.Row(context.Me).NeverAsk = command.Never;
        return Answer.Privately(command.Never ? NeverAgain : "Where a forum's chair has turned suggestions on, I will ask you again.");
    }

    public Answer WriteTo(Command.WriteTo command)
    {
        var platforms = context.People.Accounts(context.Me).Select(it => it.Platform).Distinct().ToList();
        if (command.Platform is not { } platform)
        {
            return Answer.Privately("On Teams or on Slack? “write to me on Teams”.");
        }

        if (!platforms.Contains(platform))
        {
            return Answer.Privately($"I know no account of yours on {Called(platform)}. “join my accounts” joins one to this.");
        }

        context.People.Row(context.Me).PreferredPlatform = platform;
        return Answer.Privately($"I will write to you on {Called(platform)}"
            + (platforms.Count > 1 ? ", and on the other only where that fails." : "."));
    }

    /// <summary><c>who am I</c>: what the bot knows of the asker.</summary>
    public Answer WhoAmI()
    {
        var me = context.People.Row(context.Me);
        var forums = context.People.Members.ForumsOf(context.Me);
        List<Fact> facts =
        [
            new("Name", me.Name),
            new("Accounts", string.Join(", ", context.People.Accounts(context.Me)
                .Select(it => Called(it.Platform) + (it.Email is { } email ? $" ({email})" : "")))),
            new("Forums", forums.Count == 0 ? "none"
                : string.Join(", ", forums.Select(it => Seat(new ForumId(it.Id)) is { } seat ? $"{it.Name} ({seat})" : it.Name))),
            new("I write", $"at {Time.Format(me.Hour)} in "
                + $"{me.ZoneId}{(me.PreferredPlatform is { } platform ? $", on {Called(platform)}" : "")}"),
        ];
        return new Answer(new Message($"You are {me.Name}.", [new Block.Facts(facts)]), true);
    }

    /// <summary>What people call a platform.</summary>
    public static string Called(string platform) => platform == PlatformName.Teams ? "Teams" : "Slack";

    private string? Seat(ForumId forum) => context.People.Organisations.SeatInWords(context.Me, forum);

    public async Task<Answer> RemindAt(Command.RemindAt command, CancellationToken cancellationToken)
    {
        context.People.Row(context.Me).Hour = command.Hour;
        await context.Db.PlanAnew(context.Me, context.Now, cancellationToken);
        return Answer.Privately($"I will write at {Time.Format(command.Hour)} in your time zone, "
            + $"{context.People.Row(context.Me).ZoneId}, on working days.");
    }

    public async Task<Answer> OnLeave(Command.OnLeave command, CancellationToken cancellationToken)
    {
        if (command.Days is not { } days)
        {
            return Answer.Privately("From which day to which? “on leave 3 August to 14 August”.");
        }

        var me = context.People.Row(context.Me);
        me.Leave = [.. me.Leave, $"{LocalDatePattern.Iso.Format(days.Start)}/{LocalDatePattern.Iso.Format(days.End)}"];
        await context.Db.PlanAnew(context.Me, context.Now, cancellationToken);
        return Answer.Privately(
            $"I will leave you alone from {Dates.InFull(days.Start)} to {Dates.InFull(days.End)}. "
            + "Dates you promised stay as they are; “my deputy is @… until …” names who gets a copy and may answer for you, and “hand "
            + "over” passes one on.");
    }
}
