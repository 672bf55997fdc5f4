using System.Text.Json;
using System.Text.Json.Serialization;
using CommitmentBot.Core.Chat;
using CommitmentBot.Core.People;
using CommitmentBot.Data.Rows;
using NodaTime;

namespace CommitmentBot.Conversation;

/// <summary>
/// Which forum somebody means where the place does not tell: they are asked, by name and letter, and what they choose holds for that
/// conversation until they name another.
/// </summary>
internal sealed class ForumChoice(TurnContext context)
{
    // As many as there are letters.
    private const int MostChoices = 26;
    private static readonly Duration Waits = Duration.FromHours(1);

    // Looked for with every message, and nearly always there is none.
    private const string Asked =
        "SELECT 'asked' FROM forum_questions WHERE platform = @platform AND user_id = @user AND channel = @channel";

    // A choice made longer ago than this is no answer to "which C-2?".
    private static readonly Duration Fresh = Duration.FromDays(1);

    /// <summary>The forums that somebody who acts here may mean, by name.</summary>
    public IReadOnlyList<ForumRow> Mine => context.People.Members.ForumsOf(context.Me);

    /// <summary>
    /// The forum chosen in this conversation lately enough to tell which of several commitments with one number is meant.
    /// </summary>
    public Guid? Lately => Account is { ChosenForumId: { } chosen, ChosenAt: { } at } && context.Now - at < Fresh ? chosen : null;

    private IdentityRow Account => context.People.Account(context.Turn.From.User)!;

    /// <summary>Enters the only forum that can be meant, or the one that was chosen.</summary>
    public async Task Settle(CancellationToken cancellationToken)
    {
        var mine = Mine;
        var meant = mine.FirstOrDefault(it => mine.Count == 1 || it.Id == Account.ChosenForumId);
        if (meant is not null)
        {
            await context.Enter(meant.Id, cancellationToken);
        }
    }

    /// <summary>Asks which of <paramref name="forums"/> is meant, and keeps the words for the answer.</summary>
    public async Task<Answer> Ask(SaidText words, IReadOnlyList<ForumRow> forums, CancellationToken cancellationToken)
    {
        if (forums.Count == 0)
        {
            return Answer.Privately(Refusals.InNoForum);
        }

        var choices = forums.Take(MostChoices).ToList();
        var json = JsonSerializer.Serialize(words, ForumChoiceJson.Default.SaidText);
        if (await Waiting(cancellationToken) is { } row)
        {
            (row.Words, row.Choices, row.AskedAt) = (json, [.. choices.Select(it => it.Id)], context.Now);
        }
        else
        {
            context.Db.ForumQuestions.Add(new ForumQuestionRow
            {
                Platform = context.Turn.From.User.Platform,
                UserId = context.Turn.From.User.Id,
                Channel = context.Turn.Conversation.Channel,
                Words = json,
                Choices = [.. choices.Select(it => it.Id)],
                AskedAt = context.Now,
            });
        }

        var listed = string.Join(", ", choices.Select((it, i) => $"{Letter(i)}: {it.Name}"));
        return new Answer(
            new Message(
                $"Which forum do you mean? {listed}. Type its name or letter.",
                [
                    new Block.Paragraph($"Which forum do you mean? {listed}. Press one, or type its name or letter."),
                    new Block.Actions([.. choices.Take(Block.Actions.MaxButtons)
                        .Select((it, i) => new Button(Forms.Cut($"{Letter(i)}: {it.Name}", 70), Verb.UseForum, it.Id.ToString("N")))]),
                ]),
            true);
    }

    /// <summary>The forum that words choose by its name or, where it was asked, by its letter; null when they say something else.</summary>
    public async Task<ForumRow?> Named(string words, CancellationToken cancellationToken)
    {
        var name = words.Trim().TrimEnd('.', '!').Trim();
        if (await Waiting(cancellationToken) is { } row && context.Now - row.AskedAt < Waits)
        {
            var choices = row.Choices.Select(id => context.People.Forum(new ForumId(id))).ToList();
            var letter = name.Length == 1 ? char.ToUpperInvariant(name[0]) - 'A' : -1;
            return letter >= 0 && letter < choices.Count ? choices[letter] : Matching(name, choices);
        }

        // Unasked, only the whole name says so: "Beta" alone may be anything.
        return Mine.FirstOrDefault(it => string.Equals(it.Name, name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The forum of theirs with that name, or with that beginning of a name; null when there is none, or more than one.</summary>
    public ForumRow? ByName(string name) => Matching(name, Mine);

    /// <summary>Enters a forum, which holds from now on, and gives the words that waited for the choice; null when none did.</summary>
    public async Task<SaidText?> Choose(Guid forum, CancellationToken cancellationToken)
    {
        await context.Enter(forum, cancellationToken);
        if (context.Actor.IsMember)
        {
            (Account.ChosenForumId, Account.ChosenAt) = (forum, context.Now);
        }

        if (await Waiting(cancellationToken) is not { } row)
        {
            return null;
        }

        context.Db.ForumQuestions.Remove(row);
        return context.Now - row.AskedAt < Waits && row.Choices.Contains(forum)
            ? JsonSerializer.Deserialize(row.Words, ForumChoiceJson.Default.SaidText)
            : null;
    }

    /// <summary>Whether somebody may choose a forum: they are in it, or were just asked about it as a party to something there.</summary>
    public async Task<bool> MayChoose(Guid forum, CancellationToken cancellationToken) =>
        Mine.Any(it => it.Id == forum) || (await Waiting(cancellationToken))?.Choices.Contains(forum) == true;

    /// <summary>Whether there is a number in a text that a forum might stand before.</summary>
    public static bool MayBeQualified(SaidText text) =>
        Enumerable.Range(0, text.Plain.Length).Any(at => IsNumber(text.Plain.AsSpan(at)));

    /// <summary>
    /// The forum that stands before a number, as in <c>done Place C-2</c>, and the text without it; null where none does. A first word
    /// will do where it is no other forum's.
    /// </summary>
    public static (ForumRow Forum, SaidText Words)? Qualified(SaidText text, IReadOnlyList<ForumRow> forums)
    {
        foreach (var (forum, called) in forums
            .SelectMany(it => Calls(it, forums).Select(called => (it, called))).OrderByDescending(it => it.called.Length))
        {
            for (var at = 0; (at = text.Plain.IndexOf(called, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
            {
                var end = at + called.Length;
                if ((at == 0 || !char.IsLetterOrDigit(text.Plain[at - 1])) && IsNumber(text.Plain.AsSpan(end)))
                {
                    return (forum, Without(text, at, text.Plain.IndexOf(' ', end) + 1 - at));
                }
            }
        }

        return null;
    }

    private async Task<ForumQuestionRow?> Waiting(CancellationToken cancellationToken)
    {
        var (user, channel) = (context.Turn.From.User, context.Turn.Conversation.Channel);
        var any = await context.Db.Text(
            Asked, cancellationToken, ("platform", user.Platform), ("user", user.Id), ("channel", channel));
        return any is not null ? await context.Db.ForumQuestions.FindAsync([user.Platform, user.Id, channel], cancellationToken)
            : null;
    }

    private static ForumRow? Matching(string name, IReadOnlyList<ForumRow> forums)
    {
        var fitting = forums.Where(it => string.Equals(it.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        fitting = fitting.Count > 0 ? fitting : [.. forums.Where(it => Calls(it, forums).Contains(name, StringComparer.OrdinalIgnoreCase))];
        return fitting is [var only] ? only : null;
    }

    // Its name, and as many of its first words as no other forum begins with.
    private static IEnumerable<string> Calls(ForumRow forum, IReadOnlyList<ForumRow> forums)
    {
        var words = forum.Name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Enumerable.Range(1, words.Length).Select(count => string.Join(' ', words.Take(count)))
            .Where(start => start.Length > 1 && !forums
                .Any(other => other.Id != forum.Id && other.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase)));
    }

    // " C-2" or "'s C-2"; what is no number is no reference.
    private static bool IsNumber(ReadOnlySpan<char> rest)
    {
        rest = rest.StartsWith("'s", StringComparison.Ordinal) || rest.StartsWith("’s", StringComparison.Ordinal) ? rest[2..] : rest;
        if (rest.Length < 3 || rest[0] != ' ' || rest[1] is not ('C' or 'c'))
        {
            return false;
        }

        rest = rest[2..].TrimStart("- ");
        return rest.Length > 0 && char.IsAsciiDigit(rest[0]);
    }

    private static SaidText Without(SaidText text, int start, int length) => new(
        text.Plain.Remove(start, length),
        [.. text.Mentions.Where(it => it.Start + it.Length <= start || it.Start >= start + length)
            .Select(it => it.Start >= start + length ? it with { Start = it.Start - length } : it)]);

    private static char Letter(int index) => (char)('A' + index);
}

/// <summary>How the words that wait for a choice are kept.</summary>
[JsonSerializable(typeof(SaidText))]
internal sealed partial class ForumChoiceJson : JsonSerializerContext;
