namespace CommitmentBot.Core.Understanding.Commands;

/// <summary>Everything people can ask the bot to do, in the order of help. Rules earlier in the list win.</summary>
public static class CommandList
{
    /// <summary>All commands.</summary>
    public static readonly IReadOnlyList<CommandEntry> All =
    [
        Entry("my commitments", CommandTopic.Picture, PictureRules.MyCommitments,
            "Lists what you have promised and not yet finished.", "my commitments"),
        Entry("what am I owed", CommandTopic.Picture, PictureRules.OwedToMe,
            "Lists what others have promised to you or your organisation.", "what am I owed"),
        Entry("show", CommandTopic.Picture, CommitmentRules.Show,
            "Shows one commitment with its history.", "show C-42", "C-42"),
        Entry("done", CommandTopic.Commitment, CommitmentRules.Done,
            "Says that your commitment is done, with a link or a word on where to see it.", "done C-42 https://example.org/plan", "done C-42"),
        Entry("at risk", CommandTopic.Commitment, CommitmentRules.AtRisk,
            "Warns early, in your own words, that it may not be done in time.", "at risk C-42 the data is late"),
        Entry("on track", CommandTopic.Commitment, CommitmentRules.OnTrack,
            "Says that all is well.", "on track C-42"),
        Entry("ask for help", CommandTopic.Commitment, CommitmentRules.HelpWanted,
            "Tells the facilitator what would help.", "ask for help C-42 we need an analyst"),
        Entry("move", CommandTopic.Commitment, CommitmentRules.MoveTo,
            "Asks the promisee for another date, with a reason.", "move C-42 to 12 June because the board moved", "new date 12 June because the board moved"),
        Entry("reword", CommandTopic.Commitment, CommitmentRules.Reword,
            "Asks the promisee for another wording, with a reason.", "reword C-42 as Send the draft plan because the final one needs the board"),
        Entry("cannot", CommandTopic.Commitment, CommitmentRules.Cannot,
            "Says that it cannot be done, and asks you for your account.", "cannot C-42 because the funding fell through"),
        Entry("hand over", CommandTopic.Commitment, CommitmentRules.HandOver,
            "Offers your commitment to somebody else, who may accept or decline.", "hand over C-42 to @Sarah Ali because she leads on this now"),
        Entry("release", CommandTopic.Commitment, CommitmentRules.Release,
            "Lets the owner off, with a reason; for the promisee or a chair.", "release C-42 because it is no longer needed"),
        Entry("accept", CommandTopic.Commitment, CommitmentRules.Accept,
            "Takes on what was proposed to you.", "accept C-42"),
        Entry("counter", CommandTopic.Commitment, CommitmentRules.Counter,
            "Takes it on with another date or wording.", "accept C-42 by 12 June", "counter C-42 12 June because the board meets then"),
        Entry("decline", CommandTopic.Commitment, CommitmentRules.Decline,
            "Says no to what was proposed to you, with a reason if you like.", "decline C-42 because it is not ours to do"),
        Entry("agree", CommandTopic.Commitment, CommitmentRules.Agree,
            "Agrees to the new date or wording somebody asked for.", "agree C-42"),
        Entry("refuse", CommandTopic.Commitment, CommitmentRules.Refuse,
            "Keeps the commitment as it was.", "refuse C-42 because winter starts before then"),
        Entry("yes", CommandTopic.Commitment, CommitmentRules.Confirm,
            "Confirms that it was what was promised, and whether it helped.", "yes C-42", "confirm C-42, it helped partly"),
        Entry("not yet", CommandTopic.Commitment, CommitmentRules.NotYet,
            "Says what is still missing.", "not yet C-42 the appendix is missing"),
        Entry("conversation held", CommandTopic.Commitment, CommitmentRules.CloseConversation,
            "Says that the conversation the facilitator offered took place, or is not wanted; reminders resume.",
            "conversation held C-42", "conversation declined C-42 because it is settled"),
        Entry("snooze", CommandTopic.Commitment, CommitmentRules.Snooze,
            "Puts one reminder off to the next working day.", "snooze C-42"),
        Entry("calendar", CommandTopic.Commitment, CommitmentRules.Calendar,
            "Gives you its date for your own calendar.", "calendar C-42"),
        Entry("call broken", CommandTopic.Commitment, CommitmentRules.CallBroken,
            "Calls a long overdue commitment broken, with a reason.", "call C-42 broken because nothing was heard for a month") with { ForChairs = true },
        Entry("correct", CommandTopic.Commitment, CommitmentRules.Correct,
            "Corrects how a commitment ended; both stay in its history.", "correct C-42 to kept because the plan had been sent") with { ForChairs = true },
        Entry("list", CommandTopic.Picture, PictureRules.List,
            "Lists the forum's commitments: open, overdue, kept or all, or one organisation's.", "list", "list overdue", "list UHCW"),
        Entry("summary", CommandTopic.Picture, PictureRules.Summary,
            "Shows kept versus broken over a period, by organisation, theme or cause.",
            "summary", "summary this quarter by organisation", "summary UHCW and WCC", "summary since April by theme"),
        Entry("how are you doing", CommandTopic.Picture, PictureRules.HowAreYouDoing,
            "Shows whether the bot kept its own word.", "how are you doing?"),
        Entry("export", CommandTopic.Picture, PictureRules.Export,
            "Gives the register as a file.", "export"),
        Entry("I speak for", CommandTopic.Self, SettingRules.SpeakFor,
            "Says which organisation you speak for.", "I speak for UHCW"),
        Entry("remind me at", CommandTopic.Self, SettingRules.RemindAt,
            "Sets the hour at which you hear from the bot.", "remind me at 8:30"),
        Entry("on leave", CommandTopic.Self, SettingRules.OnLeave,
            "Says when not to disturb you; reminders wait for the next working day.", "on leave 3 August to 14 August"),
        Entry("never ask me", CommandTopic.Self, SettingRules.NeverAsk,
            "Stops the bot from asking whether to record what you promise in a channel; “ask me again” undoes it.", "never ask me", "ask me again"),
        Entry("forum", CommandTopic.Forum, ForumRules.ForumShow,
            "Shows how the forum is set up.", "forum"),
        Entry("forum name", CommandTopic.Forum, ForumRules.ForumName,
            "Names the forum.", "forum name Warwickshire Place Forum") with { ForChairs = true },
        Entry("forum link", CommandTopic.Forum, ForumRules.ForumLink,
            "Gives a code, which typed in another channel links that channel.", "forum link", "forum link 7KQ2-M9") with { ForChairs = true },
        Entry("forum chair", CommandTopic.Forum, ForumRules.ForumChair,
            "Names a chair.", "forum chair @Sarah Ali") with { ForChairs = true },
        Entry("forum facilitator", CommandTopic.Forum, ForumRules.ForumFacilitator,
            "Names the facilitator.", "forum facilitator @Tom Reed") with { ForChairs = true },
        Entry("forum meets", CommandTopic.Forum, ForumRules.ForumMeets,
            "Sets the meeting calendar.", "forum meets every second Tuesday at 14:00 from 8 December", "forum meets every second Tuesday at 14:00") with { ForChairs = true },
        Entry("forum policy", CommandTopic.Forum, ForumRules.ForumPolicy,
            "Chooses how closely the bot follows up: light, standard or active.", "forum policy light") with { ForChairs = true },
        Entry("forum suggestions", CommandTopic.Forum, ForumRules.ForumSuggestions,
            "Lets the bot ask people, in private, whether to record what they promise in a channel without telling it.",
            "forum suggestions on", "forum suggestions off") with { ForChairs = true },
        Entry("forum organisation", CommandTopic.Forum, OrganisationRules.ForumOrganisation,
            "Adds an organisation with its short name and e-mail domains.",
            "forum organisation UHCW University Hospitals Coventry and Warwickshire, uhcw.nhs.uk") with { ForChairs = true },
        Entry("help", CommandTopic.Self, PictureRules.Help,
            "Shows this list.", "help"),
    ];

    /// <summary>The command that a text is; null when it is none.</summary>
    internal static Command? Read(CommandText text)
    {
        foreach (var entry in All)
        {
            if (entry.Read(text) is { } command)
            {
                return command;
            }
        }

        return null;
    }

    private static CommandEntry Entry(
        string name, CommandTopic topic, Func<CommandText, Command?> read, string help, params string[] examples) =>
        new(name, topic, examples, help) { Read = read };
}
