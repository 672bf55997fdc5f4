using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using CommitmentBot.Rehearsal.StandIns;

namespace CommitmentBot.Rehearsal.Slack;

/// <summary>What the stand-in Slack holds beside the transcript: triggers, answer addresses and the views that are open.</summary>
internal sealed class SlackWorkspace(Transcript transcript, TimeProvider time)
{
    private static readonly TimeSpan TriggerLife = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AnswerLife = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<string, Trigger> triggers = new();
    private readonly ConcurrentDictionary<string, AnswerAddress> answers = new();
    private readonly ConcurrentDictionary<string, Persona> away = new();

    public Transcript Transcript => transcript;

    /// <summary>Who is in a forum's channel, the bot first.</summary>
    public IEnumerable<string> Members(Venue venue) =>
        venue.Members(PlatformName.Slack).Where(person => !away.ContainsKey(person.Key)).Select(person => person.SlackUser!)
            .Prepend(World.SlackBotUser);

    /// <summary>Somebody leaves the forum's channel, or comes back.</summary>
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

    /// <summary>An id as Slack makes them.</summary>
    public static string NewId(string prefix) => prefix + RandomNumberGenerator.GetHexString(10);

    /// <summary>The next <c>ts</c>: seconds and microseconds of the program's clock, never twice.</summary>
    public string NextTs()
    {
        var moment = transcript.NextMoment();
        return string.Create(CultureInfo.InvariantCulture, $"{moment / 1_000_000}.{moment % 1_000_000:D6}");
    }

    /// <summary>A trigger: good once, for three seconds.</summary>
    public string NewTrigger(Persona person)
    {
        var id = $"{RandomNumberGenerator.GetInt32(1_000_000)}.{RandomNumberGenerator.GetInt32(1_000_000)}.{RandomNumberGenerator.GetHexString(16, true)}";
        triggers[id] = new Trigger(person, time.GetTimestamp());
        return id;
    }

    /// <summary>Uses a trigger up; the error Slack would name when it cannot be.</summary>
    public (Persona? Person, string? Error) UseTrigger(string? id)
    {
        if (id is null || !triggers.TryGetValue(id, out var trigger))
        {
            return (null, "invalid_trigger_id");
        }

        if (!trigger.TryUse())
        {
            return (null, "exchanged_trigger_id");
        }

        return time.GetElapsedTime(trigger.Made) > TriggerLife ? (null, "expired_trigger_id") : (trigger.Person, null);
    }

    /// <summary>A response address: good five times in half an hour.</summary>
    public string NewAnswerAddress(Persona person, string channel, string? message)
    {
        var id = RandomNumberGenerator.GetHexString(20);
        answers[id] = new AnswerAddress(person, channel, message, time.GetTimestamp());
        return id;
    }

    /// <summary>Uses a response address once; null when it is not good any more.</summary>
    public AnswerAddress? UseAnswerAddress(string id) =>
        answers.TryGetValue(id, out var address) && address.TryUse() && time.GetElapsedTime(address.Made) <= AnswerLife ? address : null;

    /// <summary>Whether the bot can post there.</summary>
    public static bool IsChannel(string? channel) =>
        World.At(PlatformName.Slack, channel) is not null || PersonOfDirect(channel) is not null;

    /// <summary>The person whose direct messages these are; null when they are nobody's.</summary>
    public static Persona? PersonOfDirect(string? channel) => World.Everybody.FirstOrDefault(person =>
        person.SlackUser is not null && (channel == person.SlackDirect || channel == person.SlackUser));

    /// <summary>Puts a view on a person's screen, with an id and a hash as Slack gives them.</summary>
    public JsonObject Show(Persona person, JsonObject view, string? id)
    {
        var shown = (JsonObject)view.DeepClone();
        shown["id"] = id ?? NewId("V0");
        shown["hash"] = $"{time.GetUtcNow().ToUnixTimeSeconds()}.{RandomNumberGenerator.GetHexString(8, true)}";
        shown["team_id"] = World.SlackTeam;
        shown["app_id"] = World.SlackApp;
        shown["app_installed_team_id"] = World.SlackTeam;
        shown["bot_id"] = World.SlackBot;
        shown["root_view_id"] = shown["id"]!.DeepClone();
        shown["previous_view_id"] = null;
        shown["state"] = new JsonObject { ["values"] = new JsonObject() };
        transcript.SetDialog(person.Key, new OpenDialog(
            PlatformName.Slack, shown.Text("id")!, shown["title"].Text("text") ?? "", shown, new Dictionary<string, string>()));
        return shown;
    }

    /// <summary>A message as the Web API and the events give it.</summary>
    public static JsonObject Describe(TranscriptMessage message, bool withMetadata)
    {
        var person = World.ByKey(message.From);
        var described = new JsonObject
        {
            ["type"] = "message",
            ["user"] = person?.SlackUser ?? World.SlackBotUser,
            ["team"] = person?.OtherTeam ?? World.SlackTeam,
            ["text"] = message.Markup,
            ["ts"] = message.Id,
        };
        if (message.Thread is { } thread)
        {
            described["thread_ts"] = thread;
        }

        if (person is null)
        {
            described["bot_id"] = World.SlackBot;
            described["app_id"] = World.SlackApp;
        }

        if (message.Body is { } blocks)
        {
            described["blocks"] = blocks.DeepClone();
        }

        if (withMetadata && message.Metadata is { } metadata)
        {
            described["metadata"] = metadata.DeepClone();
        }

        return described;
    }

    /// <summary>Something that can be used so many times.</summary>
    internal abstract class Usable(int uses)
    {
        private int left = uses;

        public bool TryUse() => Interlocked.Decrement(ref left) >= 0;
    }

    internal sealed class Trigger(Persona person, long made) : Usable(1)
    {
        public Persona Person { get; } = person;

        public long Made { get; } = made;
    }

    internal sealed class AnswerAddress(Persona person, string channel, string? message, long made) : Usable(5)
    {
        public Persona Person { get; } = person;

        public string Channel { get; } = channel;

        /// <summary>The message that was clicked; null for a command.</summary>
        public string? Message { get; } = message;

        public long Made { get; } = made;
    }
}
