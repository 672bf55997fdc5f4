using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommitmentBot.Core;
using CommitmentBot.Data.Rows;
using CommitmentBot.Delivery;
using CommitmentBot.Slack;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Data;

/// <summary>The Slack workspaces that have installed the bot, with their tokens encrypted: each with a purpose of its own, so that none opens another's.</summary>
internal sealed partial class Installations(RegisterFactory register, IDataProtectionProvider protection, IClock clock, ILogger<Installations> logger)
    : IInstallations
{
    // Longer than a call to Slack may take.
    private static readonly Duration Lease = Duration.FromSeconds(30);

    /// <inheritdoc/>
    public async Task<Installation?> Find(string tenant, CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        return await db.Installations.FindAsync([tenant], cancellationToken) is { } row ? Open(row) : null;
    }

    /// <inheritdoc/>
    public Task Save(Installation installation, CancellationToken cancellationToken)
    {
        // Before the transaction: to encrypt may have to write a new key, by a connection of its own.
        var tokens = Seal(installation);
        return register.InTransaction((db, stop) => Save(db, installation, tokens, stop), cancellationToken);
    }

    private async Task Save(RegisterDb db, Installation installation, string tokens, CancellationToken stop)
    {
        var row = await db.Installations.FindAsync([installation.Tenant], stop);
        if (row is null)
        {
            row = new InstallationRow { Tenant = installation.Tenant, Sealed = "", BotUser = null, SavedAt = Now };
            db.Installations.Add(row);
        }

        row.Sealed = tokens;
        row.BotUser = installation.BotUser;
        row.Expires = installation.Expires?.ToMicroseconds();
        row.RenewingUntil = null;
        row.SavedAt = Now;
    }

    /// <inheritdoc/>
    public Task Remove(string tenant, CancellationToken cancellationToken) => register.InTransaction(
        async (db, stop) =>
        {
            if (await db.Installations.FindAsync([tenant], stop) is { } row)
            {
                db.Installations.Remove(row);
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<Installation?> Renew(
        string tenant, Func<Installation, Task<Installation?>> renew, CancellationToken cancellationToken)
    {
        await using var db = register.Open();
        if (!await register.Hot.TakeRenewal(db, tenant, Lease, cancellationToken))
        {
            return null;
        }

        // From here on to the end: new tokens that Slack has given must be kept, or the old ones are lost with them.
        if (await db.Installations.AsNoTracking().FirstOrDefaultAsync(it => it.Tenant == tenant, CancellationToken.None) is not { } row)
        {
            return null;
        }

        var before = Open(row);
        var after = before is null ? null : await renew(before);

        // Only over what was read: whoever has uninstalled meanwhile must have no tokens here, and whoever has installed anew has newer ones.
        var same = db.Installations.Where(it => it.Tenant == tenant && it.Sealed == row.Sealed);
        if (after is null)
        {
            await same.ExecuteUpdateAsync(set => set.SetProperty(it => it.RenewingUntil, (Instant?)null), CancellationToken.None);
            return before;
        }

        var (tokens, expires, now) = (Seal(after), after.Expires?.ToMicroseconds(), Now);
        var written = await same.ExecuteUpdateAsync(
            set => set.SetProperty(it => it.Sealed, tokens).SetProperty(it => it.BotUser, after.BotUser).SetProperty(it => it.Expires, expires)
                .SetProperty(it => it.RenewingUntil, (Instant?)null).SetProperty(it => it.SavedAt, now),
            CancellationToken.None);
        return written == 1 ? after : await Find(tenant, CancellationToken.None);
    }

    /// <inheritdoc/>
    public Task<bool> TakeOnce(string word, CancellationToken cancellationToken) =>
        register.InTransaction((db, stop) => Inbox.Take(register.Hot, db, [word], Now, stop), cancellationToken);

    private Instant Now => clock.GetCurrentInstant().ToMicroseconds();

    private string Seal(Installation it) => Protector(it.Tenant).Protect(
        JsonSerializer.Serialize(new Secrets(it.Token, it.RefreshToken), InstallationJson.Default.Secrets));

    private Installation? Open(InstallationRow row)
    {
        try
        {
            var secrets = JsonSerializer.Deserialize(Protector(row.Tenant).Unprotect(row.Sealed), InstallationJson.Default.Secrets)!;
            return new Installation(row.Tenant, secrets.Token, row.BotUser, secrets.RefreshToken, row.Expires);
        }
        catch (CryptographicException)
        {
            // The keys were lost, or belong to another certificate. To install again makes new tokens.
            Log.CannotBeRead(logger, row.Tenant);
            return null;
        }
    }

    private IDataProtector Protector(string tenant) => protection.CreateProtector("Slack.Installation", tenant);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The tokens of {Tenant} cannot be decrypted with the keys there are; the bot has to be installed there again, at /slack/install")]
        public static partial void CannotBeRead(ILogger logger, string tenant);
    }
}

/// <summary>What is encrypted of an installation.</summary>
internal sealed record Secrets(string Token, string? RefreshToken)
{
    /// <summary>Says nothing, so that nothing of it ends in a log.</summary>
    public override string ToString() => nameof(Secrets);
}

[JsonSerializable(typeof(Secrets))]
internal sealed partial class InstallationJson : JsonSerializerContext;
