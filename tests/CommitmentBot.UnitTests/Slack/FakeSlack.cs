using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace CommitmentBot.UnitTests.Slack;

/// <summary>One call the bot made: the method or the path, the arguments, and what came with them.</summary>
public sealed record SlackCall(string Method, JsonObject Arguments, string? ContentType, string? Authorization);

/// <summary>A Web API that answers as it was told and fails the test that calls what it was not told about.</summary>
public sealed class FakeSlack : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, SlackCall, Task>> _answers = new();

    private FakeSlack(WebApplication app) => _app = app;

    public ConcurrentQueue<SlackCall> Calls { get; } = new();

    public ConcurrentQueue<string> Unexpected { get; } = new();

    public Uri Address => new(_app.Urls.Single());

    public static async Task<FakeSlack> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var slack = new FakeSlack(app);
        app.Run(slack.Answer);
        await app.StartAsync();
        slack.On("auth.test", """{"ok":true,"url":"https://forum.slack.com/","user_id":"UBOT","team_id":"T1"}""");
        slack.On("apps.connections.open", """{"ok":false,"error":"internal_error"}""");
        slack.On("users.info", """{"ok":true,"user":{"id":"UALI","team_id":"T1","tz":"Europe/London","profile":{"real_name":"Sarah Ali","email":"sarah.ali@uhcw.example"}}}""");
        return slack;
    }

    public void On(string method, string json, int status = 200) => On(method, async (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json);
    });

    public void On(string method, Func<HttpContext, SlackCall, Task> answer) => _answers[method] = answer;

    public SlackCall Only(string method) => Calls.Where(call => call.Method == method).ShouldHaveSingleItem();

    public int Count(string method) => Calls.Count(call => call.Method == method);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var method = path.StartsWith("/api/", StringComparison.Ordinal) ? path["/api/".Length..] : path;
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var arguments = context.Request.HasJsonContentType()
            ? JsonNode.Parse(body)!.AsObject()
            : new JsonObject(QueryHelpers.ParseQuery(body).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.ToString())));
        var call = new SlackCall(method, arguments, context.Request.ContentType, context.Request.Headers.Authorization);
        Calls.Enqueue(call);
        if (_answers.TryGetValue(method, out var answer))
        {
            await answer(context, call);
            return;
        }

        Unexpected.Enqueue(method);
        context.Response.StatusCode = 501;
    }
}
