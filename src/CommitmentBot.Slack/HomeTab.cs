using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;

namespace CommitmentBot.Slack;

/// <summary>Somebody's Home tab. It is published when it is opened or clicked in, and only if it has changed.</summary>
/// <remarks>https://docs.slack.dev/reference/methods/views.publish</remarks>
internal sealed class HomeTab(TurnHandler handler, SlackClient client)
{
    /// <summary>Asks what is to be seen and publishes it; <paramref name="shown"/> is what is there already.</summary>
    public async Task Publish(Turn opened, View? shown)
    {
        if (await handler(opened, CancellationToken.None) is not Reply.Show page)
        {
            return;
        }

        var chat = opened.Conversation;
        var view = Modal.Home(page.Message, ViewOrigin.Of(chat, null));
        if (shown?.CallbackId == (string?)view["callback_id"])
        {
            return;
        }

        var arguments = new JsonObject { ["user_id"] = opened.From.User.Id, ["view"] = view };
        if (shown?.Hash is { Length: > 0 } hash)
        {
            // Opened twice at once: the later one must not put an older page over a newer one.
            arguments["hash"] = hash;
        }

        await client.Write(chat.Tenant, "views.publish", arguments, CancellationToken.None);
    }
}
