namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>What a command is about, for grouping it in help.</summary>
public enum CommandTopic
{
    /// <summary>What an owner, a promisee or a chair does to one commitment.</summary>
    Commitment,

    /// <summary>Lists, summaries and figures.</summary>
    Picture,

    /// <summary>The person's own settings.</summary>
    Self,

    /// <summary>Setting up the forum.</summary>
    Forum,
}

/// <summary>
/// One command: its name, what people type (the first example is the one shown), one sentence of help, and the rule that reads it.
/// Help, both manifests and the README are made from these.
/// </summary>
public sealed record CommandEntry(string Name, CommandTopic Topic, IReadOnlyList<string> Examples, string Help)
{
    /// <summary>The command, or null when the text is not this one.</summary>
    internal Func<CommandText, Command?> Read { get; init; } = static _ => null;

    /// <summary>Whether it is a chair's alone.</summary>
    public bool ForChairs { get; init; }
}
