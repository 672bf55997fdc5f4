using CommitmentBot.Core.Chat;
using NodaTime;

namespace CommitmentBot.Delivery;

/// <summary>What became of one attempt.</summary>
internal abstract record Verdict(string Outcome, string? Reason)
{
    /// <summary>The platform has it; by its answer, or found there afterwards.</summary>
    public sealed record Sent(MessageRef? Posted, bool Found = false) : Verdict(Found ? "Found" : "Accepted", null);

    /// <summary>Certainly not posted: again, after a while.</summary>
    public sealed record Later(string Outcome, string? Reason, Duration? After, bool Installation = false) : Verdict(Outcome, Reason);

    /// <summary>Nothing was posted; now the private chat is known, and the row takes its place in that chat's lane.</summary>
    public sealed record Opened(UserRef Account, ConversationRef Chat) : Verdict("Opened", null);

    /// <summary>Nobody can say. The row stays as it is until its lease is over.</summary>
    public sealed record Unknown(string Why) : Verdict("Unknown", Why);

    /// <summary>Nobody will ever be able to say.</summary>
    public sealed record NotConfirmed(string Why) : Verdict("NotConfirmed", Why);

    /// <summary>The account cannot be reached in private; another one of the person's may.</summary>
    public sealed record NoWay(UserRef? Account, bool Gone, string Why) : Verdict("Refused: Person", Why);

    /// <summary>The platform would not show it aside; it goes to the private chat.</summary>
    public sealed record NotAside(string Why) : Verdict("Refused: Aside", Why);

    /// <summary>The thread takes nothing; the channel around it may.</summary>
    public sealed record NoThread(string Why) : Verdict("Refused: Thread", Why);

    /// <summary>The private chat takes nothing. <c>Account</c> where not even a chat could be opened with it.</summary>
    public sealed record NoChat(UserRef? Account, string Why) : Verdict(Name, Why)
    {
        public const string Name = "Refused: Chat";
    }

    /// <summary>The channel is gone, or the bot is not in it.</summary>
    public sealed record NoChannel(string Why) : Verdict("Refused: Channel", Why);

    /// <summary>Nothing was posted: what the clock planned does not hold any more.</summary>
    public sealed record Overtaken() : Verdict("Overtaken", null);

    /// <summary>Never.</summary>
    public sealed record Dead(string Outcome, string Why) : Verdict(Outcome, Why);
}
