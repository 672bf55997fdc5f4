using System.Collections.Concurrent;
using System.Text.Json;
using CommitmentBot.Core.Chat;

namespace CommitmentBot.Teams;

/// <summary>Who is in a channel, page by page. After a 429 nobody is asked about it before the time that Teams named.</summary>
/// <remarks>
/// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context: 500 a page at most, 50 at least. A page may say the
/// same person again, and the token of the next page is there even where it is empty.
/// </remarks>
internal sealed class Rosters(Connector connector, TimeProvider time)
{
    private const string BotPrefix = "28:";
    private const string FirstPage = "pagedmembers?pageSize=500";
    private const int MostPages = 50;
    private const int MostResting = 1_000;

    private static readonly TimeSpan UsualRest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _notBefore = new(StringComparer.Ordinal);

    /// <summary>Everybody in the channel, or why not.</summary>
    public async Task<RosterAnswer> Read(ConversationRef channel, CancellationToken cancellationToken)
    {
        if (_notBefore.TryGetValue(channel.Channel, out var until) && until > time.GetUtcNow())
        {
            return new RosterAnswer.NotNow("The Connector asked to wait.");
        }

        var everybody = new Dictionary<string, RosterMember>(StringComparer.Ordinal);
        var token = "";
        for (var page = 0; page < MostPages; page++)
        {
            var path = $"v3/conversations/{Connector.Part(channel.Channel)}/{FirstPage}"
                + (token.Length == 0 ? "" : $"&continuationToken={Uri.EscapeDataString(token)}");
            var answer = await connector.Call(HttpMethod.Get, channel.ServiceUrl, path, null, cancellationToken);
            if (Page(answer) is not { Members: { } members } read)
            {
                return Why(answer, channel);
            }

            foreach (var member in members)
            {
                if (member is { Id: { Length: > 0 } id } && !id.StartsWith(BotPrefix, StringComparison.Ordinal) && member.UserRole != "bot")
                {
                    everybody[id] = new RosterMember(new UserRef(PlatformName.Teams, id), ProfileOf(member, id));
                }
            }

            if (read.ContinuationToken is not { Length: > 0 } next)
            {
                return new RosterAnswer.Read([.. everybody.Values]);
            }

            token = next;
        }

        return new RosterAnswer.NotNow("The roster has no end.");
    }

    /// <summary>What the roster says of somebody. Guests of a tenant have its domain in their own name there.</summary>
    public static Profile ProfileOf(Member member, string id) => new(
        new UserRef(PlatformName.Teams, id),
        member.Name ?? id,
        member.TenantId,
        member.Email ?? member.UserPrincipalName,
        TimeZone: null,
        Gone: false,
        Guest: member.UserRole == "guest" || member.UserPrincipalName?.Contains("#EXT#", StringComparison.OrdinalIgnoreCase) == true);

    private RosterAnswer Why(ConnectorAnswer answer, ConversationRef channel)
    {
        switch (answer)
        {
            case ConnectorAnswer.Refused { Code: "BotNotInConversationRoster" or "ConversationNotFound" } gone:
                return new RosterAnswer.NotThere(gone.Reason);
            case ConnectorAnswer.Refused { Status: 429 } busy:
                if (_notBefore.Count >= MostResting)
                {
                    _notBefore.Clear();
                }

                _notBefore[channel.Channel] = time.GetUtcNow() + (busy.RetryAfter?.ToTimeSpan() ?? UsualRest);
                return new RosterAnswer.NotNow(busy.Reason);
            case ConnectorAnswer.Refused refused:
                return new RosterAnswer.NotNow(refused.Reason);
            case ConnectorAnswer.NotSent(_, var reason, _):
                return new RosterAnswer.NotNow(reason);
            case ConnectorAnswer.NoAnswer(var reason):
                return new RosterAnswer.NotNow(reason);
            case ConnectorAnswer.NotAllowed(var reason):
                return new RosterAnswer.NotNow(reason);
            default:
                return new RosterAnswer.NotNow("The Connector's answer is no roster.");
        }
    }

    private static MembersPage? Page(ConnectorAnswer answer)
    {
        try
        {
            return answer is ConnectorAnswer.Done(var body) ? JsonSerializer.Deserialize(body, Json.Default.MembersPage) : null;
        }
        catch (JsonException)
        {
            return null; // It broke off, or is a proxy's page.
        }
    }
}
