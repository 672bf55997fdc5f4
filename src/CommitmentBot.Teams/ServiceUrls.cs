using System.Net;
using System.Net.Sockets;

namespace CommitmentBot.Teams;

/// <summary>
/// Where the bot may send its answers, and with them its token. An entry is a host (<c>smba.trafficmanager.net</c>), a suffix
/// (<c>.botframework.com</c>) or an address prefix (<c>https://connector.example.org/eu</c>). Plain http passes for loopback only.
/// </summary>
public sealed class ServiceUrls
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<string> _entries;
    private readonly bool _isListed;

    internal ServiceUrls(TeamsOptions options) =>
        (_entries, _isListed) = (options.EffectiveServiceUrls, options.AllowedServiceUrls.Count > 0);

    internal static bool IsEntry(string entry) => entry.Contains("://", StringComparison.Ordinal)
        ? Uri.TryCreate(entry, UriKind.Absolute, out var url) && TeamsOptions.IsSafe(url) && IsPlain(url)
        : Uri.CheckHostName(entry.TrimStart('.').Trim('[', ']')) != UriHostNameType.Unknown;

    /// <summary>Whether answers may go to this address.</summary>
    internal bool Allows(string? serviceUrl) =>
        Uri.TryCreate(serviceUrl, UriKind.Absolute, out var url)
        && TeamsOptions.IsSafe(url)
        && IsPlain(url)
        && _entries.Any(entry => Covers(entry, url));

    /// <summary>
    /// Opens the connection to a Connector. A name that an allowed suffix covers but that leads into this network (a rebound
    /// name, a metadata service) is refused; only an entry that names that very host may lead there.
    /// </summary>
    internal async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancellationToken);

        // Through a proxy the endpoint is the proxy's, which the administrator chose and which looks the name up itself.
        var isProxy = !host.Equals(context.InitialRequestMessage.RequestUri?.IdnHost, StringComparison.OrdinalIgnoreCase);
        if (!isProxy && !NamesHost(host) && addresses.Any(IsInside))
        {
            throw new InsideNetworkException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectTimeout);
        try
        {
            await socket.ConnectAsync(addresses, port, limit.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Known apart from an answer that does not come: nothing was sent yet.
            socket.Dispose();
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The Connector did not take the connection in time.");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether an address belongs to this machine, a private network or nobody.</summary>
    public static bool IsInside(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6SiteLocal
            || address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any))
        {
            return true;
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return false;
        }

        var bytes = address.GetAddressBytes();
        return bytes[0] is 0 or 10 or >= 224
            || (bytes[0] == 100 && bytes[1] is >= 64 and < 128)
            || (bytes[0] == 169 && bytes[1] == 254)
            || (bytes[0] == 172 && bytes[1] is >= 16 and < 32)
            || (bytes[0] == 192 && bytes[1] == 168);
    }

    private bool NamesHost(string host) => _isListed && _entries.Any(entry =>
        HostOf(entry).Trim('[', ']').Equals(host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase));

    private static string HostOf(string entry) => entry.Contains("://", StringComparison.Ordinal) ? new Uri(entry).Host : entry;

    private static bool Covers(string entry, Uri url)
    {
        if (entry.Contains("://", StringComparison.Ordinal))
        {
            var prefix = new Uri(entry);
            var path = prefix.AbsolutePath.TrimEnd('/');
            return prefix.Scheme == url.Scheme
                && prefix.Host.Equals(url.Host, StringComparison.OrdinalIgnoreCase)
                && prefix.Port == url.Port
                && (url.AbsolutePath.Equals(path, StringComparison.Ordinal)
                    || url.AbsolutePath.StartsWith(path + "/", StringComparison.Ordinal));
        }

        // A public host answers on the usual port; a stand-in on this machine on any.
        return (url.IsDefaultPort || TeamsOptions.IsLoopback(url.Host)) && (entry[0] == '.'
            ? url.IdnHost.EndsWith(entry, StringComparison.OrdinalIgnoreCase)
            : url.IdnHost.Trim('[', ']').Equals(entry.Trim('[', ']'), StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsPlain(Uri url) => url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0;
}

/// <summary>A service address that an allowed suffix covers leads into a private network; no connection was made.</summary>
internal sealed class InsideNetworkException() : Exception("The service address leads into a private network.");
