using CommitmentBot.Core.Chat;
using CommitmentBot.Core.Understanding.Commands;
using CommitmentBot.Core.Understanding.Promises;
using CommitmentBot.Core.Understanding.When;
using CommitmentBot.Core.Understanding.Words;

namespace CommitmentBot.Core.Understanding;

/// <summary>Understands what somebody typed: a command, promises and proposals, or neither. Never throws, whatever the text.</summary>
public static class Reader
{
    /// <summary>What <paramref name="text"/> means where <paramref name="context"/> says it was said.</summary>
    public static Understood Read(SaidText text, ReadingContext context)
    {
        var tokens = Tokenizer.Cut(text);
        var typed = new CommandText(tokens, context);
        var command = CommandList.Read(typed);

        // "I'm off Monday so I'll send the pack tonight" says more than when its speaker is away.
        if (command is not (null or Command.OnLeave or Command.SpeakFor or Command.UseForum))
        {
            return new Understood.AsCommand(command);
        }

        var drafts = PromiseReader.Read(new DateText(tokens, context));
        if (command is not null && drafts.Count == 0)
        {
            return new Understood.AsCommand(command);
        }

        return drafts.Count > 0 ? new Understood.AsDrafts(drafts) : new Understood.AsNothing(NearMiss.Find(typed));
    }

    /// <summary>The promises and proposals alone, for a message that somebody chose to record.</summary>
    public static IReadOnlyList<Draft> Drafts(SaidText text, ReadingContext context) =>
        PromiseReader.Read(new DateText(Tokenizer.Cut(text), context));
}
