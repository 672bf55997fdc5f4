using System.Globalization;
using CommitmentBot.Core.Chasing;
using CommitmentBot.Core.Chat;
using NodaTime;
using NodaTime.Text;

namespace CommitmentBot.Rehearsal.Story;

/// <summary>
/// Who may see and do what where one forum spans platforms: two trusts in one Teams tenant, a council on its own Slack, a charity that
/// comes in by Slack Connect, a guest, and somebody who is in no channel. It sets its forum up as it goes, and so can be told once.
/// </summary>
public static class SharedSystemStory
{
    private static readonly LocalDatePattern Typed = LocalDatePattern.Create("d MMMM yyyy", CultureInfo.InvariantCulture);
    private static readonly Spot Teams = new(PlatformName.Teams, Venue: World.Board);
    private static readonly Spot Slack = new(PlatformName.Slack, Venue: World.Board);
    private static readonly Spot HelenOnTeams = new(PlatformName.Teams, World.Helen);
    private static readonly Spot HelenOnSlack = new(PlatformName.Slack, World.Helen);
    private static readonly Spot AnilAlone = new(PlatformName.Teams, World.Anil);
    private static readonly Spot CallumAlone = new(PlatformName.Slack, World.Callum);
    private static readonly Spot FrankAlone = new(PlatformName.Teams, World.Frank);
    private static readonly Spot EdithAlone = new(PlatformName.Teams, World.Edith);

    /// <summary>The story as it is told on a day.</summary>
    public static IReadOnlyList<StoryStep> Steps(LocalDate today)
    {
        var calendar = new WorkingCalendar([]);
        var rota = Typed.Format(calendar.OnOrAfter(today.PlusDays(21)));
        var volunteers = Typed.Format(calendar.OnOrAfter(today.PlusDays(28)));
        var terms = Typed.Format(calendar.OnOrAfter(today.PlusDays(35)));
        return
        [
            new StoryStep.AddBot("Helen runs one of two trusts that share a Teams. She adds the bot, names a forum, and chairs it.",
                World.Helen),
            ToBot("", World.Helen, Teams, $"forum name {World.Board.ForumName}"),
            new StoryStep.See("", Teams, "Helen Marsh chairs it"),
            ToBot("The council has a Slack of its own. A code, given to Helen in private, brings its channel in.",
                World.Helen, Teams, "forum link"),
            new StoryStep.See("", HelenOnTeams, "forum link", "code", StoryWords.LinkCode),
            ToBot("", World.Helen, Slack, "forum link {code}"),
            new StoryStep.See("", Slack, World.Board.ForumName),
            ToBot("She enters the organisations: e-mail domains, kinds, places, ODS codes. Both trusts use nhs.example.",
                World.Helen, Teams,
                "forum organisation NHT Northmere Hospitals NHS Trust, northmere.nhs.example, nhs.example, kind acute trust, "
                + "places Northmere and Eastborough, ODS RX1"),
            ToBot("", World.Helen, Teams,
                "forum organisation SMH Southmere Mental Health NHS Trust, southmere.nhs.example, nhs.example, kind mental health trust, "
                + "places Southmere, ODS RX2"),
            new StoryStep.See("", Teams, "has the same e-mail domain"),
            ToBot("", World.Helen, Teams,
                "forum organisation EBC Eastborough Council, eastborough.gov.example, kind council, places Eastborough"),
            ToBot("", World.Helen, Teams,
                "forum organisation HVA Harbour Voluntary Action, harbour-va.example, kind charity, places Eastborough"),

            ToBot("Anil promises the council something. His address does not tell which trust he speaks for, so the bot asks him.",
                World.Anil, Teams, $"I'll send the step-down bed rota to EBC by {rota}"),
            new StoryStep.See("", Teams, StoryWords.AskedForWhom),
            ToBot("He answers in words, and says yes to what the card shows.", World.Anil, Teams, "I speak for SMH", "step-down bed rota"),
            new StoryStep.See("", AnilAlone, "you speak for SMH"),
            new StoryStep.Click("", World.Anil, Teams, "step-down bed rota", StoryWords.RecordIt),
            new StoryStep.See("", Teams, "Anil Rao (SMH)", "rota", StoryWords.Reference),
            new StoryStep.See("The council reads the same commitment in its own Slack.", Slack, "{rota}"),

            ToBot("Dilys leads a charity. She is in the council's channel by Slack Connect, where nobody vouches for her address.",
                World.Dilys, Slack, "I speak for HVA"),
            new StoryStep.See("", Slack, "says HVA, not confirmed"),
            ToBot("She may promise all the same. The card says whose word her seat is: “says HVA, not confirmed”.", World.Dilys, Slack,
                $"I'll send the list of winter volunteers to EBC by {volunteers}"),
            new StoryStep.Click("", World.Dilys, Slack, "list of winter volunteers", StoryWords.RecordIt),
            new StoryStep.See("", Slack, StoryWords.NotConfirmed, "volunteers", StoryWords.Reference),
            new StoryStep.Click("Helen knows her. The bot has asked the chair in private, and she confirms.", World.Helen, HelenOnTeams,
                "Dilys Owen says in", StoryWords.ConfirmClaim),
            new StoryStep.See("", HelenOnTeams, "Dilys Owen speaks for HVA"),

            ToBot("Frank is a guest from another tenant. He tries to take the chair.",
                World.Frank, Teams, $"forum chair @{World.Frank.Name}"),
            new StoryStep.See("A sentence tells him who can, and nobody else reads of it.", FrankAlone, StoryWords.OnlyAChair),

            Alone("Anil's rota is done. Callum, of the council, is asked whether it is what was promised.", World.Anil, AnilAlone,
                "done {rota} https://southmere.nhs.example/rota"),
            new StoryStep.See("", CallumAlone, "Was it what was promised?"),
            ToBot("Frank says that he speaks for the council, and confirms it. That is only his word, and not enough.",
                World.Frank, Teams, "I speak for EBC"),
            ToBot("", World.Frank, Teams, "yes {rota}"),
            new StoryStep.See("", FrankAlone, StoryWords.NotYours),
            new StoryStep.Click("Callum's address is the council's own. His yes counts.",
                World.Callum, CallumAlone, "{rota}", StoryWords.Yes),
            new StoryStep.See("", Teams, "Kept"),

            Alone("Helen is on Slack as well. A code from one account, typed in the other, shows that both are hers.",
                World.Helen, HelenOnSlack, "join my accounts"),
            new StoryStep.See("", HelenOnSlack, "join my accounts", "accounts", StoryWords.JoinCode),
            Alone("", World.Helen, HelenOnTeams, "join my accounts {accounts}"),
            new StoryStep.See("", HelenOnTeams, StoryWords.Joined),
            new StoryStep.See("", HelenOnSlack, "are joined"),
            ToBot("She makes Anil a second chair, so that her own promises have somebody to answer them.",
                World.Helen, Teams, $"forum chair @{World.Anil.Name}"),
            new StoryStep.See("", Slack, "Anil Rao now chairs"),
            ToBot("From Slack, she promises something to the whole forum.",
                World.Helen, Slack, $"I'll write the forum's terms of reference by {terms}"),
            new StoryStep.Click("", World.Helen, Slack, "terms of reference", StoryWords.RecordIt),
            new StoryStep.See("", Slack, "terms of reference", "terms", StoryWords.Reference),
            Alone("She says in Teams that it is done, and tries to confirm it there. Both accounts are one person: she cannot.",
                World.Helen, HelenOnTeams, "done {terms}"),
            Alone("", World.Helen, HelenOnTeams, "yes {terms}"),
            new StoryStep.See("", HelenOnTeams, StoryWords.NotYours),
            new StoryStep.Click("The other chair can.", World.Anil, AnilAlone, "{terms}", StoryWords.Yes),
            new StoryStep.See("", Slack, "Kept"),

            new StoryStep.Leave("Dilys moves on and leaves the channel. The chairs are asked who takes over what she had promised.",
                World.Dilys, PlatformName.Slack),
            new StoryStep.See("", HelenOnTeams, StoryWords.WhoTakesOver),
            new StoryStep.Click("Helen asks Callum.",
                World.Helen, HelenOnTeams, StoryWords.WhoTakesOver, "Hand over {volunteers} › Ask them",
                new Dictionary<string, string>
                {
                    [StoryWords.HandOverTo] = "Callum Reid (EBC)",
                    [StoryWords.AnotherDateReason] = "Dilys has left.",
                }),
            new StoryStep.Click("It is his when he says so, and not before.",
                World.Callum, CallumAlone, "{volunteers}", StoryWords.TakeItOn),
            new StoryStep.See("", HelenOnTeams, "Callum Reid has taken over {volunteers}"),

            Alone("Edith works for Helen's trust, but is in neither channel. She asks the bot in private for the list.",
                World.Edith, EdithAlone, "list"),
            new StoryStep.See("She gets nothing: only the channels decide who reads the register.",
                EdithAlone, StoryWords.InNoForum),
        ];
    }

    private static StoryStep.Say ToBot(string caption, Persona who, Spot where, string words, string? under = null) =>
        new(caption, who, where, $"@{World.BotName} {words}", under);

    private static StoryStep.Say Alone(string caption, Persona who, Spot where, string words) => new(caption, who, where, words);
}
