using CommitmentBot.Conversation;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding.Commands;
using CommitmentBot.Slack;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Host;

public sealed class HelpMessageTests
{
    // Marks of emphasis and line ends are counted generously.
    private const int Marks = 4;

    [Fact]
    public void Each_part_of_help_fits_into_one_section()
    {
        foreach (var paragraph in HelpMessage.Write().Blocks.OfType<Block.Paragraph>())
        {
            paragraph.Parts.Sum(part => Words(part).Length + Marks).ShouldBeLessThan(Limits.Section);
        }
    }

    [Fact]
    public void Every_command_stands_in_help_once()
    {
        var parts = HelpMessage.Write().Blocks.OfType<Block.Paragraph>().Skip(1).SelectMany(it => it.Parts);

        parts.OfType<Inline.Bold>().Select(Words).ShouldBe(CommandList.All.Select(it => it.Examples[0]), ignoreOrder: true);
    }

    private static string Words(Inline part) => part switch
    {
        Inline.Text text => text.Value,
        Inline.Bold bold => bold.Value,
        _ => "",
    };
}
