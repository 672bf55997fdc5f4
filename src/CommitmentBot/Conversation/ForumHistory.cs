using CommitmentBot.Conversation.Commands;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Commitments;
using CommitmentBot.Core.People;
using CommitmentBot.People;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>What happened to a forum itself, one line an event: when, who, and what.</summary>
internal static class ForumHistory
{
    /// <summary>How many are shown; all of them are in the register.</summary>
    public const int Most = 60;

    private const int LinesInABlock = 15;

    /// <summary>The latest first.</summary>
    public static Message Write(string forum, IReadOnlyList<ChainedEvent> events, PeopleDirectory names, DateTimeZone zone)
    {
        var lines = events.Select(it =>
            $"{Dates.InBrief(it.At.InZone(zone).Date)}  {(it.By is { } who ? names.NameAndSeat(who, it.Organisation) : "Time")} "
            + $"{InWords(it.ReadForumEvent()!, names)}.").ToList();
        return new Message(
            $"{forum}: {lines.Count} events. {string.Join(' ', lines.Take(3))}",
            [
                new Block.Heading($"{forum}: what happened to it"),
                .. lines.Chunk(LinesInABlock).Select(chunk => new Block.Paragraph(string.Join('\n', chunk))),
                .. lines.Count == 0 ? [new Block.Paragraph("Nothing yet.")] : Array.Empty<Block>(),
                .. lines.Count == Most ? [new Block.Note("Earlier ones stand in the register; an administrator can export them.")]
                    : Array.Empty<Block>(),
            ]);
    }

    private static string InWords(ForumEvent fact, PeopleDirectory names) => fact switch
    {
        ForumEvent.Named it => $"named it {it.Name}",
        ForumEvent.SettingChanged it => $"set its {it.Setting} to {it.Value}",
        ForumEvent.ChannelLinked it => $"linked the channel {it.Channel} on {PersonCommands.Called(it.Platform)}",
        ForumEvent.ChannelUnlinked it => $"unlinked the channel {it.Channel} on {PersonCommands.Called(it.Platform)}",
        ForumEvent.ChannelMoved it => $"noted that the channel {it.Channel} on {PersonCommands.Called(it.Platform)} is {it.To} now",
        ForumEvent.ChannelLost it => $"lost the channel {it.Channel} on {PersonCommands.Called(it.Platform)}: {it.Reason}",
        ForumEvent.ChannelFound it => $"found the channel {it.Channel} on {PersonCommands.Called(it.Platform)} again",
        ForumEvent.Seated it => $"gave {names.NameOf(it.Person)} the seat of {Seat(it.Seat)}",
        ForumEvent.Unseated it => $"took the seat of {Seat(it.Seat)} from {names.NameOf(it.Person)} ({it.Why})",
        ForumEvent.ChairProposed it => $"proposed {names.NameOf(it.Person)} as chair",
        ForumEvent.ChairAgreed it => $"agreed to {names.NameOf(it.Person)} as chair",
        ForumEvent.ChairObjected it => $"objected to {names.NameOf(it.Person)} as chair",
        ForumEvent.OrganisationSet { Before: null } it => $"added {InWords(it.Now)}",
        ForumEvent.OrganisationSet it => $"changed {InWords(it.Before!)} to {InWords(it.Now)}",
        ForumEvent.OrganisationDropped it => $"took {it.Before.ShortName} off the list",
        ForumEvent.OrganisationMerged it =>
            $"made {names.Organisations.OwnNameOf(it.Organisation)} part of {names.Organisations.OwnNameOf(it.Into)}",
        ForumEvent.OrganisationUnmerged it =>
            $"parted {names.Organisations.OwnNameOf(it.Organisation)} from {names.Organisations.OwnNameOf(it.From)}",
        ForumEvent.AffiliationClaimed it => $"said that they speak for {names.Organisations.NameOf(it.Organisation)}, to be confirmed",
        ForumEvent.AffiliationSet { Organisation: { } organisation } it =>
            $"noted that {names.NameOf(it.Person)} speaks for {names.Organisations.NameOf(organisation)}",
        ForumEvent.AffiliationSet it => $"noted that {names.NameOf(it.Person)} speaks for no organisation",
        ForumEvent.Departed it => $"noted that {names.NameOf(it.Person)} {Departures.InWords(it.Reason)}",
        ForumEvent.Returned it => $"noted that {names.NameOf(it.Person)} is back",
        ForumEvent.SystemJoined => "joined it with another forum, with which it shares organisations",
        ForumEvent.AccountsJoined it => $"joined two accounts of {names.NameOf(it.Person)}",
        ForumEvent.AccountsSeparated it => $"separated two accounts of {names.NameOf(it.Person)}",
        ForumEvent.DeputyNamed it =>
            $"named {names.NameOf(it.Deputy)} as deputy of {names.NameOf(it.Person)} until {Dates.InFull(it.Until)}",
        ForumEvent.DeputyEnded it => $"ended that {names.NameOf(it.Deputy)} is deputy of {names.NameOf(it.Person)}",
        _ => throw new ArgumentOutOfRangeException(nameof(fact)),
    };

    private static string Seat(ForumSeat seat) => seat.ToString().ToLowerInvariant();

    private static string InWords(OrganisationFacts it) =>
        $"{it.ShortName}, {it.Name}" + (it.EmailDomains.Count == 0 ? "" : $" ({string.Join(", ", it.EmailDomains)})");
}
