using System.Globalization;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Rehearsal.Story;

/// <summary>
/// A promise between two organisations, from the first words in Slack to the chair's summary in Teams: what is promised, missed, accounted
/// for, delivered late and confirmed; beside it a proposal that is accepted with another date.
/// </summary>
public static class PlaceForumStory
{
    private static readonly LocalDatePattern Typed = LocalDatePattern.Create("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The story as it is told on a day.</summary>
    public static IReadOnlyList<StoryStep> Steps(LocalDate today)
    {
        // Far enough ahead for the heads-up to fall on a later day, whatever today is.
        var calendar = new WorkingCalendar([]);
        var due = calendar.OnOrAfter(today.PlusDays(8).Next(IsoDayOfWeek.Friday));
        var asked = calendar.OnOrAfter(due.PlusWeeks(4));
        var countered = calendar.OnOrAfter(due.PlusWeeks(8));
        var sarah = new Spot(PlatformName.Slack, World.Sarah);
        var tom = new Spot(PlatformName.Teams, World.Tom);
        return
        [
            new StoryStep.Say("Sarah, who leads the hospitals, makes a promise to the council. She writes in Slack; the council is on Teams.",
                World.Sarah, Spot.Slack, $"@{World.BotName} I'll send the winter bed plan to EBC by {Typed.Format(due)}"),
            new StoryStep.See("The bot shows what it understood, and records nothing yet.", Spot.Slack, StoryWords.RecordIt),
            new StoryStep.Click("Sarah says yes: only the owner's own yes makes it a commitment.",
                World.Sarah, Spot.Slack, "winter bed plan", StoryWords.RecordIt),
            new StoryStep.See("It has a reference now.", Spot.Slack, "winter bed plan", "plan", StoryWords.Reference),
            new StoryStep.See("The council reads the same commitment in Teams.", Spot.Teams, "{plan}"),

            new StoryStep.Say("Tom, of the council, asks something of Grace. Asking is not promising.",
                World.Tom, Spot.Teams, $"@{World.BotName} @{World.Grace.Name} to train twenty discharge volunteers by {Typed.Format(asked)}"),
            new StoryStep.See("The bot puts the proposal to Grace.", Spot.Teams, "discharge volunteers"),
            new StoryStep.Click("Grace can do it, later: she answers with a date she can keep.", World.Grace, Spot.Teams,
                "discharge volunteers", StoryWords.AnotherDateSend, new Dictionary<string, string>
                {
                    [StoryWords.AnotherDateField] = LocalDatePattern.Iso.Format(countered),
                    [StoryWords.AnotherDateReason] = "Our trainer is back in the new year.",
                }),
            new StoryStep.Click("Tom agrees to it.", World.Tom, Spot.Teams, "discharge volunteers", StoryWords.Agree),

            new StoryStep.WaitFor("Three working days before the date: a heads-up, to Sarah alone.", sarah, StoryWords.HeadsUp),
            new StoryStep.Click("She says that it is on track.", World.Sarah, sarah, "winter bed plan", StoryWords.OnTrack),
            new StoryStep.WaitFor("The day itself.", sarah, StoryWords.DueToday),
            new StoryStep.WaitFor("The day is over. The bot asks Sarah for her account, and tells nobody else.", sarah, StoryWords.AskAccount),
            new StoryStep.WaitFor("It asks a second time and offers the facilitator.", sarah, StoryWords.SecondAsk),
            new StoryStep.WaitFor("Right of first account: Sarah sees the very line that will be reported, and has a day.", sarah, StoryWords.FirstAccount),
            new StoryStep.Click("She gives her account.", World.Sarah, sarah, "winter bed plan", StoryWords.GiveAccount),
            new StoryStep.Submit("In her own words.", World.Sarah, new Dictionary<string, string>
            {
                [StoryWords.AccountDid] = "Five of the six wards are planned; the sixth is not.",
                [StoryWords.AccountWhy] = "Two of the planning team were moved to the emergency department.",
                [StoryWords.AccountCause] = "Capacity",
                [StoryWords.AccountNeeded] = "The council can start with the five wards.",
                [StoryWords.AccountNext] = "The whole plan within a week.",
            }),
            new StoryStep.WaitFor("Five working days after the date the forum reads of the gap, with Sarah's words first: in Slack.",
                Spot.Slack, StoryWords.Report),
            new StoryStep.See("And the same in Teams.", Spot.Teams, StoryWords.Report),

            new StoryStep.DaysLater("Three days later the plan is ready.", 3),
            new StoryStep.Say("Sarah says so.", World.Sarah, sarah, "done {plan} https://northmere.nhs.example/winter-bed-plan"),
            new StoryStep.See("Tom, of the council, is asked in private whether it is what was promised.", tom, "{plan}"),
            new StoryStep.Click("He says yes, and that it helped.", World.Tom, tom, "{plan}", StoryWords.Yes),

            new StoryStep.Say("Margaret, the chair, asks for the summary.", World.Margaret, Spot.Teams, $"@{World.BotName} summary"),
            new StoryStep.See("Counts first, with the interval, and what the figure cannot tell.", Spot.Teams, StoryWords.KeptLate),
        ];
    }
}
