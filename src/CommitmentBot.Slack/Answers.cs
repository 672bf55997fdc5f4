using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using Microsoft.Extensions.Logging;

namespace CommitmentBot.Slack;

/// <summary>
/// Runs a turn and shows the asker what came of it. Slack waits three seconds for an answer and takes a trigger for as long: what is not ready by
/// then is shown in a view that was opened meanwhile, or through the response_url.
/// </summary>
internal sealed partial class Answers(TurnHandler handler, SlackClient client, TimeProvider time, ILogger<Answers> logger)
{
    private const string FormNotOpened = "Slack could not open the form. Please try once more.";

    private static readonly TimeSpan FormPatience = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.8);

    /// <summary>Answers a slash command.</summary>
    public async Task<JsonObject?> ToCommand(Turn turn, string trigger, string? responseUrl)
    {
        var work = Begin(turn);
        var asked = new Asked(turn, trigger, responseUrl, ViewOrigin.Of(turn.Conversation, null), InView: null, Title: "");
        if (!await IsReady(work, Patience))
        {
            Later(async () => await Show(await work, asked));
            return null;
        }

        if (await work is Reply.Show show)
        {
            return Ephemeral(show.Message, asked);
        }

        await Show(await work, asked);
        return null;
    }

    /// <summary>Answers a click or a shortcut. One that opens a form gets an empty one at once where the database is slow.</summary>
    public async Task ToClick(Interaction it, Turn turn, ViewOrigin origin, bool opensForm)
    {
        var work = Begin(turn);
        var inView = it.Container?.Type == "view" ? it.View?.Type ?? "modal" : null;
        var asked = new Asked(
            turn, it.TriggerId, it.ResponseUrl, origin with { Home = inView == "home" ? true : null },
            inView, inView == "modal" ? it.View?.Title?.Text ?? "" : "", Aside: it.Container?.IsEphemeral == true);
        if (opensForm && !await IsReady(work, FormPatience)
            && WebApi.As(await Open(asked, Modal.Loading(asked.Origin)), Json.Default.ViewAnswer)?.View is { } loading)
        {
            Later(() => Fill(loading, work, asked));
        }
        else if (await IsReady(work, Patience))
        {
            await Show(await work, asked);
        }
        else
        {
            Later(async () => await Show(await work, asked));
        }
    }

    /// <summary>Answers a submitted form: the JSON to answer the request with, null to close it.</summary>
    public async Task<JsonObject?> ToSubmission(Turn turn, View view, ViewOrigin origin)
    {
        var work = Begin(turn);
        if (!await IsReady(work, Patience))
        {
            Later(() => Fill(view with { Hash = null }, work, new Asked(turn, null, null, origin, "modal", view.Title?.Text ?? "")));
            return Action("update", Modal.Loading(origin));
        }

        return await work switch
        {
            Reply.FieldErrors errors => Errors(errors, view.State),
            Reply.Show show => Action("update", Modal.Of(show.Message, view.Title?.Text ?? "", origin)),
            Reply.OpenForm open => Action("update", Modal.Of(open.Form, origin with { Argument = open.Form.Argument })),
            _ => null,
        };
    }

    /// <summary>Opens a view.</summary>
    public Task<ApiAnswer> Open(string tenant, string method, string? trigger, JsonObject view) =>
        client.Write(tenant, method, new() { ["trigger_id"] = trigger, ["view"] = view }, CancellationToken.None);

    /// <summary>Whether the work is done within <paramref name="patience"/>; throws what it threw.</summary>
    public async Task<bool> IsReady(Task work, TimeSpan patience)
    {
        try
        {
            await work.WaitAsync(patience, time);
            return true;
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            return false;
        }
    }

    /// <summary>Goes on with something after the request has been answered.</summary>
    public void Later(Func<Task> work) => _ = Run(work);

    // On a thread of its own: a database without asynchronous calls would otherwise be waited for right here, whatever the patience.
    private Task<Reply> Begin(Turn turn) => Task.Run(() => handler(turn, CancellationToken.None));

    private async Task Run(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error)
        {
            Log.NotFinished(logger, error);
        }
    }

    private async Task Show(Reply reply, Asked asked)
    {
        switch (reply)
        {
            case Reply.Show show when asked.ResponseUrl is { } responseUrl:
                await client.Respond(responseUrl, Ephemeral(show.Message, asked), CancellationToken.None);
                break;
            case Reply.Updated updated when asked is { Aside: true, ResponseUrl: { } responseUrl }:
                await client.Respond(responseUrl, Ephemeral(updated.Card, asked, replace: true), CancellationToken.None);
                break;
            case Reply.Show show:
                await Open(asked, Modal.Of(show.Message, asked.Title, asked.Origin));
                break;
            case Reply.OpenForm open when await Open(asked, Modal.Of(open.Form, asked.Origin with { Argument = open.Form.Argument })) is not ApiAnswer.Done
                && asked.ResponseUrl is { } responseUrl:
                await client.Respond(responseUrl, Ephemeral(Sentence(FormNotOpened), asked), CancellationToken.None);
                break;
        }
    }

    private Task<ApiAnswer> Open(Asked asked, JsonObject view) =>
        Open(asked.Turn.Conversation.Tenant, asked.InView == "modal" ? "views.push" : "views.open", asked.Trigger, view);

    // By hash: what somebody has closed and opened again in the meantime stays as it is.
    private async Task Fill(View shown, Task<Reply> work, Asked asked)
    {
        JsonObject view;
        try
        {
            view = await work switch
            {
                Reply.OpenForm open => Modal.Of(open.Form, asked.Origin with { Argument = open.Form.Argument }),
                Reply.Show show => Modal.Of(show.Message, asked.Title, asked.Origin),
                Reply.FieldErrors errors => Modal.Of(Sentence(string.Join(" ", errors.Errors.Values)), asked.Title, asked.Origin),
                _ => Modal.Of(Sentence("Done."), asked.Title, asked.Origin),
            };
        }
        catch (Exception error)
        {
            Log.NotFinished(logger, error);
            view = Modal.Of(Sentence("Something went wrong here, and nothing was changed. Please try once more."), asked.Title, asked.Origin);
        }

        var arguments = new JsonObject { ["view_id"] = shown.Id, ["view"] = view };
        if (shown.Hash is { } hash)
        {
            arguments["hash"] = hash;
        }

        await client.Write(asked.Turn.Conversation.Tenant, "views.update", arguments, CancellationToken.None);
    }

    private static Message Sentence(string text) => new(text, [new Block.Paragraph(text)]);

    private static JsonObject Ephemeral(Message message, Asked asked, bool replace = false)
    {
        var answer = new JsonObject
        {
            ["text"] = Renderer.Text(message),
            ["blocks"] = SlackBlock.Tree(Renderer.Aside(message, asked.Turn.Conversation.Tenant)),
            ["response_type"] = "ephemeral",
            ["replace_original"] = replace,
        };
        if (asked.Turn.Conversation.Thread is { } thread)
        {
            answer["thread_ts"] = thread;
        }

        return answer;
    }

    private static JsonObject Action(string action, JsonObject view) => new() { ["response_action"] = action, ["view"] = view };

    // Slack shows its own error for a field that is not in the form, so such words go to the first one that is.
    private static JsonObject? Errors(Reply.FieldErrors reply, ViewState? state)
    {
        var fields = state?.Values?.Keys.ToList() ?? [];
        if (fields.Count == 0)
        {
            return null;
        }

        var errors = new JsonObject();
        foreach (var group in reply.Errors.GroupBy(error => fields.Contains(error.Key) ? error.Key : fields[0]))
        {
            errors[group.Key] = string.Join(" ", group.Select(error => error.Value));
        }

        return new() { ["response_action"] = "errors", ["errors"] = errors };
    }

    /// <summary>What is to be answered, and the ways that Slack gave for it. <c>InView</c> is the type of the view that was clicked in.</summary>
    private sealed record Asked(Turn Turn, string? Trigger, string? ResponseUrl, ViewOrigin Origin, string? InView, string Title, bool Aside = false);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "What was begun after a late answer did not finish")]
        public static partial void NotFinished(ILogger logger, Exception error);
    }
}
