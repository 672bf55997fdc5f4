namespace CommitmentBot.Core.Chat;

/// <summary>Cuts nothing: what is too long for one message on some platform becomes several.</summary>
public static class MessageParts
{
    // Slack takes fifty blocks a message, Teams 28 KB; a block here may be two there.
    private const int MostBlocks = 36;
    private const int MostCharacters = 6000;

    /// <summary>
    /// The message in as many parts as it takes, each but the first under the same heading and with its number. A part ends where a divider
    /// stands, or between two blocks where that would leave it too long. The first keeps the words for notifications.
    /// </summary>
    public static IReadOnlyList<Message> Parts(this Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        List<List<Block>> parts = [[]];
        foreach (var group in Groups(message.Blocks))
        {
            if (parts[^1].Count > 0 && !Fits(parts[^1], group))
            {
                parts.Add([]);
            }

            foreach (var block in group)
            {
                if (parts[^1].Count > 0 && !Fits(parts[^1], [block]))
                {
                    parts.Add([]);
                }

                if (parts[^1].Count > 0 || block is not Block.Divider || parts.Count == 1)
                {
                    parts[^1].Add(block);
                }
            }
        }

        return parts.Count == 1 ? [message] : [.. parts.Select((blocks, at) => Part(message, blocks, at, parts.Count))];
    }

    private static Message Part(Message message, IReadOnlyList<Block> blocks, int at, int of)
    {
        var heading = message.Blocks.OfType<Block.Heading>().FirstOrDefault()?.Text ?? "Continued";
        return at == 0
            ? message with { Blocks = blocks }
            : new Message($"{heading}, part {at + 1} of {of}", [new Block.Heading($"{heading}, part {at + 1} of {of}"), .. blocks]);
    }

    // What belongs together: all from one divider to the next.
    private static IEnumerable<List<Block>> Groups(IReadOnlyList<Block> blocks)
    {
        List<Block> group = [];
        foreach (var block in blocks)
        {
            if (block is Block.Divider && group.Count > 0)
            {
                yield return group;
                group = [];
            }

            group.Add(block);
        }

        yield return group;
    }

    private static bool Fits(List<Block> part, List<Block> more) =>
        part.Count + more.Count <= MostBlocks && part.Sum(Length) + more.Sum(Length) <= MostCharacters;

    private static int Length(Block block) => block switch
    {
        Block.Heading it => it.Text.Length,
        Block.Paragraph it => it.Parts.Sum(Length),
        Block.Note it => it.Parts.Sum(Length),
        Block.Quote it => it.Words.Length + it.Who.Length,
        Block.Facts it => it.Rows.Sum(row => row.Label.Length + row.Value.Sum(Length)),
        _ => 0,
    };

    private static int Length(Inline inline) => inline switch
    {
        Inline.Text it => it.Value.Length,
        Inline.Bold it => it.Value.Length,
        Inline.Mention it => it.Name.Length,
        Inline.Link it => it.Label.Length,
        _ => 24,
    };
}
