using CommitmentBot.Core.Chat;
using CommitmentBot.Teams;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Teams;

/// <summary>However much there is to say, Teams' limits are kept.</summary>
public sealed class PaceTests : IAsyncLifetime
{
    private static readonly Message Hello = new("Hello", [new Block.Paragraph("Hello")]);

    private TeamsBot _bot = null!;

    public async ValueTask InitializeAsync()
    {
        _bot = await TeamsBot.Run();
        _bot.Microsoft.IsPatient = true;
        _bot.Logs.IsOff = true;
    }

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    /// <summary>Posts as fast as it is let, to each place in turn, and gives the moments at which something left, by place.</summary>
    private async Task<ILookup<string, DateTimeOffset>> PostAll(int count, params ConversationRef[] places)
    {
        List<(string Lane, DateTimeOffset At)> left = [];
        for (var i = 0; i < count;)
        {
            var place = places[i % places.Length];
            var answer = await _bot.Platform.Post(place, Hello, "m", TestContext.Current.CancellationToken);
            if (answer is SendAnswer.Refused { Kind: RefusalKind.Later, RetryAfter: { } wait })
            {
                _bot.Time.Advance(wait.ToTimeSpan());
                continue;
            }

            left.Add((place.Lane, _bot.Time.GetUtcNow()));
            i++;
        }

        return left.ToLookup(it => it.Lane, it => it.At);
    }

    private static void KeptTo(IReadOnlyList<(int Sends, TimeSpan In)> limits, List<DateTimeOffset> sends)
    {
        foreach (var (most, span) in limits)
        {
            Enumerable.Range(0, Math.Max(0, sends.Count - most)).ShouldAllBe(i => sends[i + most] - sends[i] >= span + Limits.OnTheWay);
        }
    }

    [Fact]
    public async Task One_conversation_gets_no_more_than_it_takes_in_a_second_half_a_minute_or_an_hour()
    {
        var begun = _bot.Time.GetUtcNow();
        var sends = (await PostAll(2_000, _bot.Personal))[_bot.Personal.Lane].ToList();

        KeptTo(Limits.PerConversation, sends);
        (sends[^1] - begun).ShouldBeLessThan(TimeSpan.FromHours(2), "nor is it slower than it must be");
    }

    [Fact]
    public async Task One_tenant_gets_no_more_than_it_takes_however_many_its_conversations()
    {
        var places = Enumerable.Range(0, 40).Select(i => _bot.Personal with { Channel = $"a:{i}" }).ToArray();
        var sends = await PostAll(160, places);

        KeptTo(Limits.PerTenant, [.. sends.SelectMany(it => it).Order()]);
        foreach (var each in sends)
        {
            KeptTo(Limits.PerConversation, [.. each]);
        }
    }
}
