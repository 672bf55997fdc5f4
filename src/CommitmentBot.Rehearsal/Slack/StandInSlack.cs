using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using CommitmentBot.Rehearsal.StandIns;

namespace CommitmentBot.Rehearsal.Slack;

/// <summary>What people do on Slack, sent to the bot as Slack sends it: signed, over HTTP, events with Slack's retries.</summary>
public sealed class StandInSlack
{
    private readonly StandInSettings settings;
    private readonly BotLine line;

    internal StandInSlack(StandInSettings settings, Transcript transcript, BotLine line, TimeProvider time)
    {
        this.settings = settings;
        this.line = line;
        Workspace = new SlackWorkspace(transcript, time);
        Api = new SlackWebApi(Workspace);
    }

    internal SlackWorkspace Workspace { get; }

    internal SlackWebApi Api { get; }

    /// <summary>The address of a message, as Slack forms it.</summary>
    public static Uri Permalink(string channel, string ts) =>
        new($"https://eastborough.slack.com/archives/{channel}/p{ts.Replace(".", "", StringComparison.Ordinal)}");

    /// <summary>
    /// Writes a message in a channel or in the person's direct messages. <c>@CommitmentBot</c> and <c>@Name</c> become mentions. The
    /// bot hears of every message in its channels, and of a mention twice, as Slack would tell it.
    /// </summary>
    public async Task<Delivered> Say(Persona person, string channel, string text, string? thread, CancellationToken cancellationToken)
    {
        if (person.SlackUser is null)
        {
            return Delivered.NotSent($"{person.Name} is not on Slack.");
        }

        var markup = SlackText.Encode(text);
        var message = Workspace.Transcript.Add(new TranscriptMessage
        {
            Platform = PlatformName.Slack,
            Channel = channel,
            Id = Workspace.NextTs(),
            Thread = thread,
            From = person.Key,
            Text = text,
            Markup = markup,
            At = Workspace.Transcript.Now,
        });
        var direct = SlackWorkspace.PersonOfDirect(channel) is not null;
        var results = new List<Task<Delivered>> { SendEvent(Event("message", direct ? "im" : "channel", message, person), cancellationToken) };
        if (!direct && markup.Contains($"<@{World.SlackBotUser}>", StringComparison.Ordinal))
        {
            results.Insert(0, SendEvent(Event("app_mention", null, message, person), cancellationToken));
        }

        await Task.WhenAll(results);
        return await results[0] with { MessageId = message.Id };
    }

    /// <summary>Edits one's own message.</summary>
    public Task<Delivered> Edit(Persona person, TranscriptMessage message, string text, CancellationToken cancellationToken)
    {
        var before = SlackWorkspace.Describe(message, withMetadata: false);
        var changed = Workspace.Transcript.Replace(
            PlatformName.Slack, message.Channel, message.Id, it => it with { Text = text, Markup = SlackText.Encode(text) })!;
        var payload = Event("message", "channel", changed, person);
        var inner = payload["event"]!.AsObject();
        inner["subtype"] = "message_changed";
        inner["hidden"] = true;
        inner["message"] = SlackWorkspace.Describe(changed, withMetadata: false);
        inner["previous_message"] = before;
        var ts = Workspace.NextTs();
        inner["ts"] = ts;
        inner["event_ts"] = ts;
        foreach (var whole in new[] { "user", "text", "client_msg_id" })
        {
            inner.Remove(whole);
        }

        return SendEvent(payload, cancellationToken);
    }

    /// <summary>Types <c>/commit …</c>; an answer in the same response is shown to the person only, or to the channel if it says so.</summary>
    public async Task<Delivered> Command(Persona person, string channel, string text, CancellationToken cancellationToken)
    {
        if (person.SlackUser is null)
        {
            return Delivered.NotSent($"{person.Name} is not on Slack.");
        }

        if (person.OtherTeam is not null)
        {
            return Delivered.NotSent($"{person.Name} is here from another workspace, which has no /commit.");
        }

        // Names are escaped with should_escape, as the manifest has it: <@U…|name>.
        var fields = new Dictionary<string, string>
        {
            ["token"] = "rehearsal",
            ["team_id"] = World.SlackTeam,
            ["team_domain"] = "eastborough",
            ["channel_id"] = channel,
            ["channel_name"] = World.At(PlatformName.Slack, channel)?.SlackChannelName ?? "directmessage",
            ["user_id"] = person.SlackUser,
            ["user_name"] = person.Key,
            ["command"] = "/commit",
            ["text"] = SlackText.Encode(text),
            ["api_app_id"] = World.SlackApp,
            ["is_enterprise_install"] = "false",
            ["response_url"] = AnswerUrl(person, channel, null),
            ["trigger_id"] = Workspace.NewTrigger(person),
        };
        var result = await line.Once(Form("/slack/commands", fields), settings.SlackPatience, cancellationToken);
        if (result.Taken && result.Body.Length > 0)
        {
            Api.Answer(person, channel, null, Wire.Parse(result.Body) ?? new JsonObject { ["text"] = result.Body });
        }

        return result;
    }

    /// <summary>Presses a button: <paramref name="target"/> is its label, its action id or its place in the blocks (<c>/2/elements/0</c>).</summary>
    public async Task<Delivered> Click(Persona person, TranscriptMessage message, string target, CancellationToken cancellationToken)
    {
        if (person.SlackUser is null)
        {
            return Delivered.NotSent($"{person.Name} is not on Slack.");
        }

        var button = message.Body.Objects()
            .Where(found => found.Node.Text("type") == "button")
            .FirstOrDefault(found => found.Pointer == target || found.Node["text"].Text("text") == target || found.Node.Text("action_id") == target);
        if (button.Node is null)
        {
            return Delivered.NotSent($"There is no button “{target}” on that message.");
        }

        var block = message.Body.At(button.Pointer.Split('/', StringSplitOptions.RemoveEmptyEntries)[0]);
        var action = new JsonObject
        {
            ["type"] = "button",
            ["action_id"] = button.Node.Text("action_id"),
            ["block_id"] = block.Text("block_id") ?? "",
            ["text"] = button.Node["text"]?.DeepClone(),
            ["action_ts"] = Workspace.NextTs(),
        };
        if (button.Node.Text("value") is { } value)
        {
            action["value"] = value;
        }

        var payload = Interaction("block_actions", person, message);
        payload["container"] = new JsonObject
        {
            ["type"] = "message",
            ["message_ts"] = message.Id,
            ["channel_id"] = message.Channel,
            ["is_ephemeral"] = message.OnlyFor is not null,
        };
        if (message.Thread is { } thread)
        {
            payload["container"]!["thread_ts"] = thread;
        }

        payload["actions"] = new JsonArray(action);
        payload["state"] = new JsonObject { ["values"] = new JsonObject() };
        return await Interact(payload, cancellationToken);
    }

    /// <summary>"Record as commitment" in the menu of a message.</summary>
    public async Task<Delivered> Shortcut(Persona person, TranscriptMessage message, CancellationToken cancellationToken)
    {
        if (person.SlackUser is null)
        {
            return Delivered.NotSent($"{person.Name} is not on Slack.");
        }

        var payload = Interaction("message_action", person, message);
        payload["callback_id"] = "record_commitment";
        payload["message_ts"] = message.Id;
        payload["action_ts"] = Workspace.NextTs();
        return await Interact(payload, cancellationToken);
    }

    /// <summary>
    /// Submits the view the person has open; values go by block id, action id or label, and what is not given keeps its initial value.
    /// </summary>
    public async Task<Delivered> Submit(Persona person, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        if (!Workspace.Transcript.Dialogs.TryGetValue(person.Key, out var dialog) || dialog.Body is not JsonObject open)
        {
            return Delivered.NotSent($"{person.Name} has no form open.");
        }

        var view = (JsonObject)open.DeepClone();
        var missing = SlackForm.Fill(view, values);
        if (missing.Count > 0)
        {
            Workspace.Transcript.SetDialog(person.Key, dialog with { Errors = missing });
            return Delivered.NotSent("Some answers are missing.");
        }

        var payload = Interaction("view_submission", person, null);
        payload["view"] = view;
        payload["response_urls"] = new JsonArray();
        var result = await Interact(payload, cancellationToken);
        if (result.Taken)
        {
            Follow(person, dialog, Wire.Parse(result.Body));
        }

        return result;
    }

    /// <summary>Closes the view the person has open, without sending it.</summary>
    public void Close(Persona person) => Workspace.Transcript.SetDialog(person.Key, null);

    private void Follow(Persona person, OpenDialog dialog, JsonObject? answer)
    {
        switch (answer.Text("response_action"))
        {
            case "errors":
                Workspace.Transcript.SetDialog(person.Key, dialog with
                {
                    Errors = (answer!["errors"] as JsonObject ?? []).ToDictionary(error => error.Key, error => error.Value?.ToString() ?? ""),
                });
                break;
            case "update" or "push" when answer!["view"] is JsonObject next:
                Workspace.Show(person, next, dialog.Id);
                break;
            default:
                Workspace.Transcript.SetDialog(person.Key, null);
                break;
        }
    }

    /// <summary>Somebody leaves the forum's channel, or comes back into it.</summary>
    public Task<Delivered> Move(Persona person, bool leaves, CancellationToken cancellationToken)
    {
        Workspace.Move(person, leaves);
        var ts = Workspace.NextTs();
        return SendEvent(
            Envelope(new JsonObject
            {
                ["type"] = leaves ? "member_left_channel" : "member_joined_channel",
                ["user"] = person.SlackUser,
                ["channel"] = World.Of(person).SlackChannel,
                ["channel_type"] = "C",
                ["team"] = person.OtherTeam ?? World.SlackTeam,
                ["event_ts"] = ts,
            }),
            cancellationToken);
    }

    private JsonObject Event(string type, string? channelType, TranscriptMessage message, Persona person)
    {
        var inner = new JsonObject
        {
            ["type"] = type,
            ["user"] = person.SlackUser,
            ["text"] = message.Markup,
            ["ts"] = message.Id,
            ["team"] = person.OtherTeam ?? World.SlackTeam,
            ["channel"] = message.Channel,
            ["event_ts"] = message.Id,
            ["client_msg_id"] = Guid.CreateVersion7().ToString(),
        };
        if (channelType is not null)
        {
            inner["channel_type"] = channelType;
        }

        if (message.Thread is { } thread)
        {
            inner["thread_ts"] = thread;
            inner["parent_user_id"] = Workspace.Transcript.Find(PlatformName.Slack, message.Channel, thread) is { From: { } writer }
                ? World.ByKey(writer)?.SlackUser
                : World.SlackBotUser;
        }

        return Envelope(inner);
    }

    private static JsonObject Envelope(JsonObject inner) => new()
    {
        ["token"] = "rehearsal",
        ["team_id"] = World.SlackTeam,
        ["context_team_id"] = World.SlackTeam,
        ["api_app_id"] = World.SlackApp,
        ["event"] = inner,
        ["type"] = "event_callback",
        ["event_id"] = SlackWorkspace.NewId("Ev"),
        ["event_time"] = long.Parse(inner.Text("event_ts")!.Split('.')[0], CultureInfo.InvariantCulture),
        ["authorizations"] = new JsonArray(new JsonObject
        {
            ["enterprise_id"] = null,
            ["team_id"] = World.SlackTeam,
            ["user_id"] = World.SlackBotUser,
            ["is_bot"] = true,
            ["is_enterprise_install"] = false,
        }),
        ["is_ext_shared_channel"] = World.At(PlatformName.Slack, inner.Text("channel"))?.IsShared ?? false,
        ["event_context"] = $"4-{inner.Text("type")}-{World.SlackTeam}-{inner.Text("channel")}",
    };

    private Task<Delivered> SendEvent(JsonObject payload, CancellationToken cancellationToken)
    {
        var body = payload.ToJsonString();
        return line.Persistently(
            (retry, reason) =>
            {
                var request = Signed("/slack/events", body, "application/json");
                if (retry > 0)
                {
                    request.Headers.Add("X-Slack-Retry-Num", retry.ToString(CultureInfo.InvariantCulture));
                    request.Headers.Add("X-Slack-Retry-Reason", reason);
                }

                return request;
            },
            settings.SlackPatience,
            cancellationToken);
    }

    private JsonObject Interaction(string type, Persona person, TranscriptMessage? message)
    {
        var payload = new JsonObject
        {
            ["type"] = type,
            ["token"] = "rehearsal",
            ["api_app_id"] = World.SlackApp,
            ["team"] = new JsonObject { ["id"] = World.SlackTeam, ["domain"] = "eastborough" },
            ["user"] = new JsonObject
            {
                ["id"] = person.SlackUser,
                ["username"] = person.Key,
                ["name"] = person.Key,
                ["team_id"] = person.OtherTeam ?? World.SlackTeam,
            },
            ["enterprise"] = null,
            ["is_enterprise_install"] = false,
            ["trigger_id"] = Workspace.NewTrigger(person),
        };
        if (message is not null)
        {
            payload["channel"] = new JsonObject
            {
                ["id"] = message.Channel,
                ["name"] = World.At(PlatformName.Slack, message.Channel)?.SlackChannelName ?? "directmessage",
            };
            if (message.OnlyFor is null)
            {
                payload["message"] = SlackWorkspace.Describe(message, withMetadata: true);
            }

            payload["response_url"] = AnswerUrl(person, message.Channel, message.From is null ? message.Id : null);
        }

        return payload;
    }

    private Task<Delivered> Interact(JsonObject payload, CancellationToken cancellationToken) =>
        line.Once(Form("/slack/interactivity", new Dictionary<string, string> { ["payload"] = payload.ToJsonString() }), settings.SlackPatience, cancellationToken);

    private string AnswerUrl(Persona person, string channel, string? message) =>
        new Uri(settings.Self, $"{StandInSettings.SlackPrefix}/answer/{Workspace.NewAnswerAddress(person, channel, message)}").ToString();

    private HttpRequestMessage Form(string path, Dictionary<string, string> fields) => Signed(
        path,
        string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}")),
        "application/x-www-form-urlencoded");

    private HttpRequestMessage Signed(string path, string body, string contentType)
    {
        var seconds = line.WallSeconds();
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.SlackSigningSecret), Encoding.UTF8.GetBytes($"v0:{seconds}:{body}"));
        return new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Bot, path))
        {
            Content = new StringContent(body, Encoding.UTF8, contentType),
            Headers =
            {
                { "X-Slack-Request-Timestamp", seconds },
                { "X-Slack-Signature", "v0=" + Convert.ToHexStringLower(hash) },
                { "User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)" },
            },
        };
    }
}
