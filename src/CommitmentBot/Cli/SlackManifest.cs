using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommitmentBot.Cli;

/// <summary><c>manifest slack</c>: the Slack app's manifest with the addresses of this installation.</summary>
internal static class SlackManifest
{
    private const string Placeholder = "https://commitmentbot.example.org";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The command.</summary>
    public static Command Command
    {
        get
        {
            var url = new Option<string?>("--url") { Description = "The address under which Slack reaches the program: https://…" };
            var socket = new Option<bool>("--socket-mode") { Description = "For a program that Slack cannot reach: it opens sockets to Slack." };
            var organisation = new Option<bool>("--org") { Description = "May be installed for all workspaces of an Enterprise organisation." };
            var rotation = new Option<bool>("--token-rotation") { Description = "Tokens run out after twelve hours and are renewed. Slack cannot switch it off again." };
            var command = new Command("slack", "The Slack app's manifest, to be pasted at https://api.slack.com/apps.") { url, socket, organisation, rotation };
            command.SetAction(parsed =>
            {
                var address = parsed.GetValue(url);
                if (!parsed.GetValue(socket) && !IsPublic(address))
                {
                    Console.Error.WriteLine("Say --url https://… (where Slack reaches the program), or --socket-mode where it cannot.");
                    return 2;
                }

                Console.WriteLine(Write(address, parsed.GetValue(socket), parsed.GetValue(organisation), parsed.GetValue(rotation)));
                return 0;
            });
            return command;
        }
    }

    /// <summary>The manifest as JSON.</summary>
    public static string Write(string? url, bool socketMode, bool organisation, bool rotation)
    {
        using var template = typeof(SlackManifest).Assembly.GetManifestResourceStream("slack-manifest.json")!;
        using var reader = new StreamReader(template);
        var manifest = JsonNode.Parse(reader.ReadToEnd().Replace(Placeholder, url?.TrimEnd('/') ?? Placeholder, StringComparison.Ordinal))!;
        var settings = manifest["settings"]!;
        settings["org_deploy_enabled"] = organisation;
        settings["token_rotation_enabled"] = rotation;
        settings["socket_mode_enabled"] = socketMode;
        if (socketMode)
        {
            settings["event_subscriptions"]!.AsObject().Remove("request_url");
            settings["interactivity"]!.AsObject().Remove("request_url");
            settings["interactivity"]!.AsObject().Remove("message_menu_options_url");
            foreach (var command in manifest["features"]!["slash_commands"]!.AsArray())
            {
                command!.AsObject().Remove("url");
            }

            if (!IsPublic(url))
            {
                manifest["oauth_config"]!.AsObject().Remove("redirect_urls");
            }
        }

        return manifest.ToJsonString(Readable);
    }

    private static bool IsPublic(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var it) && it.Scheme == Uri.UriSchemeHttps;
}
