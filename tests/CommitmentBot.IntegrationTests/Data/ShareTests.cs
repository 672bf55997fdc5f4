using System.Collections.Concurrent;
using CommitmentBot.Core.Chat;
using CommitmentBot.Delivery;
using CommitmentBot.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;
using Shouldly;
using Xunit;

namespace CommitmentBot.IntegrationTests.Data;

/// <summary>A workspace to which much is to be said at once.</summary>
public sealed class ShareTests(Databases databases)
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_more_than_a_workspaces_share_leaves_as_soon_as_that_was_taken(DatabaseKind kind)
    {
        await using var database = await databases.New(kind);
        var register = database.Factory();
        await register.Migrate(Registers.Stop);
        var rules = new DeliveryRules();
        var many = (2 * rules.InFlightOfTenant) + 1;
        await register.InTransaction(
            (db, _) =>
            {
                for (var at = 0; at < many; at++)
                {
                    Outbox.Post(
                        db, $"{at}", new ConversationRef(PlatformName.Slack, "T1", $"C{at}", ConversationKind.Channel), new Message("Hello", [new Block.Paragraph("Hello")]), Registers.Monday);
                }

                return Task.CompletedTask;
            },
            Registers.Stop);

        // Time stands still: whoever waited for the next look's time would wait for ever.
        var (clock, wall, slack) = (new FakeClock(Registers.Monday), new FakeTimeProvider(Registers.Monday.ToDateTimeOffset()), new Slack(many));
        await using var services = Delivering.From(register, slack, clock, wall);
        var delivery = services.GetRequiredService<DeliveryService>();
        await delivery.StartAsync(Registers.Stop);

        (await slack.All.WaitAsync(TimeSpan.FromSeconds(60), Registers.Stop)).Distinct().Count().ShouldBe(many);
        await delivery.StopAsync(Registers.Stop);
    }

    /// <summary>Takes everything at once.</summary>
    private sealed class Slack(int many) : SilentPlatform(PlatformName.Slack, Duration.FromSeconds(1))
    {
        private readonly ConcurrentQueue<string> _posted = [];
        private readonly TaskCompletionSource<IReadOnlyCollection<string>> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyCollection<string>> All => _all.Task;

        public override Task<SendAnswer> Post(ConversationRef to, Message message, string marker, CancellationToken cancellationToken)
        {
            _posted.Enqueue(marker);
            if (_posted.Count == many)
            {
                _all.TrySetResult(_posted);
            }

            return Task.FromResult<SendAnswer>(new SendAnswer.Accepted(new MessageRef(to, marker)));
        }
    }
}
