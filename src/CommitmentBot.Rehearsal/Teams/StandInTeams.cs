using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using CommitmentBot.Rehearsal.StandIns;

namespace CommitmentBot.Rehearsal.Teams;

/// <summary>What people do on Teams, sent to the bot as the channel sends it: activities with a signed token, over HTTP.</summary>
public sealed class StandInTeams
{
    private readonly StandInSettings settings;
    private readonly BotLine line;
    private readonly TimeProvider time;

    internal StandInTeams(StandInSettings settings, Transcript transcript, BotLine line, TeamsSignIn signIn, TimeProvider time)
    {
        this.settings = settings;
        this.line = line;
        this.time = time;
        SignIn = signIn;
        Connector = new TeamsConnector(transcript, settings);
    }

    internal TeamsSignIn SignIn { get; }

    internal TeamsConnector Connector { get; }

    /// <summary>Whether the bot hears of every message in the channel, as with the consent ChannelMessage.Read.Group.</summary>
    public bool TellsAll { get; set; }

    /// <summary>Adds the bot to the team and its channel: both events at once, as Teams sends them.</summary>
    public async Task<Delivered> AddBot(Persona person, CancellationToken cancellationToken)
    {
        var place = new TeamsPlace(World.Of(person).TeamsChannel, null);
        var installed = Activity("installationUpdate", person, place);
        installed["action"] = "add";
        installed["channelData"]!["settings"] = new JsonObject { ["selectedChannel"] = new JsonObject { ["id"] = place.Channel } };
        var added = Activity("conversationUpdate", person, place);
        added["channelData"]!["eventType"] = "teamMemberAdded";
        added["membersAdded"] = new JsonArray(new JsonObject { ["id"] = World.TeamsBot });
        var results = await Task.WhenAll(Deliver(installed, cancellationToken), Deliver(added, cancellationToken));
        return results[0];
    }

    /// <summary>Opens the personal chat with the bot for the first time.</summary>
    public Task<Delivered> OpenPersonalChat(Persona person, CancellationToken cancellationToken)
    {
        var installed = Activity("installationUpdate", person, new TeamsPlace(person.TeamsDirect, null));
        installed["action"] = "add";
        return Deliver(installed, cancellationToken);
    }

    /// <summary>Somebody leaves the team, or comes back into it.</summary>
    public Task<Delivered> Move(Persona person, bool leaves, CancellationToken cancellationToken)
    {
        Connector.Move(person, leaves);
        var moved = Activity("conversationUpdate", person, new TeamsPlace(World.Of(person).TeamsChannel, null));
        moved["channelData"]!["eventType"] = leaves ? "teamMemberRemoved" : "teamMemberAdded";
        moved[leaves ? "membersRemoved" : "membersAdded"] = new JsonArray(new JsonObject { ["id"] = person.TeamsUser });
        return Deliver(moved, cancellationToken);
    }

    /// <summary>Takes the app out of one's personal apps: both events, in the personal chat.</summary>
    public async Task<Delivered> RemoveApp(Persona person, CancellationToken cancellationToken)
    {
        var place = new TeamsPlace(person.TeamsDirect, null);
        var uninstalled = Activity("installationUpdate", person, place);
        uninstalled["action"] = "remove";
        var left = Activity("conversationUpdate", person, place);
        left["membersRemoved"] = new JsonArray(new JsonObject { ["id"] = World.TeamsBot });
        var results = await Task.WhenAll(Deliver(uninstalled, cancellationToken), Deliver(left, cancellationToken));
        return results[0];
    }

    /// <summary>
    /// Writes a message in the channel or in the person's personal chat. <c>@CommitmentBot</c> and <c>@Name</c> become mentions. In the
    /// channel the bot hears only of messages that mention it, unless Teams <see cref="TellsAll"/>.
    /// </summary>
    public async Task<Delivered> Say(Persona person, string channel, string text, string? thread, CancellationToken cancellationToken)
    {
        if (person.TeamsUser is null)
        {
            return Delivered.NotSent($"{person.Name} is not on Teams.");
        }

        var (markup, mentions) = TeamsText.Encode(text);
        var message = Connector.Transcript.Add(new TranscriptMessage
        {
            Platform = PlatformName.Teams,
            Channel = channel,
            Id = Connector.NextId(),
            Thread = thread,
            From = person.Key,
            Text = text,
            Markup = markup,
            At = Connector.Transcript.Now,
        });
        var place = new TeamsPlace(channel, IsForums(channel) ? thread ?? message.Id : null);
        if (!TellsAll && place.Person is null && mentions.All(mention => mention["mentioned"].Text("id") != World.TeamsBot))
        {
            return new Delivered(true, null, 0, "", null) { MessageId = message.Id };
        }

        var activity = Activity("message", person, place);
        activity["id"] = message.Id;
        activity["text"] = markup;
        activity["textFormat"] = "plain";
        activity["entities"] = new JsonArray([.. mentions, ClientInfo()]);
        return await Deliver(activity, cancellationToken) with { MessageId = message.Id };
    }

    /// <summary>Edits one's own message.</summary>
    public Task<Delivered> Edit(Persona person, TranscriptMessage message, string text, CancellationToken cancellationToken)
    {
        var (markup, mentions) = TeamsText.Encode(text);
        Connector.Transcript.Replace(PlatformName.Teams, message.Channel, message.Id, it => it with { Text = text, Markup = markup });
        var activity = Activity("messageUpdate", person, new TeamsPlace(message.Channel, message.Thread ?? message.Id));
        activity["id"] = message.Id;
        activity["text"] = markup;
        activity["textFormat"] = "plain";
        activity["entities"] = new JsonArray([.. mentions, ClientInfo()]);
        activity["channelData"]!["eventType"] = "editMessage";
        return Deliver(activity, cancellationToken);
    }

    /// <summary>Searches the register from the box where messages are written.</summary>
    public Task<Delivered> Search(Persona person, string words, CancellationToken cancellationToken)
    {
        var invoke = Activity("invoke", person, new TeamsPlace(person.TeamsDirect, null));
        invoke["name"] = "composeExtension/query";
        invoke["value"] = new JsonObject
        {
            ["commandId"] = "searchCommitments",
            ["parameters"] = new JsonArray(new JsonObject { ["name"] = "words", ["value"] = words }),
            ["queryOptions"] = new JsonObject { ["skip"] = 0, ["count"] = 25 },
        };
        return Once(invoke, cancellationToken);
    }

    /// <summary>
    /// Presses a card's button: <paramref name="target"/> is its title, or its place in the card (<c>/actions/0</c>); <paramref name="values"/>
    /// fill the inputs around it, by id or label. The answer is applied to the card.
    /// </summary>
    public async Task<Delivered> Click(
        Persona person, TranscriptMessage message, string target, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        if (person.TeamsUser is null)
        {
            return Delivered.NotSent($"{person.Name} is not on Teams.");
        }

        if (TeamsCard.FindAction(message.Body, target) is not { } found)
        {
            return Delivered.NotSent($"There is no button “{target}” on that card.");
        }

        var data = TeamsCard.Data(message.Body, found.Pointer, found.Action, values);
        if (TeamsCard.Missing(message.Body, found.Pointer, data) is { } missing)
        {
            return Delivered.NotSent($"“{missing}” is still to be filled in.");
        }

        var thread = ThreadOf(message);
        var place = new TeamsPlace(message.Channel, thread);
        if (found.Action.Text("type") == "Action.Submit")
        {
            var submitted = Activity("message", person, place);
            submitted["replyToId"] = message.Id;
            submitted["value"] = data;
            return await Deliver(submitted, cancellationToken);
        }

        var invoke = Activity("invoke", person, place);
        invoke["name"] = "adaptiveCard/action";
        invoke["replyToId"] = message.Id;
        invoke["value"] = new JsonObject
        {
            ["action"] = new JsonObject
            {
                ["type"] = "Action.Execute",
                ["title"] = found.Action.Text("title"),
                ["verb"] = found.Action.Text("verb"),
                ["data"] = data,
            },
            ["trigger"] = "manual",
        };
        var result = await Once(invoke, cancellationToken);
        if (result.Taken)
        {
            Connector.Apply(person, message, Wire.Parse(result.Body));
        }

        return result;
    }

    /// <summary>What a client does by itself when one of the card's readers sees it: the card as that person sees it, or null.</summary>
    public async Task<JsonObject?> Look(Persona person, TranscriptMessage message, CancellationToken cancellationToken)
    {
        var refresh = message.Body?["refresh"];
        if (refresh?["userIds"] is not JsonArray readers || readers.All(id => (string?)id != person.TeamsUser))
        {
            return null;
        }

        var invoke = Activity("invoke", person, new TeamsPlace(message.Channel, ThreadOf(message)));
        invoke["name"] = "adaptiveCard/action";
        invoke["replyToId"] = message.Id;
        invoke["value"] = new JsonObject { ["action"] = refresh["action"]!.DeepClone(), ["trigger"] = "automatic" };
        return Wire.Parse((await Once(invoke, cancellationToken)).Body)?["value"] as JsonObject;
    }

    /// <summary>"Record as commitment" in the menu of a message: a message extension's action, which may open a dialog.</summary>
    public async Task<Delivered> Shortcut(Persona person, TranscriptMessage message, CancellationToken cancellationToken)
    {
        if (person.TeamsUser is null)
        {
            return Delivered.NotSent($"{person.Name} is not on Teams.");
        }

        var invoke = Extension("composeExtension/fetchTask", person, message, null);
        var result = await Once(invoke, cancellationToken);
        if (result.Taken)
        {
            Follow(person, message, Wire.Parse(result.Body));
        }

        return result;
    }

    /// <summary>Submits the dialog the person has open, with the first action of its card.</summary>
    public async Task<Delivered> Submit(Persona person, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        if (!Connector.Transcript.Dialogs.TryGetValue(person.Key, out var dialog)
            || Connector.Transcript.Find(PlatformName.Teams, null, dialog.Id) is not { } message)
        {
            return Delivered.NotSent($"{person.Name} has no form open.");
        }

        var action = dialog.Body.Objects().FirstOrDefault(found => found.Node.Text("type") is "Action.Submit" or "Action.Execute");
        if (action.Node is null)
        {
            return Delivered.NotSent("That form has no button.");
        }

        var data = TeamsCard.Data(dialog.Body, action.Pointer, action.Node, values);
        if (TeamsCard.Missing(dialog.Body, action.Pointer, data) is { } missing)
        {
            return Delivered.NotSent($"“{missing}” is still to be filled in.");
        }

        var result = await Once(Extension("composeExtension/submitAction", person, message, data), cancellationToken);
        if (result.Taken)
        {
            Follow(person, message, Wire.Parse(result.Body));
        }

        return result;
    }

    private void Follow(Persona person, TranscriptMessage message, JsonObject? answer)
    {
        var task = answer?["task"];
        var dialog = task.Text("type") == "continue" && task?["value"]?["card"]?["content"] is JsonObject card
            ? new OpenDialog(PlatformName.Teams, message.Id, task["value"].Text("title") ?? World.BotName, card.DeepClone(), new Dictionary<string, string>())
            : null;
        Connector.Transcript.SetDialog(person.Key, dialog);
        if (task.Text("type") == "message" && task.Text("value") is { } words)
        {
            Connector.Apply(person, message, new JsonObject { ["type"] = "application/vnd.microsoft.activity.message", ["value"] = words });
        }
    }

    private JsonObject Extension(string name, Persona person, TranscriptMessage message, JsonObject? data)
    {
        var thread = ThreadOf(message);
        var invoke = Activity("invoke", person, new TeamsPlace(message.Channel, thread));
        var author = World.ByKey(message.From);
        invoke["name"] = name;
        var value = new JsonObject
        {
            ["commandId"] = "recordCommitment",
            ["commandContext"] = "message",
            ["context"] = new JsonObject { ["theme"] = "default" },
            ["messagePayload"] = new JsonObject
            {
                ["id"] = message.Id,
                ["createdDateTime"] = message.At.ToString(),
                ["deleted"] = false,
                ["importance"] = "normal",
                ["locale"] = "en-gb",
                ["from"] = author is null
                    ? new JsonObject { ["application"] = new JsonObject { ["applicationIdentityType"] = "bot", ["id"] = World.TeamsBot, ["displayName"] = World.BotName } }
                    : new JsonObject { ["user"] = new JsonObject { ["userIdentityType"] = "aadUser", ["id"] = author.AadObjectId, ["displayName"] = author.Name } },
                ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = $"<p>{System.Net.WebUtility.HtmlEncode(message.Text)}</p>" },
                ["attachments"] = new JsonArray(),
                ["mentions"] = new JsonArray(),
                ["reactions"] = new JsonArray(),
                ["linkToMessage"] = $"https://teams.microsoft.com/l/message/{Uri.EscapeDataString(message.Channel)}/{message.Id}",
            },
        };
        if (data is not null)
        {
            value["data"] = data;
        }

        invoke["value"] = value;
        return invoke;
    }

    private JsonObject Activity(string type, Persona person, TeamsPlace place)
    {
        var personal = place.Person is not null;
        var now = time.GetUtcNow();
        var data = new JsonObject { ["tenant"] = new JsonObject { ["id"] = World.TeamsTenant } };
        var conversation = new JsonObject
        {
            ["id"] = place.Id,
            ["tenantId"] = World.TeamsTenant,
            ["conversationType"] = personal ? "personal" : "channel",
        };
        if (place.Venue is { } venue)
        {
            conversation["isGroup"] = true;
            data["teamsChannelId"] = venue.TeamsChannel;
            data["teamsTeamId"] = venue.TeamsTeam;
            data["team"] = new JsonObject { ["id"] = venue.TeamsTeam, ["name"] = venue.TeamsTeamName };
            data["channel"] = new JsonObject { ["id"] = venue.TeamsChannel, ["name"] = venue.TeamsChannelName };
        }

        return new JsonObject
        {
            ["type"] = type,
            ["id"] = Connector.NextId(),
            ["timestamp"] = Iso(now),
            ["localTimestamp"] = Iso(now),
            ["localTimezone"] = "Europe/London",
            ["serviceUrl"] = settings.TeamsServiceUrl.ToString(),
            ["channelId"] = "msteams",
            ["locale"] = "en-GB",
            ["from"] = new JsonObject { ["id"] = person.TeamsUser, ["name"] = person.Name, ["aadObjectId"] = person.AadObjectId },
            ["recipient"] = new JsonObject { ["id"] = World.TeamsBot, ["name"] = World.BotName },
            ["conversation"] = conversation,
            ["entities"] = new JsonArray(ClientInfo()),
            ["channelData"] = data,
        };
    }

    private static bool IsForums(string channel) => World.At(PlatformName.Teams, channel) is not null;

    private static string? ThreadOf(TranscriptMessage message) => IsForums(message.Channel) ? message.Thread ?? message.Id : null;

    private static JsonObject ClientInfo() => new()
    {
        ["type"] = "clientInfo",
        ["locale"] = "en-GB",
        ["country"] = "GB",
        ["platform"] = "Web",
        ["timezone"] = "Europe/London",
    };

    private static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private Task<Delivered> Deliver(JsonObject activity, CancellationToken cancellationToken)
    {
        var body = activity.ToJsonString();
        return line.Persistently((_, _) => Signed(body), settings.TeamsPatience, cancellationToken);
    }

    private async Task<Delivered> Once(JsonObject activity, CancellationToken cancellationToken)
    {
        using var request = Signed(activity.ToJsonString());
        return await line.Once(request, settings.TeamsPatience, cancellationToken);
    }

    private HttpRequestMessage Signed(string body) => new(HttpMethod.Post, new Uri(settings.Bot, "/api/messages"))
    {
        Content = new StringContent(body, Encoding.UTF8, "application/json"),
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", SignIn.ChannelToken()) },
    };
}
