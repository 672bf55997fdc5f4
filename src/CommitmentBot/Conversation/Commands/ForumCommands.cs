using System.Globalization;
using System.Security.Cryptography;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data.Rows;
using CommitmentBot.Jobs;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Conversation.Commands;

/// <summary><c>forum …</c>: setting a forum up. All but starting one, joining one with a code and looking is for chairs.</summary>
internal sealed class ForumCommands(Scene scene, Whom whom, Acquaintance acquaintance)
{
    private static readonly Duration CodeLives = Duration.FromDays(1);

    // Without letters and digits that are read for one another over the telephone.
    private const string CodeLetters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    public async Task<Answer> Do(Command command, CancellationToken cancellationToken)
    {
        switch (command, scene.Forum)
        {
            case (Command.ForumName name, null) when !scene.IsPersonal:
                return await Start(name.Name, cancellationToken);
            case (Command.ForumLink { Code: { } code }, _):
                return await Join(code, cancellationToken);
            case (_, null):
                return Answer.Privately(scene.IsPersonal ? Refusals.WhichForum : Refusals.NoForum);
            case (Command.ForumShow, _):
                return await Show(cancellationToken);
        }

        if (!scene.Actor.IsChair)
        {
            return Answer.Privately($"Only a chair can change the forum's settings. {Seats(ForumRole.Chair)} can.");
        }

        var forum = scene.Forum;
        switch (command)
        {
            case Command.ForumName name:
                forum.Name = name.Name;
                return Answer.Openly($"This forum is now called {name.Name}.");
            case Command.ForumLink:
                (forum.LinkCode, forum.LinkCodeExpiresAt) = (NewCode(), scene.Now + CodeLives);
                return Answer.Privately(
                    $"In the other channel, on Slack or Teams, add me and say: “forum link {forum.LinkCode}”. The code works once, until this time tomorrow.");
            case Command.ForumChair { Person: { } person, Remove: false }:
                return await Seat(person, ForumRole.Chair, "chairs", cancellationToken);
            case Command.ForumFacilitator { Person: { } person, Remove: false }:
                return await Seat(person, ForumRole.Facilitator, "facilitates", cancellationToken);
            case Command.ForumMeets { Rule: { } rule }:
                (forum.MeetsFirst, forum.MeetsEveryWeeks, forum.MeetsAt) = (rule.First, rule.EveryWeeks, rule.At);
                PlanDigest();
                return Answer.Openly($"{forum.Name} meets {Meets(forum)}. The next meeting is on {Dates.InFull(scene.NextMeetings().First())}.");
            case Command.ForumMeets:
                return Answer.Privately("I did not understand when. For example: “forum meets every second Tuesday at 14:00”.");
            case Command.ForumPolicy { Policy: { } policy }:
                forum.PolicyProfile = policy.Profile;
                await scene.Db.Commitments.Where(it => it.ForumId == forum.Id && it.NextStepAt != null)
                    .ExecuteUpdateAsync(set => set.SetProperty(it => it.NextStepAt, scene.Now), cancellationToken);
                return Answer.Openly($"The policy of {forum.Name} is now {policy.Profile}. {InWords(policy)}");
            case Command.ForumPolicy:
                return Answer.Privately($"The policies are {string.Join(", ", Policy.Profiles.Select(it => it.Profile))}. {InWords(scene.Policy)}");
            case Command.ForumSuggestions { On: { } on }:
                forum.Suggestions = on;
                return Answer.Openly(on
                    ? "From now on, when somebody promises something with a date in these channels without telling me, I ask them, in private where I can, whether to record it. “never ask me” stops that for oneself."
                    : "I no longer ask about promises that nobody told me.");
            case Command.ForumSuggestions:
                return Answer.Privately($"Suggestions are {(forum.Suggestions ? "on" : "off")}. “forum suggestions on” or “forum suggestions off” changes that.");
            case Command.ForumOrganisation organisation:
                return await Organisation(organisation, cancellationToken);
            default:
                return Answer.Privately("“help” lists what I understand.");
        }
    }

    private async Task<Answer> Start(string name, CancellationToken cancellationToken)
    {
        var forum = new ForumRow
        {
            Id = ForumId.New().Value,
            Name = name,
            ZoneId = scene.Options.DefaultTimeZone,
            PolicyProfile = Policy.Standard.Profile,
            CreatedAt = scene.Now,
        };
        scene.Db.Forums.Add(forum);
        scene.Db.ForumRoles.Add(new ForumRoleRow { ForumId = forum.Id, PersonId = scene.Me.Value, Role = ForumRole.Chair });
        await Link(forum, cancellationToken);
        await scene.Enter(forum, cancellationToken);
        forum.NextDigestAt = Digests.Next(forum, scene.Calendar, scene.Now);
        return Answer.Openly(
            $"{name} has a register now, and {scene.Names.NameOf(scene.Me)} chairs it. Next: “forum organisation …” for each organisation, " +
            "“forum link” for a channel elsewhere, “forum meets …”, “forum facilitator @…”. Then simply promise something, with a date.");
    }

    private async Task<Answer> Join(string code, CancellationToken cancellationToken)
    {
        if (scene.IsPersonal)
        {
            return Answer.Privately("Please say that in the channel that is to be linked.");
        }

        if (scene.Forum is { } already)
        {
            return Answer.Privately($"This channel belongs to {already.Name} already.");
        }

        var typed = code.ToUpperInvariant();
        var forum = await scene.Db.Forums.FirstOrDefaultAsync(
            it => it.LinkCode == typed && it.LinkCodeExpiresAt > scene.Now, cancellationToken);
        if (forum is null)
        {
            return Answer.Privately("That code is not valid, or no longer. A chair gets a new one with “forum link”.");
        }

        (forum.LinkCode, forum.LinkCodeExpiresAt) = (null, null);
        await Link(forum, cancellationToken);
        await scene.Enter(forum, cancellationToken);
        return Answer.Openly($"This channel now belongs to {forum.Name}. What is promised here or in its other channels is shown in all of them.");
    }

    private async Task Link(ForumRow forum, CancellationToken cancellationToken)
    {
        scene.Db.ForumChannels.Add(new ForumChannelRow
        {
            Id = Guid.CreateVersion7(),
            ForumId = forum.Id,
            Place = Place.Of(scene.Turn.Conversation.Root),
            LinkedAt = scene.Now,
        });
        await acquaintance.Join(forum, scene.Me, cancellationToken);
    }

    private async Task<Answer> Seat(NamedPerson named, ForumRole role, string does, CancellationToken cancellationToken)
    {
        if (await whom.Find(named, cancellationToken) is not [var person])
        {
            return Answer.Privately($"I do not know {named.Name} in this forum. Please mention them with @.");
        }

        await acquaintance.Join(scene.Forum!, person, cancellationToken);
        if (await scene.Db.ForumRoles.FindAsync([scene.Forum!.Id, person.Value, role], cancellationToken) is null)
        {
            scene.Db.ForumRoles.Add(new ForumRoleRow { ForumId = scene.Forum.Id, PersonId = person.Value, Role = role });
        }

        PlanDigest();
        return Answer.Openly($"{scene.Names.NameOf(person)} now {does} {scene.Forum.Name}.");
    }

    private async Task<Answer> Organisation(Command.ForumOrganisation command, CancellationToken cancellationToken)
    {
        var row = scene.Names.Organisation(command.ShortName) is { } known
            ? await scene.Db.Organisations.FindAsync([known.Id], cancellationToken)
            : null;
        if (row is null)
        {
            row = new OrganisationRow { Id = OrganisationId.New().Value, ShortName = command.ShortName, Name = command.Name };
            scene.Db.Organisations.Add(row);
        }

        row.Name = command.Name;
        row.EmailDomains = [.. command.EmailDomains];
        foreach (var person in scene.Members.Select(it => scene.Names.Row(new PersonId(it))).Where(it => it.OrganisationId is null))
        {
            var emails = scene.Names.Accounts(new PersonId(person.Id)).Select(it => it.Email).OfType<string>();
            if (emails.Any(email => command.EmailDomains.Any(domain => email.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase))))
            {
                person.OrganisationId = row.Id;
            }
        }

        return Answer.Openly($"{row.ShortName} is {row.Name}. Its people say “I speak for {row.ShortName}”"
            + (row.EmailDomains.Count == 0 ? "." : $", or are known by their e-mail at {string.Join(", ", row.EmailDomains)}."));
    }

    private async Task<Answer> Show(CancellationToken cancellationToken)
    {
        var forum = scene.Forum!;
        var channels = await scene.Channels(cancellationToken);
        var message = new Message(
            $"{forum.Name}: chaired by {Seats(ForumRole.Chair)}, policy {forum.PolicyProfile}, {channels.Count} channels.",
            [
                new Block.Heading(forum.Name),
                new Block.Facts(
                    new Fact("Chair", Seats(ForumRole.Chair)),
                    new Fact("Facilitator", Seats(ForumRole.Facilitator)),
                    new Fact("Meets", forum.MeetsFirst is null ? "not set: “forum meets …”" : Meets(forum)),
                    new Fact("Policy", $"{forum.PolicyProfile}. {InWords(scene.Policy)}"),
                    new Fact("Suggestions", forum.Suggestions ? "on" : "off"),
                    new Fact("Channels", string.Join(", ", channels.Select(it => $"{it.Place.Platform} {it.Name ?? it.Place.Channel}"))),
                    new Fact("Organisations", string.Join(", ", scene.Names.Organisations.Select(it => it.ShortName)) is { Length: > 0 } known ? known : "none yet")),
            ]);
        return new Answer(message, false);
    }

    private string Seats(ForumRole role) => string.Join(", ", scene.InSeat(role).Select(scene.Names.NameOf)) is { Length: > 0 } names ? names : "nobody yet";

    private static string Meets(ForumRow forum) => string.Create(CultureInfo.InvariantCulture,
        $"{(forum.MeetsEveryWeeks == 1 ? "every" : $"every {forum.MeetsEveryWeeks} weeks on a")} {forum.MeetsFirst!.Value.DayOfWeek} at {forum.MeetsAt!.Value:HH:mm}");

    private static string InWords(Policy policy) =>
        $"I write {(policy.HeadsUpBefore is { } days ? $"{days} working days before the date, " : string.Empty)}on the day, and privately after it; "
        + $"the channels hear on the {Ordinal(policy.ReportAfter)} working day after, and the owner sees that line first.";

    private static string Ordinal(int number) => number switch { 1 => "first", 2 => "second", 3 => "third", 4 => "fourth", 5 => "fifth", 6 => "sixth", _ => $"{number}th" };

    private void PlanDigest() => scene.Forum!.NextDigestAt = Digests.Next(scene.Forum, scene.Calendar, scene.Now);

    private static string NewCode()
    {
        var letters = RandomNumberGenerator.GetItems<char>(CodeLetters, 8);
        return $"{new string(letters, 0, 4)}-{new string(letters, 4, 4)}";
    }
}
