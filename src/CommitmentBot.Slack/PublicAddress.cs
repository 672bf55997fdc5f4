namespace CommitmentBot.Slack;

/// <summary>Where Slack and browsers reach the program from outside.</summary>
internal sealed record PublicAddress(Uri Url);
