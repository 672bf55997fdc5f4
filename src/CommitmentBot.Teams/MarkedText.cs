using System.Net;
using System.Text;
using CommitmentBot.Core.Chat;

namespace CommitmentBot.Teams;

/// <summary>The text of a message: the bot's own mention goes, people stand in it as <c>@Name</c>.</summary>
internal static class MarkedText
{
    private const string Open = "<at", Close = "</at>";

    // Names are shorter by far; without an end to looking back, a text of nothing but openings would take its length squared.
    private const int LongestTag = 512;

    /// <summary>Reads <paramref name="text"/>; never throws, whatever stands in it.</summary>
    public static SaidText Read(string text, string? format, IReadOnlyList<Entity> entities, string? botId)
    {
        var mentions = entities.Where(entity => entity is { Type: "mention", Text: not null, Mentioned.Id.Length: > 0 }).ToList();
        var plain = new Spelling();
        var from = 0;
        while (Next(text, from) is var (start, end, inner))
        {
            plain.Add(Decode(text[from..start], format));
            from = end;

            // One entity for each place as a rule; one for all places of the same text also occurs.
            var tag = text[start..end];
            var match = mentions.FirstOrDefault(entity => entity.Text == tag);
            if (match is not null && mentions.Count(entity => entity.Text == tag) > 1)
            {
                mentions.Remove(match);
            }

            var name = match?.Mentioned?.Name is { Length: > 0 } given ? given : Decode(inner, format);
            switch (match?.Mentioned?.Id)
            {
                case null:
                    plain.Add(Decode(inner, format));
                    break;
                case var id when id == botId:
                    plain.Drop();
                    break;
                case var id when id.StartsWith("28:", StringComparison.Ordinal) || id.StartsWith("19:", StringComparison.Ordinal):
                    plain.Add("@" + name); // A bot, a team or a channel is nobody who could promise.
                    break;
                case var id:
                    plain.Mention(name, new UserRef(PlatformName.Teams, id));
                    break;
            }
        }

        plain.Add(Decode(text[from..], format));
        return plain.Said();
    }

    /// <summary>The next tag from its opening nearest to its close, so that an opening somebody typed does not swallow it.</summary>
    private static (int Start, int End, string Inner)? Next(string text, int from)
    {
        for (var search = from; text.IndexOf(Close, search, StringComparison.Ordinal) is >= 0 and var close; search = close + Close.Length)
        {
            var nearest = Math.Max(from, close - LongestTag);
            for (var start = Last(text, nearest, close); start >= 0; start = Last(text, nearest, start))
            {
                var tagEnd = text.IndexOf('>', start);
                if (tagEnd < close && (tagEnd == start + Open.Length || char.IsWhiteSpace(text[start + Open.Length])))
                {
                    return (start, close + Close.Length, text[(tagEnd + 1)..close]);
                }
            }
        }

        return null;
    }

    private static int Last(string text, int from, int before) =>
        text.AsSpan(from, before - from).LastIndexOf(Open, StringComparison.Ordinal) is >= 0 and var at ? from + at : -1;

    private static string Decode(string text, string? format) =>
        (format == "xml" ? WebUtility.HtmlDecode(text) : text.Replace("&nbsp;", " ", StringComparison.Ordinal)).Replace('\u00A0', ' ');

    /// <summary>Text as it grows, with the places of its mentions.</summary>
    private sealed class Spelling
    {
        private readonly StringBuilder _text = new();
        private readonly List<Mentioned> _mentions = [];
        private bool _swallow = true;

        public void Add(string piece)
        {
            // Where the bot's name stood, neither a double space nor a leading comma is left.
            var kept = _swallow ? piece.TrimStart() : piece;
            if (_swallow && _text.Length == 0)
            {
                kept = kept.TrimStart(',', ':').TrimStart();
            }

            if (kept.Length > 0)
            {
                _text.Append(kept);
                _swallow = false;
            }
        }

        public void Drop() => _swallow = _text.Length == 0 || char.IsWhiteSpace(_text[^1]);

        public void Mention(string name, UserRef user)
        {
            _mentions.Add(new Mentioned(_text.Length, name.Length + 1, user, name));
            _text.Append('@').Append(name);
            _swallow = false;
        }

        public SaidText Said() => new(_text.ToString().TrimEnd(), _mentions);
    }
}
