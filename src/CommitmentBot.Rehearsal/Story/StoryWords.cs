namespace CommitmentBot.Rehearsal.Story;

/// <summary>The bot's own words that the stories look for and press: the one place to change when the bot's wording does.</summary>
internal static class StoryWords
{
    public const string Reference = @"\b(C-\d+)\b";
    public const string LinkCode = @"forum link ([0-9A-Z][0-9A-Z-]{3,})";
    public const string RecordIt = "Yes, record it";
    public const string AnotherDate = "Another date or wording";
    public const string AnotherDateSend = "Another date or wording › Offer this";
    public const string AnotherDateField = "due";
    public const string AnotherDateReason = "because";
    public const string Agree = "Agree";
    public const string OnTrack = "On track";
    public const string GiveAccount = "Give my account";
    public const string AccountSaid = "said";
    public const string AccountDid = "did";
    public const string AccountWhy = "why";
    public const string AccountCause = "cause";
    public const string AccountNeeded = "needed";
    public const string AccountNext = "next";
    public const string Yes = "Yes, and it helped";
    public const string HeadsUp = "Is it on track?";
    public const string DueToday = "is due today";
    public const string AskAccount = "I have not heard how it went";
    public const string SecondAsk = "the facilitator can help";
    public const string FirstAccount = "You have the first word";
    public const string Report = "not done by their date";
    public const string KeptLate = "kept late";
}
