using System.Text.RegularExpressions;
using CommitmentBot.Core.Chat;
using CommitmentBot.Data;

namespace CommitmentBot.IntegrationTests.Walk;

/// <summary>What a message, a form or an answer says and asks, whichever shape it has.</summary>
internal static partial class Heard
{
    /// <summary>All words of an answer.</summary>
    public static string In(Reply reply) => reply switch
    {
        Reply.Show it => In(it.Message),
        Reply.Updated it => In(it.Card),
        Reply.OpenForm it => In(it.Form),
        Reply.Found it => string.Join('\n', it.Hits.Select(hit => $"{hit.Title} {hit.Line} {In(hit.Card)}")),
        Reply.FieldErrors it => string.Join('\n', it.Errors.Values),
        _ => "",
    };

    /// <summary>All words of a message.</summary>
    public static string In(Message message) => In(MessageJson.Write(message)) + message.File?.Text;

    /// <summary>All words of a message as it waits to be sent.</summary>
    public static string In(string body) => body.Replace("\\\"", "\"", StringComparison.Ordinal);

    /// <summary>The words in it that tell one commitment or draft from all others.</summary>
    public static IReadOnlyList<string> Words(string text) => [.. Word().Matches(text).Select(it => it.Value).Distinct()];

    /// <summary>The verbs of everything that can be pressed or filled in.</summary>
    public static IEnumerable<string> Verbs(Reply reply) => reply switch
    {
        Reply.Show it => Verbs(it.Message),
        Reply.Updated it => Verbs(it.Card),
        Reply.OpenForm it => [it.Form.Name],
        Reply.Found it => it.Hits.SelectMany(hit => Verbs(hit.Card)),
        _ => [],
    };

    /// <inheritdoc cref="Verbs(Reply)"/>
    public static IEnumerable<string> Verbs(Message message)
    {
        var buttons = message.Blocks.OfType<Block.Actions>().SelectMany(it => it.Buttons).ToList();
        return
        [
            .. buttons.Select(it => it.Action), .. buttons.Select(it => it.Form?.Name).OfType<string>(),
            .. message.Own is { } own ? [own.Action] : Array.Empty<string>(),
        ];
    }

    private static string In(Form form) => string.Join('\n', [form.Title, form.Intro, .. form.Fields.SelectMany(In)]);

    private static IEnumerable<string?> In(Field field) => field switch
    {
        Field.Line it => [it.Label, it.Hint, it.Initial],
        Field.Choice it => [it.Label, it.Hint, .. it.Options.Select(option => option.Label)],
        _ => [field.Label, field.Hint],
    };

    [GeneratedRegex(@"Kestrel\d{5}")]
    private static partial Regex Word();
}
