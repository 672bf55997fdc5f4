using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding.Commands;

namespace CommitmentBot.Conversation;

/// <summary>Help and welcome, made from the command list.</summary>
internal static class HelpMessage
{
    private static readonly (string Title, Func<CommandEntry, bool> Holds)[] Parts =
    [
        ("To see where things stand", it => it.Topic == CommandTopic.Picture),
        ("On a commitment, in its thread without the number", it => it.Topic == CommandTopic.Commitment),
        ("About yourself", it => it.Topic == CommandTopic.Self),
        ("About the forum", it => it is { Topic: CommandTopic.Forum, ForChairs: false }),
        ("For chairs", it => it is { Topic: CommandTopic.Forum, ForChairs: true }),
    ];

    /// <summary>Every command with an example.</summary>
    public static Message Write()
    {
        var blocks = new List<Block>
        {
            new Block.Paragraph(
                "Say what you promise and by when, and I ask for one tap before anything is recorded: ",
                new Inline.Bold("I'll send the winter bed plan to UHCW by close of play Friday"),
                ". For somebody else, who is asked first: ",
                new Inline.Bold("Sarah Ali to circulate the terms of reference by end of March"), "."),
        };
        foreach (var (title, holds) in Parts)
        {
            blocks.Add(new Block.Heading(title));
            blocks.Add(new Block.Paragraph([.. CommandList.All.Where(holds)
                .SelectMany(it => new Inline[] { new Inline.Bold(it.Examples[0]), $"  {it.Help}\n" })]));
        }

        return new Message(
            "Say what you promise and by when. Commands: " + string.Join(", ", CommandList.All.Select(it => it.Name)) + ".", blocks);
    }

    /// <summary>What the bot says where it was just added.</summary>
    public static Message Welcome(bool personal) => personal
        ? Messages.Plain(
            "I keep a register of what leaders promise each other, and help each of them to keep it. Say what you promise and by when, " +
            "or “my commitments”, “what am I owed”, “help”. I write to you about your own commitments only, on working days; “remind me at 8:30” sets the hour.")
        : Messages.Plain(
            "I keep a register of what leaders promise each other here. Nothing is recorded before its owner's yes; reminders are private first. " +
            "To start, say “forum name …” with a mention of me (whoever added me here chairs the forum), or “forum link …” with a code "
                + "from the forum's other channel. “help” lists the rest.");
}
