using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Chat;
using Microsoft.Extensions.Logging;

namespace CommitmentBot.Slack;

/// <summary>Files for Slack in its three steps: ask where to, send the bytes, say that it is done.</summary>
/// <remarks>https://docs.slack.dev/messaging/working-with-files#uploading_files</remarks>
internal sealed partial class Uploads(SlackClient client, IHttpClientFactory http, PublicAddress address, ILogger<Uploads> logger)
{
    /// <summary>The scheme of a picture's address that names a file kept by Slack.</summary>
    public const string FileScheme = "slack-file";

    /// <summary>Sends a text file, which nobody sees until it is shared; its id, or null when it could not be sent.</summary>
    public Task<string?> Send(string tenant, Attachment file, CancellationToken cancellationToken) =>
        Send(tenant, file.Name, Encoding.UTF8.GetBytes(file.Text), file.Description, cancellationToken);

    /// <summary>Shows a file that was sent in a conversation; without one it is only kept.</summary>
    public async Task<bool> Finish(string tenant, string file, string title, ConversationRef? where, CancellationToken cancellationToken)
    {
        var arguments = new JsonObject { ["files"] = new JsonArray(new JsonObject { ["id"] = file, ["title"] = title }) };
        if (where is not null)
        {
            arguments["channel_id"] = where.Channel;
            if (where.Thread is { } thread)
            {
                arguments["thread_ts"] = thread;
            }
        }

        return await client.Write(tenant, "files.completeUploadExternal", arguments, cancellationToken) is ApiAnswer.Done;
    }

    /// <summary>The message with its pictures kept by Slack, for when Slack cannot fetch them; null when one of them could not be sent.</summary>
    public async Task<Message?> WithPictures(string tenant, Message message, CancellationToken cancellationToken)
    {
        var blocks = new List<Block>();
        foreach (var block in message.Blocks)
        {
            if (block is not Block.Picture picture)
            {
                blocks.Add(block);
                continue;
            }

            if (await Own(picture.Url, cancellationToken) is not { } png
                || await Send(tenant, "picture.png", png, picture.AltText, cancellationToken) is not { } file
                || !await Finish(tenant, file, picture.Title, null, cancellationToken))
            {
                return null;
            }

            blocks.Add(picture with { Url = new Uri($"{FileScheme}:{file}") });
        }

        return message with { Blocks = blocks };
    }

    private async Task<string?> Send(string tenant, string name, byte[] bytes, string alternative, CancellationToken cancellationToken)
    {
        var place = await client.TryRead(
            tenant,
            "files.getUploadURLExternal",
            [
                new("filename", name),
                new("length", bytes.Length.ToString(CultureInfo.InvariantCulture)),
                new("alt_txt", Limits.Cut(alternative, Limits.FileText)),
            ],
            Json.Default.UploadAnswer,
            cancellationToken);
        return place is { UploadUrl: { } url, FileId: { } id } && SlackId.IsValid(id) && await client.Upload(url, bytes, cancellationToken) ? id : null;
    }

    // Pictures are the program's own; anything else is not fetched, as it could point into the network the bot runs in.
    private async Task<byte[]?> Own(Uri url, CancellationToken cancellationToken)
    {
        if (url.Authority != address.Url.Authority)
        {
            return null;
        }

        try
        {
            return await http.CreateClient(WebApi.HttpClientName).GetByteArrayAsync(url, cancellationToken);
        }
        catch (HttpRequestException)
        {
            Log.NoPicture(logger);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A picture could not be read from Bot:PublicUrl; its words are shown in its place")]
        public static partial void NoPicture(ILogger logger);
    }
}
