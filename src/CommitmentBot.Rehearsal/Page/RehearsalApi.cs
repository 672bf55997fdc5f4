using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CommitmentBot.Core.Chat;
using CommitmentBot.Rehearsal.Clock;
using CommitmentBot.Rehearsal.StandIns;
using CommitmentBot.Rehearsal.Story;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Rehearsal.Page;

/// <summary>The page's JSON API: what there is to show, what happens (as server-sent events), and what people do.</summary>
internal sealed class RehearsalApi(Stage stage, Timekeeper timekeeper, Storyteller storyteller, SetUp setUp)
{
    private static readonly LocalDateTimePattern InFull =
        LocalDateTimePattern.Create("dddd d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    private Stage Stage => stage;

    private Transcript Transcript => stage.Transcript;

    public static void Map(RouteGroupBuilder routes)
    {
        routes.MapGet("/state", (RehearsalApi api) => Json(api.State(), PageJson.Default.StateView));
        routes.MapGet("/events", (RehearsalApi api, CancellationToken cancellationToken) =>
            TypedResults.ServerSentEvents(api.Events(cancellationToken)));
        MapDeed(routes, "/say", (api, deed, stop) => api.Say(deed, stop));
        MapDeed(routes, "/click", (api, deed, stop) => api.OnMessage(deed, (who, message) =>
            api.Stage.Click(who, message, deed.Target ?? "", deed.Values, stop)));
        MapDeed(routes, "/shortcut", (api, deed, stop) => api.OnMessage(deed, (who, message) => api.Stage.Record(who, message, stop)));
        MapDeed(routes, "/submit", (api, deed, stop) => As(deed, who =>
            api.Stage.Submit(who, deed.Values ?? new Dictionary<string, string>(), stop)));
        MapDeed(routes, "/close", (api, deed, _) => As(deed, who =>
        {
            api.Stage.Close(who);
            return Done();
        }));
        MapDeed(routes, "/clock", (api, deed, stop) => api.Clock(deed, stop));
        MapDeed(routes, "/story", (api, deed, _) => api.Story(deed));
    }

    private static void MapDeed(RouteGroupBuilder routes, string path, Func<RehearsalApi, Deed, CancellationToken, Task<Delivered>> act) =>
        routes.MapPost(path, async (HttpContext http, RehearsalApi api, CancellationToken cancellationToken) =>
        {
            Deed? deed;
            try
            {
                deed = await JsonSerializer.DeserializeAsync(http.Request.Body, PageJson.Default.Deed, cancellationToken);
            }
            catch (JsonException)
            {
                deed = null;
            }

            if (deed is null)
            {
                return Results.BadRequest();
            }

            var result = await act(api, deed, cancellationToken);
            return Json(new DeedDone(result.Taken, result.Status, result.MessageId, Sentence(result)), PageJson.Default.DeedDone);
        });

    private static IResult Json<T>(T value, JsonTypeInfo<T> type) => Results.Json(value, type);

    private static string? Sentence(Delivered result) => result.Failure switch
    {
        null => null,
        "http_error" => $"The bot did not take it (status {result.Status}).",
        "http_timeout" => "The bot did not answer in time.",
        "connection_failed" => "The bot cannot be reached.",
        var sentence => sentence,
    };

    private static Task<Delivered> Done() => Task.FromResult(new Delivered(true, null, 0, "", null));

    private static Task<Delivered> No(string why) => Task.FromResult(Delivered.NotSent(why));

    private static Task<Delivered> As(Deed deed, Func<Persona, Task<Delivered>> act) =>
        World.ByKey(deed.Who) is { } who ? act(who) : No("Nobody of that name is here.");

    private Task<Delivered> OnMessage(Deed deed, Func<Persona, TranscriptMessage, Task<Delivered>> act) => As(deed, who =>
        Transcript.Find(deed.Platform ?? "", deed.Channel, deed.Message) is { } message ? act(who, message) : No("That message is not there any more."));

    private Task<Delivered> Say(Deed deed, CancellationToken cancellationToken) => As(deed, who =>
        deed.Platform is PlatformName.Slack or PlatformName.Teams && !string.IsNullOrWhiteSpace(deed.Text)
            ? stage.Say(who, deed.Platform, deed.Direct, deed.Text.Trim(), deed.Thread, cancellationToken)
            : No("There is nothing to send."));

    private async Task<Delivered> Clock(Deed deed, CancellationToken cancellationToken)
    {
        Instant? now = deed.Move switch
        {
            "next-step" => await timekeeper.ToNextStep(cancellationToken),
            "monday" => await timekeeper.ToMonday(cancellationToken),
            "three-weeks" => await timekeeper.Advance(Duration.FromDays(21), cancellationToken),
            _ => null,
        };
        return now is null ? Delivered.NotSent("Nothing is due: no commitment has a next step.") : await Done();
    }

    private Task<Delivered> Story(Deed deed)
    {
        switch (deed.Story)
        {
            case "play" when storyteller.Progress.State is not (StoryState.Playing or StoryState.Paused):
                return setUp.Play(deed.Which, deed.Fast) is { } why ? No(why) : Done();
            case "pause":
                storyteller.Pause();
                return Done();
            case "resume":
                storyteller.Resume();
                return Done();
            case "stop":
                storyteller.Stop();
                return Done();
            default:
                return No("The story is being told already.");
        }
    }

    private StateView State() => new(
        World.BotName, World.SlackBotUser, [.. Tale.All.Select(View)], [.. Transcript.Messages.Select(View)], Transcript.Dialogs, Status());

    private static TaleView View(Tale story) => new(
        story.Venue.Key, story.Title, story.Invitation, story.Once, story.Venue.SlackChannel, story.Venue.SlackChannelName,
        story.Venue.TeamsChannel, story.Venue.TeamsChannelName,
        [.. story.Venue.People.Select(person => new PersonView(
            person.Key, person.Name, person.Seat, person.Organisation, person.OrganisationName, person.IsOn(PlatformName.Slack),
            person.IsOn(PlatformName.Teams), person.Outside, person.SlackDirect, person.TeamsDirect, person.SlackUser, person.TeamsUser))]);

    private StatusView Status() => new(
        InstantPattern.ExtendedIso.Format(timekeeper.Now), InFull.Format(timekeeper.Now.InZone(Timekeeper.Zone).LocalDateTime),
        setUp.Ready, setUp.Problem, setUp.Playing, storyteller.Progress);

    private static MessageView View(TranscriptMessage message) => new(
        message.Platform, message.Channel, message.Id, message.Thread, message.From, message.OnlyFor, message.Text, message.Body,
        InFull.Format(message.At.InZone(Timekeeper.Zone).LocalDateTime), message.Updates > 0);

    private async IAsyncEnumerable<SseItem<string>> Events([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SseItem<string>(JsonSerializer.Serialize(Status(), PageJson.Default.StatusView), "status");
        await foreach (var happening in Transcript.Listen(cancellationToken))
        {
            yield return happening switch
            {
                Happening.Posted posted => new SseItem<string>(JsonSerializer.Serialize(View(posted.Message), PageJson.Default.MessageView), "message"),
                Happening.Deleted deleted => new SseItem<string>(JsonSerializer.Serialize(View(deleted.Message), PageJson.Default.MessageView), "deleted"),
                Happening.DialogChanged dialog => new SseItem<string>(
                    JsonSerializer.Serialize(new DialogView(dialog.Persona, dialog.Dialog), PageJson.Default.DialogView), "dialog"),
                _ => new SseItem<string>(JsonSerializer.Serialize(Status(), PageJson.Default.StatusView), "status"),
            };
        }
    }
}
