using System.Text;
using CommitmentBot.Conversation;
using CommitmentBot.Core.Commitments;
using CommitmentBot.People;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Reports;

/// <summary>A register as CSV by RFC 4180, opened by a spreadsheet without a cell becoming a formula.</summary>
internal static class RegisterCsv
{
    private static readonly string[] Columns =
    [
        "Reference", "Wording", "As said", "Said by", "Owner", "Organisation", "To", "First date", "Date", "State", "Done on", "Confirmed", "Account: why",
    ];

    /// <summary>The commitments, one a line, headings first, lines ended by CR LF.</summary>
    public static string Write(IEnumerable<Commitment> all, PeopleDirectory names, Func<Commitment, LocalDate> today)
    {
        var text = new StringBuilder().AppendJoin(',', Columns).Append("\r\n");
        foreach (var it in all.OrderBy(it => it.Number))
        {
            string[] cells =
            [
                it.Reference, it.Wording, it.Verbatim.Words, names.NameOf(it.Verbatim.SaidBy), names.NameOf(it.Owner),
                names.OwnersSeat(it) ?? string.Empty, names.PromiseeOf(it),
                LocalDatePattern.Iso.Format(it.FirstDue), LocalDatePattern.Iso.Format(it.Due), Cards.Standing(it, names, today(it)),
                it.DoneOn is { } done ? LocalDatePattern.Iso.Format(done) : string.Empty,
                it.Confirmed switch { true => it.ConfirmedWithin ? "within the organisation" : "yes", false => "self-declared", null =>
                    string.Empty }, it.Account?.Why ?? string.Empty,
            ];
            text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>A cell: quoted where it has to be, and disarmed where a spreadsheet would calculate it.</summary>
    public static string Cell(string value)
    {
        var safe = value.Length > 0 && "=+-@\t\r\0".Contains(value[0], StringComparison.Ordinal) ? "'" + value : value;
        return safe.AsSpan().ContainsAny("\",\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
