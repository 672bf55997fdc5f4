using NodaTime;

namespace CommitmentBot.Slack;

/// <summary>How a call of the Web API ended.</summary>
internal abstract record ApiAnswer
{
    private ApiAnswer()
    {
    }

    /// <summary><c>ok: true</c>, with the whole answer as JSON.</summary>
    public sealed record Done(byte[] Body) : ApiAnswer;

    /// <summary><c>ok: false</c>: it has not been done. <c>Detail</c> is what Slack says of it, for the log.</summary>
    public sealed record Failed(string Error, string Detail) : ApiAnswer;

    /// <summary>It has not been done and may be asked again, if <c>After</c> is there not before that time has passed.</summary>
    public sealed record NotNow(string Reason, Duration? After) : ApiAnswer;

    /// <summary>Nobody can say whether it was done.</summary>
    public sealed record Unclear(string Reason) : ApiAnswer;
}
