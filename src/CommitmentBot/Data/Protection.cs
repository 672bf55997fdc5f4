using System.Security.Cryptography.X509Certificates;
using CommitmentBot.Slack;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace CommitmentBot.Data;

/// <summary>Keeps Slack's tokens in the register, encrypted with keys that are wrapped by a certificate where one is named.</summary>
internal static partial class Protection
{
    private const string Certificate = "Register:KeyCertificate";

    /// <summary>Adds the installations of many workspaces, which is what the program has with <c>Slack:ClientId</c>.</summary>
    public static void AddInstallations(this IServiceCollection services, IConfiguration settings)
    {
        if (string.IsNullOrEmpty(settings["Slack:ClientId"]))
        {
            return;
        }

        // The name is part of every purpose: it must not follow the folder the program lies in.
        var keys = services.AddDataProtection().SetApplicationName("CommitmentBot");
        services.AddSingleton<IXmlRepository, KeyRing>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = provider.GetRequiredService<IXmlRepository>()));
        if (settings[Certificate] is { Length: > 0 } file)
        {
            keys.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(file, settings["Register:KeyCertificatePassword"]));
        }

        services.AddSingleton<IInstallations, Installations>();
    }

    /// <summary>Says at the start when whoever reads the database can read the tokens in it too.</summary>
    public static void WarnOfBareKeys(WebApplication app)
    {
        if (app.Services.GetService<IXmlRepository>() is KeyRing
            && string.IsNullOrEmpty(app.Configuration[Certificate]))
        {
            Log.BareKeys(app.Logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning,
            "The keys that encrypt Slack's tokens lie in the register beside them: whoever reads the database can read both. Register:KeyCertificate wraps them")]
        public static partial void BareKeys(ILogger logger);
    }
}
