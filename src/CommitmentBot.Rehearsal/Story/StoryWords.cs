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
    public const string AskedForWhom = "For which organisation do you speak?";
    public const string NotConfirmed = "Dilys Owen (says HVA, not confirmed)";
    public const string ConfirmClaim = "Confirm";
    public const string OnlyAChair = "Only a chair can";
    public const string NotYours = "can confirm that";
    public const string JoinCode = @"join my accounts ([0-9A-Z]{4}-[0-9A-Z]{4})";
    public const string Joined = "Joined";
    public const string WhoTakesOver = "Who takes it over?";
    public const string HandOverTo = "next-owner";
    public const string TakeItOn = "Take it on";
    public const string InNoForum = "You are in none of the forums";
}
