using System.Globalization;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using CommitmentBot.Rehearsal.StandIns;

namespace CommitmentBot.Rehearsal.Slack;

/// <summary>Slack's methods, as far as the bot uses them: arguments in, <c>ok</c> or an error out. https://docs.slack.dev/reference/methods</summary>
internal sealed class SlackWebApi(SlackWorkspace workspace)
{
    /// <summary>Methods that read form and query only; a JSON body is ignored, as at Slack.</summary>
    private static readonly HashSet<string> FormOnly =
        ["users.info", "conversations.info", "conversations.history", "conversations.replies", "conversations.members", "chat.getPermalink"];

    private static readonly string[] JsonArguments = ["blocks", "metadata", "view"];

    private Transcript Transcript => workspace.Transcript;

    /// <summary>Whether a JSON body counts for the method.</summary>
    public static bool ReadsJson(string method) => !FormOnly.Contains(method);

    /// <summary>Arguments from a form: what is JSON by nature is parsed.</summary>
    public static JsonObject FromForm(IEnumerable<KeyValuePair<string, string>> form)
    {
        var arguments = new JsonObject();
        foreach (var (name, value) in form)
        {
            arguments[name] = JsonArguments.Contains(name) ? JsonNode.Parse(value) : value;
        }

        return arguments;
    }

    /// <summary>Does what the method does.</summary>
    public JsonObject Call(string method, JsonObject arguments) => method switch
    {
        "auth.test" => Ok(("team_id", World.SlackTeam), ("team", "Eastborough"), ("user_id", World.SlackBotUser), ("user", "commitmentbot"), ("bot_id", World.SlackBot)),
        "chat.postMessage" => Post(arguments, null),
        "chat.postEphemeral" => PostEphemeral(arguments),
        "chat.update" => Update(arguments),
        "chat.getPermalink" => Permalink(arguments),
        "conversations.open" => Open(arguments),
        "conversations.info" => Info(arguments),
        "conversations.members" => Members(arguments),
        "conversations.history" => History(arguments),
        "conversations.replies" => Replies(arguments),
        "users.info" => User(arguments),
        "views.open" => OpenView(arguments),
        "views.update" => UpdateView(arguments),
        _ => Error("unknown_method"),
    };

    /// <summary>Posts what the bot answered to a response address or a command.</summary>
    public JsonObject Answer(Persona person, string channel, string? clicked, JsonObject answer)
    {
        var message = new JsonObject { ["channel"] = channel };
        foreach (var name in (string[])["text", "blocks", "thread_ts"])
        {
            message[name] = answer[name]?.DeepClone();
        }

        if (clicked is not null && answer.Text("replace_original") != "false" && answer.Text("response_type") != "in_channel")
        {
            message["ts"] = clicked;
            return answer.Text("delete_original") == "true" ? Delete(channel, clicked) : Update(message);
        }

        return Post(message, answer.Text("response_type") == "in_channel" ? null : person);
    }

    internal static JsonObject Error(string error) => new() { ["ok"] = false, ["error"] = error };

    private static JsonObject Ok(params (string Name, JsonNode? Value)[] values)
    {
        var answer = new JsonObject { ["ok"] = true };
        foreach (var (name, value) in values)
        {
            answer[name] = value;
        }

        return answer;
    }

    private JsonObject Post(JsonObject arguments, Persona? onlyFor)
    {
        var channel = SlackWorkspace.PersonOfDirect(arguments.Text("channel"))?.SlackDirect ?? arguments.Text("channel");
        if (!SlackWorkspace.IsChannel(channel))
        {
            return Error("channel_not_found");
        }

        if (Wrong(arguments) is { } wrong)
        {
            return Error(wrong);
        }

        var markup = arguments.Text("text") ?? "";
        var message = Transcript.Add(new TranscriptMessage
        {
            Platform = PlatformName.Slack,
            Channel = channel!,
            Id = workspace.NextTs(),
            Thread = arguments.Text("thread_ts"),
            OnlyFor = onlyFor?.Key,
            Text = SlackText.Decode(markup),
            Markup = markup,
            Body = arguments["blocks"]?.DeepClone(),
            Metadata = arguments["metadata"]?.DeepClone(),
            At = Transcript.Now,
        });
        return Ok(("channel", channel), ("ts", message.Id), ("message", SlackWorkspace.Describe(message, withMetadata: false)));
    }

    private JsonObject PostEphemeral(JsonObject arguments)
    {
        if (World.BySlackUser(arguments.Text("user")) is not { } person)
        {
            return Error("user_not_in_channel");
        }

        var posted = Post(arguments, person);
        return posted.Text("ok") == "true" ? Ok(("message_ts", posted["ts"]!.DeepClone())) : posted;
    }

    private JsonObject Update(JsonObject arguments)
    {
        var channel = arguments.Text("channel");
        if (Transcript.Find(PlatformName.Slack, channel, arguments.Text("ts")) is not { } posted)
        {
            return Error(SlackWorkspace.IsChannel(channel) ? "message_not_found" : "channel_not_found");
        }

        if (posted.From is not null)
        {
            return Error("cant_update_message");
        }

        if (Wrong(arguments) is { } wrong)
        {
            return Error(wrong);
        }

        // Slack: text without blocks takes the blocks away; blocks without text keep the text.
        var markup = arguments.Text("text");
        var changed = Transcript.Replace(PlatformName.Slack, channel, posted.Id, old => old with
        {
            Text = markup is null ? old.Text : SlackText.Decode(markup),
            Markup = markup ?? old.Markup,
            Body = arguments["blocks"]?.DeepClone(),
            Metadata = arguments["metadata"]?.DeepClone() ?? old.Metadata,
        });
        return changed is null
            ? Error("message_not_found")
            : Ok(("channel", channel), ("ts", posted.Id), ("text", changed.Markup));
    }

    private JsonObject Delete(string channel, string ts) =>
        Transcript.Find(PlatformName.Slack, channel, ts) is { } message && Transcript.Delete(message) ? Ok() : Error("message_not_found");

    private static string? Wrong(JsonObject arguments)
    {
        var text = arguments.Text("text");
        return arguments["blocks"] switch
        {
            null when string.IsNullOrEmpty(text) => "no_text",
            not null and not JsonArray => "invalid_blocks_format",
            JsonArray { Count: > 50 } => "invalid_blocks",
            JsonArray blocks when blocks.Any(block => block.Text("type") is null) => "invalid_blocks",
            _ => text?.Length > 40_000 ? "msg_too_long" : null,
        };
    }

    private JsonObject Permalink(JsonObject arguments) =>
        Transcript.Find(PlatformName.Slack, arguments.Text("channel"), arguments.Text("message_ts")) is { } message
            ? Ok(("channel", message.Channel), ("permalink", StandInSlack.Permalink(message.Channel, message.Id).ToString()))
            : Error("message_not_found");

    // Nobody of another workspace can be written to in private by this one's bot.
    private static JsonObject Open(JsonObject arguments) => World.BySlackUser(arguments.Text("users")) switch
    {
        { OtherTeam: null } person => Ok(("channel", new JsonObject { ["id"] = person.SlackDirect })),
        null => Error("user_not_found"),
        _ => Error("user_not_visible"),
    };

    private static JsonObject Info(JsonObject arguments)
    {
        var channel = arguments.Text("channel");
        if (World.At(PlatformName.Slack, channel) is { } venue)
        {
            return Ok(("channel", new JsonObject
            {
                ["id"] = channel,
                ["name"] = venue.SlackChannelName,
                ["is_channel"] = true,
                ["is_im"] = false,
                ["is_private"] = false,
                ["is_archived"] = false,
                ["is_member"] = true,
                ["is_shared"] = venue.IsShared,
                ["is_ext_shared"] = venue.IsShared,
                ["context_team_id"] = World.SlackTeam,
            }));
        }

        return SlackWorkspace.PersonOfDirect(channel) is { } person
            ? Ok(("channel", new JsonObject { ["id"] = person.SlackDirect, ["is_im"] = true, ["user"] = person.SlackUser }))
            : Error("channel_not_found");
    }

    private JsonObject Members(JsonObject arguments)
    {
        if (arguments.Text("channel") is not { } channel || !SlackWorkspace.IsChannel(channel))
        {
            return Error("channel_not_found");
        }

        List<string> members = World.At(PlatformName.Slack, channel) is { } venue
            ? [.. workspace.Members(venue)]
            : [World.SlackBotUser, SlackWorkspace.PersonOfDirect(channel)!.SlackUser!];
        var limit = int.TryParse(arguments.Text("limit"), out var asked) ? Math.Clamp(asked, 1, 999) : 100;
        var skip = int.TryParse(arguments.Text("cursor"), out var at) ? at : 0;
        return Ok(
            ("members", new JsonArray([.. members.Skip(skip).Take(limit).Select(id => (JsonNode)id)])),
            ("response_metadata", new JsonObject
            {
                ["next_cursor"] = members.Count > skip + limit ? (skip + limit).ToString(CultureInfo.InvariantCulture) : "",
            }));
    }

    private JsonObject History(JsonObject arguments) => Page(arguments, message => message.Thread is null || message.Thread == message.Id, newestFirst: true);

    private JsonObject Replies(JsonObject arguments)
    {
        var root = arguments.Text("ts");
        return Transcript.Find(PlatformName.Slack, arguments.Text("channel"), root) is null
            ? Error("thread_not_found")
            : Page(arguments, message => message.Id == root || message.Thread == root, newestFirst: false);
    }

    private JsonObject Page(JsonObject arguments, Func<TranscriptMessage, bool> wanted, bool newestFirst)
    {
        var channel = arguments.Text("channel");
        if (!SlackWorkspace.IsChannel(channel))
        {
            return Error("channel_not_found");
        }

        var from = Ts(arguments.Text("oldest")) ?? 0;
        var to = Ts(arguments.Text("latest")) ?? decimal.MaxValue;
        var inclusive = arguments.Text("inclusive") == "true";
        var limit = int.TryParse(arguments.Text("limit"), out var asked) ? Math.Clamp(asked, 1, 999) : 100;
        var skip = int.TryParse(arguments.Text("cursor"), out var at) ? at : 0;
        var found = Transcript.Messages
            .Where(message => message.Platform == PlatformName.Slack && message.Channel == channel && message.OnlyFor is null && wanted(message))
            .Where(message => Ts(message.Id) is { } ts && (inclusive ? ts >= from && ts <= to : ts > from && ts < to))
            .ToList();
        if (newestFirst)
        {
            found.Reverse();
        }

        var more = found.Count > skip + limit;
        var metadata = arguments.Text("include_all_metadata") == "true";
        return Ok(
            ("messages", new JsonArray([.. found.Skip(skip).Take(limit).Select(message => SlackWorkspace.Describe(message, metadata))])),
            ("has_more", more),
            ("response_metadata", new JsonObject { ["next_cursor"] = more ? (skip + limit).ToString(CultureInfo.InvariantCulture) : "" }));
    }

    private static decimal? Ts(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ts) ? ts : null;

    private static JsonObject User(JsonObject arguments)
    {
        var id = arguments.Text("user");
        if (id == World.SlackBotUser)
        {
            return Ok(("user", new JsonObject { ["id"] = id, ["team_id"] = World.SlackTeam, ["name"] = "commitmentbot", ["is_bot"] = true, ["deleted"] = false }));
        }

        return World.BySlackUser(id) is { } person
            ? Ok(("user", new JsonObject
            {
                ["id"] = id,
                ["team_id"] = person.OtherTeam ?? World.SlackTeam,
                ["name"] = person.Key,
                ["real_name"] = person.Name,
                ["deleted"] = false,
                ["is_bot"] = false,
                ["tz"] = "Europe/London",
                ["tz_label"] = "Greenwich Mean Time",
                ["tz_offset"] = 0,
                ["profile"] = new JsonObject
                {
                    ["real_name"] = person.Name,
                    ["display_name"] = person.Name,
                    ["email"] = person.OtherTeam is null ? person.Email : null,
                    ["title"] = $"{person.Seat}, {person.OrganisationName}",
                },
            }))
            : Error("user_not_found");
    }

    private JsonObject OpenView(JsonObject arguments)
    {
        if (arguments["view"] is not JsonObject view || view.Text("type") != "modal" || view["blocks"] is not JsonArray)
        {
            return Error("invalid_arguments");
        }

        var (person, error) = workspace.UseTrigger(arguments.Text("trigger_id"));
        return person is null ? Error(error!) : Ok(("view", workspace.Show(person, view, null).DeepClone()));
    }

    private JsonObject UpdateView(JsonObject arguments)
    {
        if (arguments["view"] is not JsonObject view)
        {
            return Error("invalid_arguments");
        }

        var id = arguments.Text("view_id");
        var open = Transcript.Dialogs.FirstOrDefault(dialog => dialog.Value.Id == id);
        if (open.Key is null)
        {
            return Error("not_found");
        }

        return arguments.Text("hash") is { } hash && hash != open.Value.Body.Text("hash")
            ? Error("hash_conflict")
            : Ok(("view", workspace.Show(World.ByKey(open.Key)!, view, id).DeepClone()));
    }
}
