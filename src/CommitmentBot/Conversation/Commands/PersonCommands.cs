using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding;
using NodaTime.Text;

namespace CommitmentBot.Conversation.Commands;

/// <summary>What people say about themselves: whom they speak for, when they wish to hear from the bot, when they are away.</summary>
internal sealed class PersonCommands(Scene scene)
{
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>What somebody hears who is not to be asked.</summary>
    public const string NeverAgain = "I will not ask you about what you promise in a channel. “ask me again” undoes that.";

    public Answer NeverAsk(Command.NeverAsk command)
    {
        scene.Names.Row(scene.Me).NeverAsk = command.Never;
        return Answer.Privately(command.Never ? NeverAgain : "Where a forum's chair has turned suggestions on, I will ask you again.");
    }

    public Answer SpeakFor(Command.SpeakFor command)
    {
        if (scene.Names.Organisation(command.Organisation) is not { } found)
        {
            var known = string.Join(", ", scene.Names.Organisations.Select(it => it.ShortName));
            return Answer.Privately(known.Length == 0
                ? "I know no organisations yet. A chair adds them: “forum organisation UHCW University Hospitals …”."
                : $"I know no organisation called {command.Organisation}. I know {known}; a chair can add one with “forum organisation …”.");
        }

        var me = scene.Names.Row(scene.Me);
        (me.OrganisationId, me.OrganisationConfirmed) = (found.Id, true);
        return Answer.Privately($"Noted: you speak for {found.ShortName}, {found.Name}.");
    }

    public Answer RemindAt(Command.RemindAt command)
    {
        scene.Names.Row(scene.Me).Hour = command.Hour;
        return Answer.Privately($"I will write at {Time.Format(command.Hour)} in your time zone, {scene.Names.Row(scene.Me).ZoneId}, on working days.");
    }

    public Answer OnLeave(Command.OnLeave command)
    {
        if (command.Days is not { } days)
        {
            return Answer.Privately("From which day to which? “on leave 3 August to 14 August”.");
        }

        var me = scene.Names.Row(scene.Me);
        me.Leave = [.. me.Leave, $"{LocalDatePattern.Iso.Format(days.Start)}/{LocalDatePattern.Iso.Format(days.End)}"];
        return Answer.Privately(
            $"I will leave you alone from {Dates.InFull(days.Start)} to {Dates.InFull(days.End)}. Dates you promised stay as they are; “hand over” passes one on.");
    }
}
