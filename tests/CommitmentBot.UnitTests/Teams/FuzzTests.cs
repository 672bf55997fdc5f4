using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>
/// Activities as Microsoft's emulator sent them, and then damaged. <c>TEAMS_FUZZ</c> says how many (100000 takes some minutes); the seed of
/// a run is printed when it fails.
/// </summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("TEAMS_FUZZ"), CultureInfo.InvariantCulture, out var many) ? many : 2_000;

    private static readonly Func<Random, JsonNode?>[] Surprises =
    [
        _ => null, _ => "", _ => true, _ => -1, _ => 1e308, _ => new JsonObject(), _ => new JsonArray(), _ => new JsonArray(null, 1, "x"),
        _ => "\u0000\u202e<at>", _ => new string('<', 3_000) + new string('>', 3_000), r => new string((char)r.Next(1, 0xD800), r.Next(1, 2_000)),
        _ => "<at>Relay</at><at>", _ => "2026-13-45T99:00:00Z", _ => "19:x;messageid=;messageid=", _ => "https://evil.example/", _ => "28:" + TeamsBot.AppId,
        _ => string.Concat(Enumerable.Repeat("<at>", 2_000)), _ => new JsonObject { ["id"] = new JsonObject { ["id"] = "x" } }, _ => Deep(200),
    ];

    [Fact]
    public async Task No_damaged_activity_is_answered_with_a_fault_or_late_and_none_without_a_token_reaches_the_conversation()
    {
        var seeds = await Seeds();
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var bot = await TeamsBot.Run();
        bot.Microsoft.IsPatient = true;
        bot.Logs.IsOff = true;
        var slowest = TimeSpan.Zero;
        var statuses = new Dictionary<HttpStatusCode, int>();
        var token = $"Bearer {bot.Microsoft.Token(bot.Time.GetUtcNow())}";
        for (var i = 0; i < Count; i++)
        {
            var body = Damage((JsonObject)seeds[random.Next(seeds.Count)].DeepClone(), random, bot.Microsoft.ServiceUrl);
            var isKnown = random.Next(4) > 0;
            var clock = Stopwatch.StartNew();
            using var response = await bot.Send(body, isKnown ? token : Forged(random, token));
            slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;

            var context = $"seed {seed}, activity {i}: {body}";
            ((int)response.StatusCode).ShouldBeLessThan(500, context);
            statuses[response.StatusCode] = statuses.GetValueOrDefault(response.StatusCode) + 1;
            if (!isKnown)
            {
                response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, context);
                bot.Turns.ShouldBeEmpty(context);
            }

            bot.Turns.Clear();
        }

        slowest.ShouldBeLessThan(Slow, $"seed {seed}");
        statuses.Keys.ShouldBeSubsetOf([HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.RequestEntityTooLarge]);
        statuses[HttpStatusCode.OK].ShouldBeGreaterThan(Count / 4, "most seeds should still be understood");
        TestContext.Current.SendDiagnosticMessage($"{Count} activities, the slowest in {slowest.TotalMilliseconds:0} ms: {string.Join(", ", statuses.Select(it => $"{(int)it.Key} {it.Value}"))}");
    }

    private static async Task<List<JsonObject>> Seeds([CallerFilePath] string here = "")
    {
        List<JsonObject> seeds = [];
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "Seeds"), "*.json").Order(StringComparer.Ordinal))
        {
            seeds.Add(JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject());
        }

        return seeds;
    }

    private static string? Forged(Random random, string token) => random.Next(5) switch
    {
        0 => null,
        1 => "Bearer " + Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('{', random.Next(60)))),
        2 => token[..^random.Next(1, 40)],
        3 => token.Replace(".", "..", StringComparison.Ordinal),
        _ => token.Remove(random.Next(8, 40), 1),
    };

    private static string Damage(JsonObject activity, Random random, string serviceUrl)
    {
        activity["serviceUrl"] = serviceUrl;
        for (var n = random.Next(4); n > 0; n--)
        {
            var places = Places(activity).ToList();
            var (parent, key) = places[random.Next(places.Count)];
            if (random.Next(4) == 0)
            {
                Remove(parent, key);
            }
            else
            {
                Set(parent, key, Surprises[random.Next(Surprises.Length)](random));
            }
        }

        var text = activity.ToJsonString();
        return random.Next(12) switch
        {
            0 => text[..random.Next(text.Length)],
            1 => text.Insert(random.Next(text.Length), ((char)random.Next(32, 127)).ToString()),
            2 => text.Insert(1, "\"serviceUrl\":\"https://evil.example/\","),
            _ => text,
        };
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node) => node switch
    {
        JsonObject held => held.SelectMany(it => Places(it.Value).Prepend((held, it.Key))),
        JsonArray held => held.SelectMany((it, i) => Places(it).Prepend((held, i))),
        _ => [],
    };

    private static void Remove(JsonNode parent, object key)
    {
        if (key is string name)
        {
            parent.AsObject().Remove(name);
        }
        else
        {
            parent.AsArray().RemoveAt((int)key);
        }
    }

    private static void Set(JsonNode parent, object key, JsonNode? value)
    {
        if (key is string name)
        {
            parent[name] = value;
        }
        else
        {
            parent[(int)key] = value;
        }
    }

    private static JsonNode Deep(int levels)
    {
        JsonNode node = "x";
        for (var i = 0; i < levels; i++)
        {
            node = i % 2 == 0 ? new JsonArray(node) : new JsonObject { ["a"] = node };
        }

        return node;
    }
}
