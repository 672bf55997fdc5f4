using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CommitmentBot.Rehearsal.StandIns;
using CommitmentBot.Rehearsal.Story;

namespace CommitmentBot.Rehearsal.Page;

/// <summary>A person as the page shows them.</summary>
internal sealed record PersonView(
    string Key, string Name, string Seat, string? Organisation, string OrganisationName, bool OnSlack, bool OnTeams, bool Outside,
    string SlackDirect, string TeamsDirect, string? SlackUser, string? TeamsUser);

/// <summary>A message as the page shows it.</summary>
internal sealed record MessageView(
    string Platform, string Channel, string Id, string? Thread, string? From, string? OnlyFor, string Text, JsonNode? Body, string At, bool Updated);

/// <summary>Time and story; <c>Told</c> is the key of the story that is told or was told last.</summary>
internal sealed record StatusView(string Now, string NowInFull, bool Ready, string? SetUpProblem, string? Told, StoryProgress Story);

/// <summary>A story that can be chosen: its forum with channels and people, and whether it can be told once only.</summary>
internal sealed record TaleView(
    string Key, string Title, string Invitation, bool Once, string SlackChannel, string SlackChannelName, string TeamsChannel,
    string TeamsChannelName, IReadOnlyList<PersonView> People);

/// <summary>All there is to show.</summary>
internal sealed record StateView(
    string Bot, string SlackBotUser, IReadOnlyList<TaleView> Stories, IReadOnlyList<MessageView> Messages,
    IReadOnlyDictionary<string, OpenDialog> Dialogs, StatusView Status);

/// <summary>A dialog opened, changed, or closed when null.</summary>
internal sealed record DialogView(string Persona, OpenDialog? Dialog);

/// <summary>What a person does on the page; which members count depends on the address.</summary>
internal sealed record Deed(
    string? Who, string? Platform, bool Direct, string? Text, string? Thread, string? Channel, string? Message, string? Target,
    IReadOnlyDictionary<string, string>? Values, string? Move, string? Story, string? Which, bool Fast);

/// <summary>What came of a deed; <c>Problem</c> is a sentence for the person.</summary>
internal sealed record DeedDone(bool Taken, int? Status, string? MessageId, string? Problem);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(StateView))]
[JsonSerializable(typeof(MessageView))]
[JsonSerializable(typeof(DialogView))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(Deed))]
[JsonSerializable(typeof(DeedDone))]
internal sealed partial class PageJson : JsonSerializerContext;
