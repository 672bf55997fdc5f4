using CommitmentBot.Core.Chat;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CommitmentBot.Teams;

/// <summary>Brings the Teams adapter into the program.</summary>
public static class Registration
{
    internal const string SignInClient = "teams-sign-in", ConnectorClient = "teams-connector";

    private const string VirtualMachineIdentity = "http://169.254.169.254/metadata/identity/oauth2/token";
    private const int LargestAnswer = 1_048_576;
    private static readonly TimeSpan SignInTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Adds Teams by its section of the settings. False when the section is absent and the platform therefore off; with a section
    /// half filled the program will not start, and says what is missing.
    /// </summary>
    public static bool AddTeams(this IServiceCollection services, IConfiguration section, IHostEnvironment environment)
    {
        if (Bind(section, new TeamsOptions()).IsAbsent)
        {
            return false;
        }

        services.AddOptions<TeamsOptions>()
            .Configure(options => Bind(section, options))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<TeamsOptions>>(new Validation(environment.IsDevelopment()));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<TeamsOptions>>().Value);
        services.AddSingleton(provider => new ServiceUrls(provider.GetRequiredService<TeamsOptions>()));
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<TeamsOptions>();
            return new Token(Keys(options.EffectiveOpenIdMetadata), Keys(options.OwnTenantMetadata), options, provider.GetRequiredService<TimeProvider>());

            SigningKeys Keys(Uri metadata) => ActivatorUtilities.CreateInstance<SigningKeys>(provider, metadata);
        });
        services.AddSingleton<OutboundToken>();
        services.AddSingleton<KnownChannels>();
        services.AddSingleton<Connector>();
        services.AddSingleton<Rosters>();
        services.AddSingleton<Client>();
        services.AddSingleton<IChatPlatform>(provider => provider.GetRequiredService<Client>());
        services.AddSingleton<Reception>();
        services.AddHttpClient(SignInClient, client =>
            {
                client.Timeout = SignInTimeout;
                client.MaxResponseContentBufferSize = LargestAnswer;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = ConnectionLifetime })
            .RemoveAllLoggers();
        services.AddHttpClient(ConnectorClient, client => client.Timeout = Timeout.InfiniteTimeSpan) // The Connector client has its own.
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ActivityHeadersPropagator = null, // how the program traces itself is nothing of Microsoft's
                PooledConnectionLifetime = ConnectionLifetime,
                ConnectCallback = provider.GetRequiredService<ServiceUrls>().Connect,
            })
            .RemoveAllLoggers();
        return true;
    }

    private static TeamsOptions Bind(IConfiguration section, TeamsOptions options)
    {
        section.Bind(options);

        // One environment variable with commas is easier set than a list of them.
        if (section[nameof(TeamsOptions.AllowedServiceUrls)] is { Length: > 0 } list)
        {
            options.AllowedServiceUrls = list.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        }

        // The names are Azure's.
        options.ManagedIdentityAddress ??= new Uri(Environment.GetEnvironmentVariable("IDENTITY_ENDPOINT") ?? VirtualMachineIdentity);
        options.ManagedIdentityHeader ??= Environment.GetEnvironmentVariable("IDENTITY_HEADER");

        return options;
    }

    private sealed class Validation(bool isDevelopment) : IValidateOptions<TeamsOptions>
    {
        public ValidateOptionsResult Validate(string? name, TeamsOptions options)
        {
            var faults = options.Faults(isDevelopment).ToList();
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
