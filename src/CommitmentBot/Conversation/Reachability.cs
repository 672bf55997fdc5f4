using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data.Rows;
using CommitmentBot.People;

namespace CommitmentBot.Conversation;

/// <summary>How a person can be reached, as far as is known when a commitment is made.</summary>
internal enum Way
{
    /// <summary>In private, or nothing speaks against it.</summary>
    Privately,

    /// <summary>Only in the channel: a private message was refused, or they belong to another tenant than the channel's host.</summary>
    InChannel,

    /// <summary>Not at all.</summary>
    Nowhere,
}

/// <summary>Reads it off a person's accounts.</summary>
internal static class Reachability
{
    /// <summary>The best of what each account allows.</summary>
    public static Way Of(PersonId person, PeopleDirectory names) => names.Accounts(person).Select(Of).DefaultIfEmpty(Way.Nowhere).Min();

    private static Way Of(IdentityRow account) => account.Reachable switch
    {
        ReachableBy.PrivateMessage => Way.Privately,
        ReachableBy.ChannelOnly => Way.InChannel,
        ReachableBy.RemovedApp or ReachableBy.Nothing => Way.Nowhere,
        _ when account.Private is not null => Way.Privately,

        // https://learn.microsoft.com/microsoftteams/platform/build-apps-for-shared-private-channels: a bot's private message to them fails.
        _ when account.Platform == PlatformName.Teams && account.HomeTenant is { } home && home != account.SeenIn.Tenant => Way.InChannel,
        _ => Way.Privately,
    };
}
