namespace CommitmentBot.Rehearsal.StandIns;

/// <summary>
/// What came of something a person did: whether the bot took it, its last HTTP status (null when it did not answer), how often it was
/// sent, what it answered, and why not (<c>http_error</c>, <c>http_timeout</c>, <c>connection_failed</c>, or a sentence for the person).
/// </summary>
public sealed record Delivered(bool Taken, int? Status, int Attempts, string Body, string? Failure)
{
    /// <summary>The id of the message the person wrote, if they wrote one.</summary>
    public string? MessageId { get; init; }

    internal static Delivered NotSent(string why) => new(false, null, 0, "", why);
}
