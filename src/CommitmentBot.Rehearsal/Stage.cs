using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using CommitmentBot.Rehearsal.Slack;
using CommitmentBot.Rehearsal.StandIns;
using CommitmentBot.Rehearsal.Teams;

namespace CommitmentBot.Rehearsal;

/// <summary>What people do, the same on both platforms; each deed is a real request to the bot.</summary>
public sealed class Stage(StandInSlack slack, StandInTeams teams, Transcript transcript)
{
    private static readonly IReadOnlyDictionary<string, string> NoValues = new Dictionary<string, string>();

    /// <summary>What stands in the channels.</summary>
    public Transcript Transcript => transcript;

    /// <summary>Whether the bot hears of every message in the Teams channel; on Slack it always does.</summary>
    public bool TeamsTellsAll
    {
        get => teams.TellsAll;
        set => teams.TellsAll = value;
    }

    /// <summary>
    /// Writes in their forum's channel or, when <paramref name="direct"/>, to the bot alone; <paramref name="thread"/> is the id of the
    /// message that is replied to. On Slack, <c>/commit …</c> is the slash command.
    /// </summary>
    public Task<Delivered> Say(
        Persona who, string platform, bool direct, string text, string? thread = null, CancellationToken cancellationToken = default)
    {
        if (who.Outside && !direct)
        {
            return Task.FromResult(Delivered.NotSent($"{who.Name} is in no channel here. They can write to {World.BotName} in private."));
        }

        var channel = direct ? who.Direct(platform) : World.Of(who).Channel(platform);
        return (platform, text) switch
        {
            (PlatformName.Slack, ['/', 'c', 'o', 'm', 'm', 'i', 't', ..]) =>
                slack.Command(who, channel, text["/commit".Length..].TrimStart(), cancellationToken),
            (PlatformName.Slack, _) => slack.Say(who, channel, text, thread, cancellationToken),
            _ => teams.Say(who, channel, text, thread, cancellationToken),
        };
    }

    /// <summary>Presses a button on a message: by label, or by its place in the message's JSON; values fill a Teams card's inputs.</summary>
    public Task<Delivered> Click(
        Persona who, TranscriptMessage message, string target, IReadOnlyDictionary<string, string>? values = null,
        CancellationToken cancellationToken = default) => message.Platform == PlatformName.Slack
            ? slack.Click(who, message, target, cancellationToken)
            : teams.Click(who, message, target, values ?? NoValues, cancellationToken);

    /// <summary>The card of a message in Teams as that reader sees it; null where they see the common one.</summary>
    public Task<JsonObject?> Look(Persona who, TranscriptMessage message, CancellationToken cancellationToken = default) =>
        teams.Look(who, message, cancellationToken);

    /// <summary>Edits one's own message in the channel.</summary>
    public Task<Delivered> Edit(Persona who, TranscriptMessage message, string text, CancellationToken cancellationToken = default) =>
        message.Platform == PlatformName.Slack
            ? slack.Edit(who, message, text, cancellationToken)
            : teams.Edit(who, message, text, cancellationToken);

    /// <summary>Searches the register on Teams.</summary>
    public Task<Delivered> Search(Persona who, string words, CancellationToken cancellationToken = default) => teams.Search(who, words, cancellationToken);

    /// <summary>"Record as commitment" in the menu of a message.</summary>
    public Task<Delivered> Record(Persona who, TranscriptMessage message, CancellationToken cancellationToken = default) =>
        message.Platform == PlatformName.Slack
            ? slack.Shortcut(who, message, cancellationToken)
            : teams.Shortcut(who, message, cancellationToken);

    /// <summary>Submits the form somebody has open.</summary>
    public Task<Delivered> Submit(Persona who, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken = default) =>
        transcript.Dialogs.TryGetValue(who.Key, out var dialog) && dialog.Platform == PlatformName.Teams
            ? teams.Submit(who, values, cancellationToken)
            : slack.Submit(who, values, cancellationToken);

    /// <summary>Closes the form somebody has open, unsent.</summary>
    public void Close(Persona who) => slack.Close(who);

    /// <summary>Leaves their forum's channel.</summary>
    public Task<Delivered> Leave(Persona who, string platform, CancellationToken cancellationToken = default) =>
        Move(who, platform, leaves: true, cancellationToken);

    /// <summary>Comes back into it.</summary>
    public Task<Delivered> Join(Persona who, string platform, CancellationToken cancellationToken = default) =>
        Move(who, platform, leaves: false, cancellationToken);

    /// <summary>Removes the app from one's own apps in Teams.</summary>
    public Task<Delivered> RemoveApp(Persona who, CancellationToken cancellationToken = default) => teams.RemoveApp(who, cancellationToken);

    /// <summary>Adds the bot to the Teams channel of their forum.</summary>
    public Task<Delivered> AddBot(Persona who, CancellationToken cancellationToken = default) => teams.AddBot(who, cancellationToken);

    private Task<Delivered> Move(Persona who, string platform, bool leaves, CancellationToken cancellationToken) =>
        platform == PlatformName.Slack
        ? slack.Move(who, leaves, cancellationToken)
        : teams.Move(who, leaves, cancellationToken);
}
