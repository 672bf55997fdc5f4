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
internal sealed class SummaryCommand(Scene scene, Pictures pictures)
{
    private static readonly LocalDatePattern Day = LocalDatePattern.Create("d MMMM yyyy", CultureInfo.InvariantCulture);

    public async Task<Answer> Do(Command.Summary command, CancellationToken cancellationToken)
    {
        if (scene.Forum is not { } forum)
        {
            return Answer.Openly(Refusals.WhichForum);
        }

        var unknown = command.Organisations.Where(name => scene.Names.Organisation(name) is null).ToList();
        if (unknown.Count > 0)
        {
            return Answer.Openly($"I know no organisation called {string.Join(" or ", unknown)}. I know {string.Join(", ", scene.Names.Organisations.Select(it => it.ShortName))}.");
        }

        var all = await EventLog.LoadForum(scene.Db, new ForumId(forum.Id), cancellationToken);
        var question = new SummaryQuestion(
            command.Period ?? FinancialYearToDate(scene.Today), command.By,
            [.. command.Organisations.Select(name => new OrganisationId(scene.Names.Organisation(name)!.Id))]);
        var summary = Summary.Of(all, question, scene.Today, scene.Calendar, scene.Names.ForReports);
        var picture = SummaryChart.Of(summary) is { } chart && SummaryPicture.Draw(chart) is { } png ? pictures.Keep(scene.Db, png, scene.Now) : null;
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
