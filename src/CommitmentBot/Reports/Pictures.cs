using CommitmentBot.Data;
using CommitmentBot.Data.Rows;
using Microsoft.Extensions.Options;
using NodaTime;

namespace CommitmentBot.Reports;

/// <summary>Keeps drawn pictures and serves them to the platforms, which fetch them without signing in: under a random id, for a while.</summary>
internal sealed class Pictures(RegisterFactory register, IOptions<BotOptions> options)
{
    /// <summary>How long a picture is kept; the counts stay in the message.</summary>
    public static readonly Duration Kept = Duration.FromDays(90);

    /// <summary>Keeps a picture in the caller's transaction, and says where it will be.</summary>
    public Uri Keep(RegisterDb db, byte[] png, Instant now)
    {
        // Version 4: the id is the only thing that keeps strangers out.
        var picture = new PictureRow { Id = Guid.NewGuid(), Png = png, CreatedAt = now };
        db.Pictures.Add(picture);
        return new Uri(options.Value.PublicUrl, $"/pictures/{picture.Id:N}.png");
    }

    /// <summary>The picture with that name.</summary>
    public async Task<IResult> Serve(string name, CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        return name.EndsWith(".png", StringComparison.Ordinal) && Guid.TryParseExact(name[..^4], "N", out var id)
            && await db.Pictures.FindAsync([id], cancellationToken) is { } picture
            ? Results.File(picture.Png, "image/png")
            : Results.NotFound();
    }
}
