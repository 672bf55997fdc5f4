using CommitmentBot.Core.Chat;

namespace CommitmentBot.Rehearsal.Teams;

/// <summary>A conversation id of Teams taken apart: <c>19:…@thread.tacv2;messageid=…</c> is a channel with a thread.</summary>
internal sealed record TeamsPlace(string Channel, string? Thread)
{
    private const string Mark = ";messageid=";

    /// <summary>Whether it is one of the stand-in's own.</summary>
    public bool IsKnown => Venue is not null || Person is not null;

    /// <summary>The forum whose channel it is; null for a personal chat.</summary>
    public Venue? Venue => World.At(PlatformName.Teams, Channel);

    /// <summary>Whose personal chat it is; null for the channel.</summary>
    public Persona? Person => World.Everybody.FirstOrDefault(person => person.TeamsUser is not null && person.TeamsDirect == Channel);

    /// <summary>The people in it.</summary>
    public IEnumerable<Persona> Members => Person is { } one ? [one] : Venue?.Members(PlatformName.Teams) ?? [];

    /// <summary>The id as the wire has it.</summary>
    public string Id => Thread is null ? Channel : Channel + Mark + Thread;

    public static TeamsPlace Parse(string id)
    {
        var cut = id.IndexOf(Mark, StringComparison.Ordinal);
        return cut < 0 ? new TeamsPlace(id, null) : new TeamsPlace(id[..cut], id[(cut + Mark.Length)..]);
    }
}
