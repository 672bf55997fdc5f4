using NodaTime;

namespace CommitmentBot.Core.Chat;

/// <summary>The port out. Slack and Teams implement it; delivery is its only caller for posts and updates.</summary>
public interface IChatPlatform
{
    /// <summary>One of <see cref="PlatformName"/>.</summary>
    string Name { get; }

    /// <summary>How fast it may be written to.</summary>
    ChatPace Pace { get; }

    /// <summary>Posts a message, once, without any retry of its own. <paramref name="marker"/> is hidden in it where the platform can hide it.</summary>
    Task<SendAnswer> Post(ConversationRef to, Message message, string marker, CancellationToken cancellationToken);

    /// <summary>Puts <paramref name="message"/> in the place of one that was posted. Repeating it does no harm.</summary>
    Task<SendAnswer> Update(MessageRef posted, Message message, CancellationToken cancellationToken);

    /// <summary>Opens, or finds, the personal chat with somebody met in <paramref name="seenIn"/>.</summary>
    Task<OpenAnswer> OpenPrivate(UserRef who, ConversationRef seenIn, CancellationToken cancellationToken);

    /// <summary>Looks whether a post of which no answer came has arrived after all.</summary>
    Task<FindAnswer> Find(ConversationRef where, string marker, Instant sentAfter, CancellationToken cancellationToken);

    /// <summary>What the platform knows of somebody; null when it knows nothing or cannot be asked now.</summary>
    Task<Profile?> Describe(UserRef who, ConversationRef seenIn, CancellationToken cancellationToken);

    /// <summary>The name of a channel, without a leading <c>#</c>; null when it cannot be had.</summary>
    Task<string?> ChannelName(ConversationRef channel, CancellationToken cancellationToken);

    /// <summary>Everybody in a channel now; a roster that could only be read in part is not given.</summary>
    Task<RosterAnswer> Roster(ConversationRef channel, CancellationToken cancellationToken);
}

/// <summary>
/// What a platform knows of a person. <c>HomeTenant</c> is their own workspace or tenant, <c>TimeZone</c> an IANA name; <c>Gone</c> is a
/// deactivated account, <c>Guest</c> one that its host lets into some channels only, and <c>Bot</c> nobody's.
/// </summary>
public sealed record Profile(
    UserRef User, string Name, string? HomeTenant, string? Email, string? TimeZone, bool Gone, bool Guest = false, bool Bot = false);

/// <summary>Who is in a channel.</summary>
public abstract record RosterAnswer
{
    private RosterAnswer()
    {
    }

    /// <summary>Everybody, each once; without the bot, and without other bots as far as the platform tells them apart.</summary>
    public sealed record Read(IReadOnlyList<RosterMember> Members) : RosterAnswer;

    /// <summary>The platform says that there is no such channel, or that the bot is not in it.</summary>
    public sealed record NotThere(string Reason) : RosterAnswer;

    /// <summary>It cannot be had now, which says nothing of the channel or of anybody in it.</summary>
    public sealed record NotNow(string Reason) : RosterAnswer;
}

/// <summary>
/// Somebody in a channel. <c>Profile</c> is what the platform said of them with the roster, or lately; null where it lists ids only.
/// </summary>
public sealed record RosterMember(UserRef User, Profile? Profile);

/// <summary>What came back from a send: certain yes, certain no, or not known. Only a certain no may be sent again blindly.</summary>
public abstract record SendAnswer
{
    private SendAnswer()
    {
    }

    /// <summary>The platform took it. <c>Posted</c> is null where it took it without saying as what.</summary>
    public sealed record Accepted(MessageRef? Posted) : SendAnswer;

    /// <summary>The platform refused it: it has certainly not been posted.</summary>
    public sealed record Refused(RefusalKind Kind, string Reason, Duration? RetryAfter = null) : SendAnswer;

    /// <summary>Nobody can say whether it was posted: a time-out, a cut connection, a server error.</summary>
    public sealed record Unknown(string Reason) : SendAnswer;
}

/// <summary>What a refusal is about, the smallest thing it can be, and so what is to be done next.</summary>
public enum RefusalKind
{
    /// <summary>Not now; the same again later (429, a refused connection).</summary>
    Later,

    /// <summary>This message, or nothing that is named: it is not sent again, and says nothing of the place or the person.</summary>
    Message,

    /// <summary>This thread: deleted, locked, no replies. The channel around it takes messages.</summary>
    Thread,

    /// <summary>This private chat. Another one may be opened; if that is refused too, it may be otherwise tomorrow.</summary>
    Chat,

    /// <summary>The platform says of the person that a private message does not reach them: blocked, not installed, deactivated.</summary>
    Person,

    /// <summary>The platform says of the channel that it is gone or archived, or that the bot is not in it.</summary>
    Channel,

    /// <summary>The installation: its credentials are not valid any more, or an administrator has switched it off.</summary>
    Installation,
}

/// <summary>What came of opening a personal chat.</summary>
public abstract record OpenAnswer
{
    private OpenAnswer()
    {
    }

    /// <summary>Here it is.</summary>
    public sealed record Opened(ConversationRef Conversation) : OpenAnswer;

    /// <summary>It cannot be had; <see cref="RefusalKind.Later"/> when it may be tried again. Opening is safe to repeat.</summary>
    public sealed record Refused(RefusalKind Kind, string Reason, Duration? RetryAfter = null) : OpenAnswer;
}

/// <summary>What came of looking for a post by its marker.</summary>
public abstract record FindAnswer
{
    private FindAnswer()
    {
    }

    /// <summary>It had arrived.</summary>
    public sealed record Found(MessageRef Posted) : FindAnswer;

    /// <summary>It certainly had not.</summary>
    public sealed record Absent : FindAnswer;

    /// <summary>The platform offers no look-up (Teams), or does not answer now; <c>AskAgain</c> when it may later.</summary>
    public sealed record CannotTell(string Reason, bool AskAgain = false) : FindAnswer;
}
