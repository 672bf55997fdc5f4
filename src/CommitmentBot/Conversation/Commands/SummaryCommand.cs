using System.Globalization;
using CommitmentBot.Core.People;
using CommitmentBot.Core.SayDo;
using CommitmentBot.Core.Understanding;
using CommitmentBot.Data;
using CommitmentBot.Reports;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Conversation.Commands;

/// <summary><c>summary …</c>: kept versus broken, counts first, with a picture.</summary>
internal sealed class SummaryCommand(TurnContext context, Pictures pictures)
{
    private static readonly LocalDatePattern Day = LocalDatePattern.Create("d MMMM yyyy", CultureInfo.InvariantCulture);

    public async Task<Answer> Do(Command.Summary command, CancellationToken cancellationToken)
    {
        var forum = context.Forum!;
        var organisations = context.People.Organisations;
        var unknown = command.Organisations.Where(name => organisations.Named(name, context.ForumId) is null).ToList();
        if (unknown.Count > 0)
        {
            return Answer.Openly(Refusals.UnknownOrganisation(string.Join(" or ", unknown), context));
        }

        var all = await EventLog.LoadForum(context.Db, context.ForumId, cancellationToken);
        context.People.Read(all);
        var question = new SummaryQuestion(
            command.Period ?? FinancialYearToDate(context.Today), command.By,
            [.. command.Organisations.Select(name => new OrganisationId(organisations.Named(name, context.ForumId)!.Id))]);
        var summary = Summary.Of(all, question, context.Today, context.Calendar, context.People.ForReports(context.ForumId));
        var picture = SummaryChart.Of(summary) is { } chart && SummaryPicture.Draw(chart) is { } png
            ? pictures.Keep(context.Db, png, context.Now) : null;
        var period = $"{Day.Format(question.Period.Start)} to {Day.Format(question.Period.End)}";
        return new Answer(SummaryMessage.Write(summary, forum.Name, period, picture), false);
    }

    // 1 April to today: the year that the NHS and councils report on.
    private static DateInterval FinancialYearToDate(LocalDate today)
    {
        var april = new LocalDate(today.Year, 4, 1);
        return new DateInterval(today < april ? april.PlusYears(-1) : april, today);
    }
}
