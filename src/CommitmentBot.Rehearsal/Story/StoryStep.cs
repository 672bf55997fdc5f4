using NodaTime;

namespace CommitmentBot.Rehearsal.Story;

/// <summary>
/// One step of a story. Words may hold <c>{name}</c>, which stands for what an earlier <see cref="See"/> captured under that name.
/// <c>Caption</c> tells the watcher what is going on; a step without one goes on under the caption before it, and is not counted.
/// </summary>
public abstract record StoryStep(string Caption)
{
    /// <summary>Where it is to be watched; null for where the last step was.</summary>
    public StoryView? View => this switch
    {
        AddBot add => new(add.Who.Key, Core.Chat.PlatformName.Teams, Direct: false),
        Say say => Seen(say.Where, say.Who),
        Leave leave => new(leave.Who.Key, leave.Platform, Direct: false),
        Click click => Seen(click.Where, click.Who),
        See see => Seen(see.Where, see.Where.Direct),
        WaitFor wait => Seen(wait.Where, wait.Where.Direct),
        _ => null,
    };

    private static StoryView Seen(Spot where, Persona? who) => new(who?.Key, where.Platform, where.Direct is not null);

    /// <summary>The bot is added to the Teams channel.</summary>
    public sealed record AddBot(string Caption, Persona Who) : StoryStep(Caption);

    /// <summary>Somebody writes; with <c>Under</c>, in the thread of the latest message there that says these words.</summary>
    public sealed record Say(string Caption, Persona Who, Spot Where, string Text, string? Under = null) : StoryStep(Caption);

    /// <summary>Somebody leaves their forum's channel.</summary>
    public sealed record Leave(string Caption, Persona Who, string Platform) : StoryStep(Caption);

    /// <summary>Somebody presses the button <c>Label</c> on the latest message in a place that has it and says <c>On</c>.</summary>
    public sealed record Click(
        string Caption, Persona Who, Spot Where, string On, string Label, IReadOnlyDictionary<string, string>? Values = null) : StoryStep(Caption);

    /// <summary>Somebody submits the form they have open.</summary>
    public sealed record Submit(string Caption, Persona Who, IReadOnlyDictionary<string, string> Values) : StoryStep(Caption);

    /// <summary>
    /// The bot is seen to have said <c>Text</c> in a place since the story's last step of another kind; with <c>Pattern</c>, its first group is kept
    /// as <c>Name</c>.
    /// </summary>
    public sealed record See(string Caption, Spot Where, string Text, string? Name = null, string? Pattern = null) : StoryStep(Caption);

    /// <summary>The clock goes from step to step of the ladder until the bot has said <c>Text</c> in a place.</summary>
    public sealed record WaitFor(string Caption, Spot Where, string Text) : StoryStep(Caption);

    /// <summary>The clock goes on by so many days, to nine in the morning.</summary>
    public sealed record DaysLater(string Caption, int Days) : StoryStep(Caption)
    {
        /// <summary>When that is.</summary>
        public Instant From(Instant now) => (now.InZone(Clock.Timekeeper.Zone).Date.PlusDays(Days) + new LocalTime(9, 0))
            .InZoneLeniently(Clock.Timekeeper.Zone).ToInstant();
    }
}

/// <summary>
/// A place in the rehearsal: a forum's channel on a platform, that of the Place Forum if no other is named, or, with <c>Direct</c>,
/// somebody's private chat with the bot there.
/// </summary>
public sealed record Spot(string Platform, Persona? Direct = null, Venue? Venue = null)
{
    /// <summary>The Slack channel.</summary>
    public static readonly Spot Slack = new(Core.Chat.PlatformName.Slack);

    /// <summary>The Teams channel.</summary>
    public static readonly Spot Teams = new(Core.Chat.PlatformName.Teams);

    /// <summary>The channel's id.</summary>
    public string Channel => Direct?.Direct(Platform) ?? (Venue ?? World.PlaceForum).Channel(Platform);
}
