namespace CommitmentBot.Rehearsal.StandIns;

/// <summary>
/// What is to go wrong with calls from the bot. <c>Method</c> is Slack's method (<c>chat.postMessage</c>) or, for Teams,
/// <c>conversations.create</c> (a private chat), <c>threads.create</c> (in a channel), <c>activities.post</c>, <c>activities.put</c>, <c>members.get</c>
/// or <c>token</c>; <c>Times</c> calls are affected.
/// </summary>
public abstract record Fault(string Method, int Times)
{
    /// <summary>Only calls whose address or body has this text in it, say a channel's id; null for any.</summary>
    public string? In { get; init; }

    /// <summary>429 with <c>Retry-After</c>; nothing is done.</summary>
    public sealed record TooMany(string Method, TimeSpan RetryAfter, int Times = 1) : Fault(Method, Times);

    /// <summary>500; the work is done all the same when <c>AfterWork</c>.</summary>
    public sealed record ServerError(string Method, bool AfterWork, int Times = 1) : Fault(Method, Times);

    /// <summary>The connection is cut without an answer; the work is done all the same when <c>AfterWork</c>.</summary>
    public sealed record Cut(string Method, bool AfterWork, int Times = 1) : Fault(Method, Times);

    /// <summary>The answer comes late.</summary>
    public sealed record Late(string Method, TimeSpan By, int Times = 1) : Fault(Method, Times);

    /// <summary>The platform refuses with this error (Slack: <c>ok:false</c>; Teams: the status, with the error as its code).</summary>
    public sealed record Refuse(string Method, string Error, int Status = 403, int Times = 1) : Fault(Method, Times);
}
