using System.Globalization;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using CommitmentBot.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Conversation.Commands;

/// <summary><c>forum …</c>: setting a forum up, and looking at it.</summary>
internal sealed class ForumCommands(TurnContext context, PersonResolver resolver)
{
    /// <summary>Whether a command makes this channel a forum's, for which there is nobody yet to ask.</summary>
    public static bool BeginsAForum(Command command, TurnContext context) =>
        command is Command.ForumLink { Code: not null } || (command is Command.ForumName && context is { Place: null, IsPersonal: false });

    /// <summary>The right that a command takes here: where no chair is left, naming one is proposing one.</summary>
    public static ForumRight RightFor(Command command, ForumRight usual, TurnContext context) =>
        command is Command.ForumChair { Remove: false } && context.Chairs.Count == 0 ? ForumRight.ProposeChair : usual;

    /// <summary>The names of those in a seat, or that there is nobody.</summary>
    public static string Seats(TurnContext context, ForumSeat seat) =>
        string.Join(", ", (seat == ForumSeat.Chair ? context.Chairs : context.InSeat(seat))
            .Select(context.People.NameOf)) is { Length: > 0 } names ? names : "nobody yet";

    public async Task<Answer> Do(Command command, CancellationToken cancellationToken)
    {
        var links = new ChannelLinks(context);
        var seats = new SeatCommands(context, resolver);
        var organisations = new OrganisationCommands(context);
        switch (command)
        {
            case Command.ForumName name when BeginsAForum(command, context):
                return await links.Start(name.Name, cancellationToken);
            case Command.ForumLink { Code: { } code }:
                return await links.Join(code, cancellationToken);
            case Command.ForumLink:
                return links.Code();
            case Command.ForumUnlink:
                return await links.Unlink(cancellationToken);
            case Command.ForumJoin join:
                return await new SystemCommands(context).Join(join.Code, cancellationToken);
            case Command.ForumShow:
                return await Show(cancellationToken);
            case Command.ForumMembers:
                return Members();
            case Command.ForumHistory:
                return await History(cancellationToken);
            case Command.ForumChair chair:
                return await seats.Do(chair.Person, ForumSeat.Chair, chair.Remove, cancellationToken);
            case Command.ForumFacilitator facilitator:
                return await seats.Do(facilitator.Person, ForumSeat.Facilitator, facilitator.Remove, cancellationToken);
            case Command.ForumChairVote vote:
                return await seats.Vote(vote.Agree, cancellationToken);
            case Command.ForumOrganisation organisation:
                return await organisations.Set(organisation, cancellationToken);
            case Command.RenameOrganisation rename:
                return await organisations.Rename(rename, cancellationToken);
            case Command.MergeOrganisations merge:
                return await organisations.Merge(merge, cancellationToken);
            case Command.UndoOrganisation undo:
                return await organisations.Undo(undo, cancellationToken);
            default:
                return await Settle(command, cancellationToken);
        }
    }

    private async Task<Answer> Settle(Command command, CancellationToken cancellationToken)
    {
        var forum = context.Forum!;
        switch (command)
        {
            case Command.ForumName name:
                forum.Name = name.Name;
                context.Note(new ForumEvent.Named(name.Name));
                return Answer.Openly($"This forum is now called {name.Name}.");
            case Command.ForumMeets { Rule: { } rule }:
                (forum.MeetsFirst, forum.MeetsEveryWeeks, forum.MeetsAt) = (rule.First, rule.EveryWeeks, rule.At);
                context.Note(new ForumEvent.SettingChanged("meetings", Meets(forum)));
                context.PlanDigest();
                return Answer.Openly($"{forum.Name} meets {Meets(forum)}. The next meeting is on "
                    + $"{Dates.InFull(context.NextMeetings().First())}.");
            case Command.ForumMeets:
                return Answer.Privately("I did not understand when. For example: “forum meets every second Tuesday at 14:00”.");
            case Command.ForumPolicy { Policy: null, DigestDay: null, Latest: null }:
                return new Answer(
                    PolicyMessage.Write(forum, $"The policy of {forum.Name} is {forum.PolicyProfile}.", mayChange: true), true);
            case Command.ForumPolicy policy:
                return await SetPolicy(policy.Policy?.Profile ?? forum.PolicyProfile, policy.DigestDay ?? forum.DigestDay,
                    policy.Latest ?? forum.LatestHour, cancellationToken);
            case Command.ForumSuggestions { On: { } on }:
                forum.Suggestions = on;
                context.Note(new ForumEvent.SettingChanged("suggestions", on ? "on" : "off"));
                return Answer.Openly(on
                    ? "From now on, when somebody promises something with a date in these channels without telling me, I ask them, in private where I can, whether to record it. “never ask me” stops that for oneself."
                    : "I no longer ask about promises that nobody told me.");
            case Command.ForumSuggestions:
                return Answer.Privately($"Suggestions are {(forum.Suggestions ? "on" : "off")}. “forum suggestions on” or “forum suggestions off” changes that.");
            default:
                return Answer.Privately("“help” lists what I understand.");
        }
    }

    /// <summary>Sets the policy, plans what is open by it, and tells all channels in words what happens when.</summary>
    public async Task<Answer> SetPolicy(string profile, IsoDayOfWeek? digestDay, LocalTime? latest, CancellationToken cancellationToken)
    {
        var forum = context.Forum!;
        digestDay = digestDay == Policy.Profiles.First(it => it.Profile == profile).DigestDay ? null : digestDay;
        if ((profile, digestDay, latest) == (forum.PolicyProfile, forum.DigestDay, forum.LatestHour))
        {
            return Answer.Privately($"That is the policy of {forum.Name} already; nothing has changed. “forum policy” shows it.");
        }

        (forum.PolicyProfile, forum.DigestDay, forum.LatestHour) = (profile, digestDay, latest);
        context.Note(new ForumEvent.SettingChanged("policy", profile
            + (digestDay is { } day ? $", digest on {day}" : "")
            + (latest is { } hour ? $", nothing after {PolicyMessage.Hour(hour)}" : "")));
        context.PlanDigest();
        await context.Db.Commitments.Where(it => it.ForumId == forum.Id && it.NextStepAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(it => it.NextStepAt, context.Now), cancellationToken);
        var told = PolicyMessage.Write(
            forum, $"The policy of {forum.Name} is now {profile}, set by {context.People.NameOf(context.Me)}. This is what happens when:",
            mayChange: false);
        await context.AnnounceElsewhere(told, cancellationToken);
        return new Answer(told, false);
    }

    private async Task<Answer> Show(CancellationToken cancellationToken)
    {
        var forum = context.Forum!;
        var channels = await context.Db.ForumChannels.Where(it => it.ForumId == forum.Id).OrderBy(it => it.LinkedAt)
            .ToListAsync(cancellationToken);
        var proposal = await context.Db.ChairProposals.FindAsync([forum.Id], cancellationToken);
        var chair = context.Chairs.Count > 0
            ? Seats(context, ForumSeat.Chair)
                + (context.InSeat(ForumSeat.Chair).Count == 0 ? " (as facilitator, while there is no chair)" : "")
            : proposal is null
                ? "nobody. Any full member can propose one: “forum chair @…”; it stands when two others agree, or after two working days "
                    + "without an objection"
                : $"nobody. {context.People.NameOf(new PersonId(proposal.PersonId))} is proposed: “forum agree” or “forum object”";
        var message = new Message(
            $"{forum.Name}: chaired by {Seats(context, ForumSeat.Chair)}, policy {forum.PolicyProfile}, {channels.Count} "
                + $"{(channels.Count == 1 ? "channel" : "channels")}.",
            [
                new Block.Heading(forum.Name),
                new Block.Facts(
                    new Fact("Chair", chair),
                    new Fact("Facilitator", Seats(context, ForumSeat.Facilitator)),
                    new Fact("Meets", forum.MeetsFirst is null ? "not set: “forum meets …”" : Meets(forum)),
                    new Fact("Policy", $"{forum.PolicyProfile}. {PolicyMessage.InShort(context.Policy)} “forum policy” has all of it."),
                    new Fact("Suggestions", forum.Suggestions ? "on" : "off"),
                    new Fact("Channels", string.Join(", ", channels.Select(Called))),
                    new Fact("Members", $"{context.Members.Count} whom I know: “forum members”"),
                    new Fact("Organisations", string.Join(", ", context.People.Organisations.In(context.ForumId)
                        .Select(it => it.ShortName)) is { Length: > 0 } known ? known : "none yet")),
            ]);
        return new Answer(message, false);
    }

    // Names only: what anybody in the channel can see of its members.
    private Answer Members()
    {
        var people = context.Members.OrderBy(context.People.NameOf, StringComparer.OrdinalIgnoreCase).ToList();
        var lines = people.Select(it => context.People.NameAndSeat(it, context.ForumId) + string.Concat(
            Enum.GetValues<ForumSeat>().Where(seat => context.InSeat(seat).Contains(it))
                .Select(seat => $", {seat.ToString().ToLowerInvariant()}")));
        return new Answer(
            new Message(
                $"{people.Count} people in {context.Forum!.Name}.",
                [
                    new Block.Heading($"{context.Forum.Name}: {people.Count} people"),
                    .. lines.Chunk(40).Select(chunk => new Block.Paragraph(string.Join('\n', chunk))),
                    new Block.Note("Whom Slack or Teams has in one of the forum's channels, and nobody else, reads its register."),
                ]),
            true);
    }

    private async Task<Answer> History(CancellationToken cancellationToken) => new(
        ForumHistory.Write(context.Forum!.Name, await EventLog.OfForum(context.Db, context.ForumId, ForumHistory.Most, cancellationToken),
            context.People, context.Zone), true);

    private static string Called(ForumChannelRow channel) =>
        LostChannels.Called(channel) + (channel.Name is null ? "" : $" on {PersonCommands.Called(channel.Place.Platform)}")
        + (channel.Gone ? " (I cannot post there: invite me again, or “forum unlink” there)" : "");

    private static string Meets(ForumRow forum) => string.Create(CultureInfo.InvariantCulture,
        $"{(forum.MeetsEveryWeeks == 1 ? "every" : $"every {forum.MeetsEveryWeeks} weeks on a")} {forum.MeetsFirst!.Value.DayOfWeek} at {forum.MeetsAt!.Value:HH:mm}");
}
