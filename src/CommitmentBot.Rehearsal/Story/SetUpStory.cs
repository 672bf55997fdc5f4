namespace CommitmentBot.Rehearsal.Story;

/// <summary>How the forum is set up at start, by what people type: the same way an administrator and a chair would do it.</summary>
internal static class SetUpStory
{
    public static IReadOnlyList<StoryStep> Steps =>
    [
        new StoryStep.AddBot("Margaret adds the bot to the Teams channel.", World.Margaret),
        Say($"forum name {World.ForumName}"),
        new StoryStep.See("The forum has a name.", Spot.Teams, World.ForumName),
        .. World.People.Where(person => person.Organisation is not null).Select(person =>
            Say($"forum organisation {person.Organisation} {person.OrganisationName}, {person.Email.Split('@')[1]}")),
        Say("forum link"),
        new StoryStep.See("The bot gives her a code, in private.", new Spot(Core.Chat.PlatformName.Teams, World.Margaret), "forum link", "code", StoryWords.LinkCode),
        new StoryStep.Say("Margaret links the Slack channel.", World.Margaret, Spot.Slack, $"@{World.BotName} forum link {{code}}"),
        new StoryStep.See("Both channels belong to one forum.", Spot.Slack, World.ForumName),
        Say($"forum facilitator @{World.Grace.Name}"),
        Say("forum meets every second Tuesday at 14:00"),
    ];

    private static StoryStep.Say Say(string command) => new("Margaret sets the forum up.", World.Margaret, Spot.Teams, $"@{World.BotName} {command}");
}
