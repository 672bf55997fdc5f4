using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using CommitmentBot.Rehearsal.StandIns;
using Microsoft.AspNetCore.Http;

namespace CommitmentBot.Rehearsal.Teams;

/// <summary>
/// The Connector's calls, as far as the bot uses them. https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
/// </summary>
internal sealed class TeamsConnector(Transcript transcript, StandInSettings settings)
{
    private const string AdaptiveCard = "application/vnd.microsoft.card.adaptive";

    private readonly ConcurrentDictionary<string, Persona> away = new();

    public Transcript Transcript => transcript;

    /// <summary>Somebody leaves the team, or comes back.</summary>
    public void Move(Persona person, bool leaves)
    {
        if (leaves)
        {
            away[person.Key] = person;
        }
        else
        {
            away.TryRemove(person.Key, out _);
        }
    }

    /// <summary>An id as Teams makes them: digits that grow, never twice.</summary>
    public string NextId() => transcript.NextMoment().ToString(CultureInfo.InvariantCulture);

    /// <summary>What a POST /v3/conversations creates, as the fault switch knows it.</summary>
    public static string Creates(JsonObject body) => body.Text("isGroup") == "true" ? "threads.create" : "conversations.create";

    /// <summary>POST /v3/conversations: a personal chat with a member, or a new thread in a channel.</summary>
    public IResult Create(JsonObject body)
    {
        if (Creates(body) == "threads.create")
        {
            var channel = body["channelData"]?["channel"].Text("id") ?? "";
            if (World.At(PlatformName.Teams, channel) is null || body["activity"] is not JsonObject activity)
            {
                return Error("BadArgument", StatusCodes.Status400BadRequest);
            }

            return Add(new TeamsPlace(channel, null), activity) is { } root
                ? Wire.Json(
                    new JsonObject { ["id"] = new TeamsPlace(channel, root.Id).Id, ["activityId"] = root.Id, ["serviceUrl"] = settings.TeamsServiceUrl.ToString() },
                    StatusCodes.Status201Created)
                : Error("BadSyntax", StatusCodes.Status400BadRequest);
        }

        var members = body["members"] as JsonArray ?? [];
        return members.Count == 1 && World.ByTeamsUser(members[0].Text("id")) is { } person
            ? Wire.Json(
                new JsonObject { ["id"] = person.TeamsDirect, ["serviceUrl"] = settings.TeamsServiceUrl.ToString() }, StatusCodes.Status201Created)
            : Error("BadArgument", StatusCodes.Status400BadRequest);
    }

    /// <summary>POST /v3/conversations/{c}/activities[/{a}].</summary>
    public IResult Post(string conversation, JsonObject activity)
    {
        var place = TeamsPlace.Parse(conversation);
        if (!place.IsKnown)
        {
            return Error("ConversationNotFound", StatusCodes.Status404NotFound);
        }

        if (activity.Text("type") is "typing" or "trace")
        {
            return Results.StatusCode(StatusCodes.Status202Accepted);
        }

        return Add(place, activity) is { } message
            ? Wire.Json(new JsonObject { ["id"] = message.Id }, StatusCodes.Status201Created)
            : Error("BadSyntax", StatusCodes.Status400BadRequest);
    }

    /// <summary>PUT /v3/conversations/{c}/activities/{a}.</summary>
    public IResult Put(string conversation, string id, JsonObject activity)
    {
        var place = TeamsPlace.Parse(conversation);
        var (markup, card) = Content(activity);
        if (transcript.Find(PlatformName.Teams, place.Channel, id) is not { From: null })
        {
            return Error("ActivityNotFoundInConversation", StatusCodes.Status404NotFound);
        }

        transcript.Replace(PlatformName.Teams, place.Channel, id, old => old with { Text = TeamsText.Decode(markup), Markup = markup, Body = card });
        return Wire.Json(new JsonObject { ["id"] = id });
    }

    /// <summary>DELETE /v3/conversations/{c}/activities/{a}.</summary>
    public IResult Delete(string conversation, string id) =>
        transcript.Find(PlatformName.Teams, TeamsPlace.Parse(conversation).Channel, id) is { From: null } message && transcript.Delete(message)
            ? Results.Ok()
            : Error("ActivityNotFoundInConversation", StatusCodes.Status404NotFound);

    /// <summary>GET …/members.</summary>
    public IResult Members(string conversation) => TeamsPlace.Parse(conversation) is { IsKnown: true } place
        ? Wire.Json(new JsonArray([.. In(place).Select(person => (JsonNode)Account(person))]))
        : Error("ConversationNotFound", StatusCodes.Status404NotFound);

    /// <summary>GET …/pagedmembers; everybody fits one page.</summary>
    public IResult PagedMembers(string conversation) => TeamsPlace.Parse(conversation) is { IsKnown: true } place
        ? Wire.Json(new JsonObject { ["members"] = new JsonArray([.. In(place).Select(person => (JsonNode)Account(person))]) })
        : Error("ConversationNotFound", StatusCodes.Status404NotFound);

    /// <summary>GET …/members/{id}; by the Teams id or the directory's.</summary>
    public IResult Member(string conversation, string id) =>
        In(TeamsPlace.Parse(conversation)).FirstOrDefault(person => person.TeamsUser == id || person.AadObjectId == id) is { } found
            ? Wire.Json(Account(found))
            : Error("MemberNotFoundInConversation", StatusCodes.Status404NotFound);

    /// <summary>GET /v3/teams/{id}.</summary>
    public static IResult Team(string id) => World.Venues.FirstOrDefault(venue => venue.TeamsTeam == id) is { } venue
        ? Wire.Json(new JsonObject { ["id"] = id, ["name"] = venue.TeamsTeamName, ["tenantId"] = World.TeamsTenant, ["channelCount"] = 2 })
        : Error("TeamNotFound", StatusCodes.Status404NotFound);

    /// <summary>GET /v3/teams/{id}/conversations.</summary>
    public static IResult Channels(string id) => World.Venues.FirstOrDefault(venue => venue.TeamsTeam == id) is { } venue
        ? Wire.Json(new JsonObject
        {
            ["conversations"] = new JsonArray(
                new JsonObject { ["id"] = id }, new JsonObject { ["id"] = venue.TeamsChannel, ["name"] = venue.TeamsChannelName }),
        })
        : Error("TeamNotFound", StatusCodes.Status404NotFound);

    /// <summary>
    /// Applies an invoke's HTTP answer: a card takes the clicked one's place, words are shown to the person only. The card is the clicker's own, so
    /// one that has come for everybody in the meantime stays.
    /// </summary>
    public void Apply(Persona person, TranscriptMessage clicked, JsonObject? answer)
    {
        switch (answer.Text("type"))
        {
            case AdaptiveCard when answer!["value"] is JsonObject card:
                transcript.Replace(PlatformName.Teams, clicked.Channel, clicked.Id, old => old.Change == clicked.Change ? old with { Body = card.DeepClone() } : old);
                break;
            case "application/vnd.microsoft.activity.message":
                Whisper(person, clicked, answer.Text("value") ?? "");
                break;
            case "application/vnd.microsoft.error":
                Whisper(person, clicked, answer!["value"].Text("message") ?? "Something went wrong.");
                break;
        }
    }

    /// <summary>Text and card of an activity.</summary>
    private static (string Markup, JsonNode? Card) Content(JsonObject activity)
    {
        var card = (activity["attachments"] as JsonArray ?? [])
            .FirstOrDefault(attachment => attachment.Text("contentType") == AdaptiveCard)?["content"]?.DeepClone();
        return (activity.Text("text") ?? activity.Text("summary") ?? card.Text("fallbackText") ?? card.Text("speak") ?? "", card);
    }

    private static JsonObject Account(Persona person) => new()
    {
        ["id"] = person.TeamsUser,
        ["name"] = person.Name,
        ["aadObjectId"] = person.AadObjectId,
        ["objectId"] = person.AadObjectId,
        ["email"] = person.Email,
        ["userPrincipalName"] = person.OtherTenant is null ? person.Email : $"{person.Email.Replace('@', '_')}#EXT#@northmere.example",
        ["tenantId"] = person.OtherTenant ?? World.TeamsTenant,
        ["userRole"] = person.OtherTenant is null ? "user" : "guest",
    };

    private IEnumerable<Persona> In(TeamsPlace place) =>
        place.Members.Where(person => place.Person is not null || !away.ContainsKey(person.Key));

    private static IResult Error(string code, int status) => Faults.Error(PlatformName.Teams, code, status);

    private void Whisper(Persona person, TranscriptMessage clicked, string text) => transcript.Add(new TranscriptMessage
    {
        Platform = PlatformName.Teams,
        Channel = clicked.Channel,
        Id = NextId(),
        Thread = clicked.Thread ?? (World.At(PlatformName.Teams, clicked.Channel) is not null ? clicked.Id : null),
        OnlyFor = person.Key,
        Text = text,
        Markup = text,
        At = transcript.Now,
    });

    private TranscriptMessage? Add(TeamsPlace place, JsonObject activity)
    {
        var (markup, card) = Content(activity);
        return markup.Length == 0 && card is null
            ? null
            : transcript.Add(new TranscriptMessage
            {
                Platform = PlatformName.Teams,
                Channel = place.Channel,
                Id = NextId(),
                Thread = place.Thread,
                Text = TeamsText.Decode(markup),
                Markup = markup,
                Body = card,
                At = transcript.Now,
            });
    }
}
