using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Jobs;

/// <summary>Small facts that outlive the process, as instants.</summary>
internal static class Facts
{
    /// <summary>Keeps a moment under a name.</summary>
    public static async Task Keep(RegisterDb db, string name, Instant value, CancellationToken cancellationToken)
    {
        var text = InstantPattern.ExtendedIso.Format(value);
        if (await db.Facts.FindAsync([name], cancellationToken) is { } row)
        {
            row.Value = text;
        }
        else
        {
            db.Facts.Add(new FactRow { Name = name, Value = text });
        }
    }

    /// <summary>The moment kept under a name; null when there is none.</summary>
    public static async Task<Instant?> Read(RegisterDb db, string name, CancellationToken cancellationToken) =>
        await db.Facts.FindAsync([name], cancellationToken) is { } row ? InstantPattern.ExtendedIso.Parse(row.Value).Value : null;
}
