using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommitmentBot.Slack;

/// <summary>
/// One block of Block Kit. What people typed stands in plain_text, or escaped in verbatim mrkdwn. Most of what the bot does on Slack is to write these, so
/// they are written as they are sent, and not as a tree first. https://docs.slack.dev/reference/block-kit/blocks
/// </summary>
internal abstract record SlackBlock
{
    /// <summary>The characters of text that it shows, which Slack counts over a message.</summary>
    public abstract int Length { get; }

    /// <summary>Writes it as a JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteParts(json);
        json.WriteEndObject();
    }

    /// <summary>The same as a tree, for views.</summary>
    public static JsonArray Tree(IReadOnlyList<SlackBlock> blocks)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            Write(json, blocks);
        }

        return JsonNode.Parse(bytes.WrittenSpan)!.AsArray();
    }

    /// <summary>Writes them as a JSON array.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<SlackBlock> blocks)
    {
        json.WriteStartArray();
        foreach (var block in blocks)
        {
            block.Write(json);
        }

        json.WriteEndArray();
    }

    protected abstract void WriteParts(Utf8JsonWriter json);

    private static void Plain(Utf8JsonWriter json, ReadOnlySpan<byte> name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("type"u8, "plain_text"u8);
        json.WriteString("text"u8, text);
        json.WriteBoolean("emoji"u8, false);
        json.WriteEndObject();
    }

    // verbatim: Slack makes no links, channels or mentions of its own out of what people typed.
    private static void Marked(Utf8JsonWriter json, string mrkdwn)
    {
        json.WriteString("type"u8, "mrkdwn"u8);
        json.WriteString("text"u8, mrkdwn);
        json.WriteBoolean("verbatim"u8, true);
    }

    private static void Marked(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStartObject();
            Marked(json, text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A title in plain text.</summary>
    public sealed record Header(string Text) : SlackBlock
    {
        public override int Length => Text.Length;

        protected override void WriteParts(Utf8JsonWriter json)
        {
            json.WriteString("type"u8, "header"u8);
            Plain(json, "text"u8, Text);
        }
    }

    /// <summary>Running text.</summary>
    public sealed record Section(string Mrkdwn) : SlackBlock
    {
        public override int Length => Mrkdwn.Length;

        protected override void WriteParts(Utf8JsonWriter json)
        {
            json.WriteString("type"u8, "section"u8);
            json.WriteStartObject("text"u8);
            Marked(json, Mrkdwn);
            json.WriteEndObject();
        }
    }

    /// <summary>Facts side by side.</summary>
    public sealed record Fields(IReadOnlyList<string> Mrkdwn) : SlackBlock
    {
        public override int Length => Mrkdwn.Sum(it => it.Length);

        protected override void WriteParts(Utf8JsonWriter json)
        {
            json.WriteString("type"u8, "section"u8);
            Marked(json, "fields"u8, Mrkdwn);
        }
    }

    /// <summary>Small print.</summary>
    public sealed record Context(string Mrkdwn) : SlackBlock
    {
        public override int Length => Mrkdwn.Length;

        protected override void WriteParts(Utf8JsonWriter json)
        {
            json.WriteString("type"u8, "context"u8);
            Marked(json, "elements"u8, [Mrkdwn]);
        }
    }

    /// <summary>A line across.</summary>
    public sealed record Divider : SlackBlock
    {
        public override int Length => 0;

        protected override void WriteParts(Utf8JsonWriter json) => json.WriteString("type"u8, "divider"u8);
    }

    /// <summary>A picture: at an address, or uploaded before (<c>FileId</c>).</summary>
    public sealed record Image(string? Url, string? FileId, string AltText, string Title) : SlackBlock
    {
        public override int Length => AltText.Length + Title.Length;

        protected override void WriteParts(Utf8JsonWriter json)
        {
            json.WriteString("type"u8, "image"u8);
            if (FileId is not null)
            {
                json.WriteStartObject("slack_file"u8);
                json.WriteString("id"u8, FileId);
                json.WriteEndObject();
            }
            else
            {
                json.WriteString("image_url"u8, Url);
            }

            json.WriteString("alt_text"u8, AltText);
            Plain(json, "title"u8, Title);
        }
    }

    /// <summary>A row of buttons; <c>Id</c> is the block_id, where it says something.</summary>
    public sealed record Actions(IReadOnlyList<BlockButton> Buttons, string? Id = null) : SlackBlock
    {
        public override int Length => Buttons.Sum(it => it.Label.Length);

        protected override void WriteParts(Utf8JsonWriter json)
        {
            json.WriteString("type"u8, "actions"u8);
            if (Id is not null)
            {
                json.WriteString("block_id"u8, Id);
            }

            json.WriteStartArray("elements"u8);
            foreach (var button in Buttons)
            {
                json.WriteStartObject();
                json.WriteString("type"u8, "button"u8);
                Plain(json, "text"u8, button.Label);
                json.WriteString("action_id"u8, button.ActionId);
                json.WriteString("value"u8, button.Value);
                if (button.FullLabel is not null)
                {
                    json.WriteString("accessibility_label"u8, button.FullLabel);
                }

                if (button.IsPrimary)
                {
                    json.WriteString("style"u8, "primary"u8);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }
}

/// <summary>A button; <c>FullLabel</c> is for screen readers, where the label is cut.</summary>
internal sealed record BlockButton(string Label, string ActionId, string Value, string? FullLabel, bool IsPrimary);
