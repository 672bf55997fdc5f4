using CommitmentBot.Core.Chat;
using CommitmentBot.IntegrationTests.Infrastructure;
using CommitmentBot.Rehearsal;
using NodaTime.Text;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Stories;

/// <summary>By whatever route something of a patient comes in, it stands in no table and in no line of the log.</summary>
public sealed class PatientTests(Databases databases)
{
    private const string Slack = PlatformName.Slack;
    private const string Teams = PlatformName.Teams;
    private const string Refusal = "I keep no patient's details";

    // Made up: a number that passes the NHS number's check, and a name with a date of birth.
    private static readonly string[] OfAPatient = ["943 476 5919", "Mary Canary, DOB 12/03/1947,"];

    private static readonly string[] Traces = ["943 476", "943+476", "943%20476", "Canary", "12/03/1947", "1947-03-12"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nothing_of_a_patient_is_kept_or_logged_by_whatever_route_it_comes(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        using var log = new KeptLog();
        await using var forum = await Rehearsed.Start(database, log);
        var due = Dates.InFull(forum.Today.PlusDays(30));
        forum.Stage.TeamsTellsAll = true;
        await forum.Say(World.Margaret, Teams, "forum suggestions on");
        var hers = await forum.Say(World.Sarah, Slack, $"I'll send the winter bed plan to EBC by {due}");
        await forum.Click(World.Sarah, Slack, World.SlackChannel, "winter bed plan", "Yes, record it");
        var his = await forum.Say(World.Tom, Teams, $"I'll open the step-down flats for NHT by {due}");
        await forum.Click(World.Tom, Teams, World.TeamsChannel, "step-down flats", "Yes, record it");
        await forum.Say(World.Priya, Slack, "list");
        await forum.Say(World.Grace, Teams, "list");

        foreach (var it in OfAPatient)
        {
            var promise = $"I'll arrange the flat for {it} by {due}";

            // Typed: to the bot, in private, as a slash command, as a reason, in a commitment's thread, in answer to a question, as a setting.
            await Refused(() => forum.Say(World.Sarah, Slack, promise));
            await Refused(() => forum.Say(World.Tom, Teams, promise));
            await Refused(() => forum.Whisper(World.Sarah, Slack, promise));
            await Refused(() => forum.Whisper(World.Tom, Teams, promise));
            await Refused(() => forum.Stage.Say(World.Sarah, Slack, direct: false, $"/commit {promise}", cancellationToken: Stop));
            foreach (var command in (string[])["at risk C-1", "cannot C-1 because of", $"move C-1 to {due} because of", "done C-1", "ask for help C-1", "hand over C-1 to @Dr Priya Nair because of", "snooze C-1", "list", "I speak for"])
            {
                await Refused(() => forum.Say(World.Sarah, Slack, $"{command} {it}"));
            }

            await Refused(() => forum.Say(World.Margaret, Teams, $"forum name {it}"));
            await Refused(() => forum.Stage.Say(World.Sarah, Slack, direct: false, $"at risk, it is about {it}", hers.MessageId, Stop));
            var asked = await forum.Say(World.Priya, Slack, "I'll write to the minister about the beds");
            await Refused(() => forum.Stage.Say(World.Priya, Slack, direct: false, $"by {due} for {it}", asked.MessageId, Stop));

            // Not said to the bot: overheard, and chosen from the menu of the message.
            foreach (var (who, other, platform) in ((Persona, Persona, string)[])[(World.Sarah, World.Priya, Slack), (World.Tom, World.Grace, Teams)])
            {
                var overheard = await forum.Stage.Say(who, platform, direct: false, promise, cancellationToken: Stop);
                await forum.Quiet();
                forum.Find(platform, who.Direct(platform), "Shall I record this").ShouldBeNull();
                await forum.Stage.Record(other, forum.Transcript.Find(platform, World.Channel(platform), overheard.MessageId)!, Stop);
                await forum.Quiet();
            }

            // Filled into forms: a draft's, a reason's, an account's.
            await forum.Say(World.Sarah, Slack, $"I'll send the ward list to EBC by {due}");
            await forum.Click(World.Sarah, Slack, World.SlackChannel, "ward list", "Change");
            await RefusedInForm(World.Sarah, ("wording", $"Send the list of {it}"), ("due", LocalDatePattern.Iso.Format(forum.Today.PlusDays(30))));
            await forum.Click(World.Sarah, Slack, World.SlackChannel, "C-1", "At risk");
            await RefusedInForm(World.Sarah, ("words", $"The discharge of {it} takes long"));
            await forum.Click(World.Sarah, Slack, World.SlackChannel, "C-1", "Cannot");
            await RefusedInForm(World.Sarah, ("said", "The plan"), ("did", "Half"), ("why", $"Because of {it}"), ("needed", "Time"), ("next", "The rest"));
            await forum.Click(World.Tom, Teams, World.TeamsChannel, "step-down flats", "At risk › Tell the promisee", new Dictionary<string, string> { ["words"] = $"It is about {it}" });

            // Told of otherwise: an edit, a search, something that is no event.
            await forum.Stage.Edit(World.Sarah, forum.Transcript.Find(Slack, World.SlackChannel, hers.MessageId)!, promise, Stop);
            await forum.Stage.Edit(World.Tom, forum.Transcript.Find(Teams, World.TeamsChannel, his.MessageId)!, promise, Stop);
            (await forum.Stage.Search(World.Tom, it, Stop)).Taken.ShouldBeTrue();
            await forum.SlackEvent($"{it} is no JSON", forum.Secrets.SlackSigningSecret);
            await forum.SlackEvent($$$"""{"type":"event_callback","event_id":"Ev{{{it.Length}}}","team_id":"{{{World.SlackTeam}}}","event":{"type":"message","text":["{{{it}}}"]}}""", forum.Secrets.SlackSigningSecret);
            await forum.Quiet();
        }

        var kept = await database.Everything(Stop);
        kept.ShouldContain("winter bed plan");
        log.Text.ShouldContain("/slack/events");
        foreach (var trace in Traces)
        {
            Lines(kept, trace).ShouldBeEmpty();
            Lines(log.Text, trace).ShouldBeEmpty();
        }

        async Task Refused(Func<Task> deed)
        {
            var before = forum.Transcript.Changes;
            await deed();
            await forum.Quiet();
            forum.Since(before).ShouldContain(it => it.Says(Refusal));
        }

        async Task RefusedInForm(Persona who, params (string Name, string Value)[] values)
        {
            await forum.Submit(who, values);
            forum.Transcript.Dialogs[who.Key].Errors.Values.ShouldContain(it => it.Contains(Refusal, StringComparison.Ordinal));
            forum.Stage.Close(who);
        }
    }

    private static IEnumerable<string> Lines(string text, string trace) =>
        text.Split('\n').Where(line => line.Contains(trace, StringComparison.OrdinalIgnoreCase));
}
