using NodaTime;

namespace CommitmentBot.Core.Chat;

/// <summary>
/// What a platform asked to be left alone, and until when: shared by all instances, within a second. Delivery sends nothing to a paused
/// conversation, installation or method; an adapter asks before it calls any method that delivery knows nothing of.
/// </summary>
public interface IPauses
{
    /// <summary>How much longer a scope (<see cref="PauseScope"/>) is paused, as far as this instance knows; null where not.</summary>
    Duration? Left(string scope);

    /// <summary>The platform said not to come back earlier than that.</summary>
    Task Pause(string scope, Duration rest);
}

/// <summary>The names of what can be paused. A conversation's is its <see cref="ConversationRef.Lane"/>.</summary>
public static class PauseScope
{
    /// <summary>The method of an update, where a platform counts those of a whole installation together.</summary>
    public const string Updates = "updates";

    /// <summary>All that goes to a Slack workspace or a Teams tenant.</summary>
    public static string Tenant(string platform, string tenant) => $"{platform}|{tenant}";

    /// <summary>One method there.</summary>
    public static string Method(string platform, string tenant, string method) => $"{Tenant(platform, tenant)} {method}";
}
