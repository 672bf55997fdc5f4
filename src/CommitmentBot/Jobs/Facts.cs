using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Jobs;

/// <summary>Small facts that outlive the process: mostly instants.</summary>
internal static class Facts
{
    /// <summary>Keeps a moment under a name.</summary>
    public static Task Keep(RegisterDb db, string name, Instant value, CancellationToken cancellationToken) =>
        Keep(db, name, InstantPattern.ExtendedIso.Format(value), cancellationToken);

    /// <summary>Keeps a text under a name.</summary>
    public static async Task Keep(RegisterDb db, string name, string value, CancellationToken cancellationToken)
    {
        if (await db.Facts.FindAsync([name], cancellationToken) is { } row)
        {
            row.Value = value;
        }
        else
        {
            db.Facts.Add(new FactRow { Name = name, Value = value });
        }
    }

    /// <summary>The moment kept under a name; null when there is none.</summary>
    public static async Task<Instant?> Read(RegisterDb db, string name, CancellationToken cancellationToken) =>
        await ReadText(db, name, cancellationToken) is { } text ? InstantPattern.ExtendedIso.Parse(text).Value : null;

    /// <summary>The text kept under a name; null when there is none.</summary>
    public static async Task<string?> ReadText(RegisterDb db, string name, CancellationToken cancellationToken) =>
        (await db.Facts.FindAsync([name], cancellationToken))?.Value;
}
