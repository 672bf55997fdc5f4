using System.Text.Json;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace CommitmentBot.Slack;

/// <summary>What Slack brings, whichever way it came: by signed request or through a socket.</summary>
internal sealed partial class Intake(
    TurnHandler handler, Inbound inbound, Interactions interactions, Answers answers, HomeTab home, IInstallations installations, Workspace workspace,
    ILogger<Intake> logger)
{
    private static readonly TimeSpan HomePatience = TimeSpan.FromSeconds(2);

    /// <summary>An event of the Events API.</summary>
    public async Task Event(Envelope envelope)
    {
        switch (envelope.Type)
        {
            case "event_callback" when await Read(envelope) is { } turn:
                await Take(turn, envelope);
                break;
            case "app_rate_limited":
                Log.EventsLimited(logger);
                break;
        }
    }

    /// <summary>A slash command, by the names of its fields.</summary>
    public Task<JsonObject?> Command(IReadOnlyDictionary<string, StringValues> form) => interactions.Command(form);

    /// <summary>A click, a shortcut, a form or a menu.</summary>
    public Task<JsonObject?> Interaction(Interaction payload) => interactions.Interaction(payload);

    private async Task Take(Turn turn, Envelope envelope)
    {
        switch (turn.Content)
        {
            case TurnContent.HomeOpened:
                var publishing = home.Publish(turn, envelope.Event.Deserialize(Json.Default.HomeEvent)?.View);
                if (!await answers.IsReady(publishing, HomePatience))
                {
                    answers.Later(() => publishing);
                }

                break;
            case TurnContent.Uninstalled:
                await handler(turn, CancellationToken.None);
                await installations.Remove(turn.Conversation.Tenant, CancellationToken.None);
                workspace.Forget(turn.Conversation.Tenant);
                break;
            default:
                // Not bound to the request: see Interactions.TurnOf.
                await handler(turn, CancellationToken.None);
                break;
        }
    }

    private async Task<Turn?> Read(Envelope envelope)
    {
        try
        {
            return await inbound.Read(envelope);
        }
        catch (JsonException)
        {
            // Sent by Slack and of a known type, but not of its shape: to ask for it again would bring the same.
            Log.OddEvent(logger, envelope.EventId ?? "");
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Slack holds events back: too many for one workspace and hour")]
        public static partial void EventsLimited(ILogger logger);

        [LoggerMessage(2, LogLevel.Warning, "Event {EventId} does not read as its type says")]
        public static partial void OddEvent(ILogger logger, string eventId);
    }
}
