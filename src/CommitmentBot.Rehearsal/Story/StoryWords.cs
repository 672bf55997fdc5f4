namespace CommitmentBot.Rehearsal.Story;

/// <summary>The bot's own words that the stories look for and press: the one place to change when the bot's wording does.</summary>
internal static class StoryWords
{
    public const string Reference = @"\b(C-\d+)\b";
    public const string LinkCode = @"forum link ([0-9A-Z][0-9A-Z-]{3,})";
    public const string RecordIt = "Yes, record it";
    public const string AnotherDate = "Another date";
    public const string AnotherDateSend = "Another date › Send";
    public const string AnotherDateField = "due";
    public const string AnotherDateReason = "because";
    public const string Agree = "Agree";
    public const string OnTrack = "On track";
    public const string GiveAccount = "Give the account";
    public const string AccountSaid = "said";
    public const string AccountDid = "did";
    public const string AccountWhy = "why";
    public const string AccountCause = "cause";
    public const string AccountNeeded = "needed";
    public const string AccountNext = "next";
    public const string Yes = "Yes";
    public const string HeadsUp = "due on";
    public const string DueToday = "due today";
    public const string AskAccount = "was due";
    public const string SecondAsk = "facilitator";
    public const string FirstAccount = "will be reported";
    public const string Report = "say-do gap";
    public const string KeptLate = "kept late";
}
