using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.Reports;

namespace CommitmentBot.Conversation.Commands;

/// <summary><c>export</c>: the register as CSV, in private; to a chair or facilitator all of it, to others what they promised or are owed.</summary>
internal sealed class ExportCommand(TurnContext context)
{
    // A message holds so much on either platform; the command line has no limit.
    private const int Most = 2500;

    public async Task<Answer> Do(CancellationToken cancellationToken)
    {
        var forum = context.Forum!;
        var reach = Permissions.Of(ForumRight.Export, context.Actor);
        var all = (await EventLog.LoadForum(context.Db, new ForumId(forum.Id), cancellationToken))
            .Where(it => Permissions.Covers(reach, it, context.Actor)).ToList();
        context.People.Read(all);
        if (all.Count == 0)
        {
            return Answer.Privately("There is nothing to export yet.");
        }

        var csv = RegisterCsv.Write(all, context.People, it => context.TodayOf(it.Owner));
        var shown = csv.Length <= Most ? csv : csv[..csv.LastIndexOf("\r\n", Most, StringComparison.Ordinal)];
        return new Answer(
            new Message(
                $"The register of {forum.Name}: {all.Count} commitments as CSV.",
                [
                    new Block.Heading($"{forum.Name}: {all.Count} commitments"),
                    new Block.Paragraph(shown),
                    new Block.Note(shown.Length == csv.Length
                        ? "Copy it into a file that ends in .csv."
                        : "This is the beginning. The whole is written by the administrator's command “CommitmentBot export”."),
                ])
            {
                File = new Attachment($"{forum.Name}.csv", csv, $"The register of {forum.Name} as CSV", StandsFor: 2),
            },
            true);
    }
}
