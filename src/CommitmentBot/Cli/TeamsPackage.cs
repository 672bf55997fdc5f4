using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommitmentBot.Core.Understanding.Commands;

namespace CommitmentBot.Cli;

/// <summary>The Teams app package: the manifest in <c>manifests/teams</c>, filled in, with its icons, as one .zip to upload.</summary>
internal static class TeamsPackage
{
    /// <summary>What stands for the registration's id, and for the program's address, in the manifest as it is kept.</summary>
    public const string AppIdToFillIn = "00000000-0000-0000-0000-000000000000", AddressToFillIn = "https://commitmentbot.example.org";

    private const string Manifest = "manifest.json";

    // Teams offers ten for each scope; these are the ones a person starts with. The rest is a word away: "help".
    private static readonly string[] InPrivate =
        ["my commitments", "what am I owed", "list", "done", "at risk", "move", "summary", "on leave", "how are you doing", "help"];

    private static readonly string[] InChannels =
        ["my commitments", "what am I owed", "list", "show", "done", "summary", "how are you doing", "forum", "forum name", "help"];

    private static readonly JsonSerializerOptions Plainly = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The manifest for a registration whose messaging endpoint lies below <paramref name="url"/>.</summary>
    public static string Fill(Guid appId, Uri url)
    {
        var manifest = JsonNode.Parse(Part(Manifest)
            .Replace(AppIdToFillIn, appId.ToString(), StringComparison.Ordinal)
            .Replace(AddressToFillIn, url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace(new Uri(AddressToFillIn).Host, url.Host, StringComparison.Ordinal))!;
        manifest["bots"]![0]!["commandLists"] = new JsonArray(List(["personal"], InPrivate), List(["team", "groupChat"], InChannels));
        return manifest.ToJsonString(Plainly) + "\n";
    }

    /// <summary>Writes the package.</summary>
    public static void Write(Stream to, Guid appId, Uri url)
    {
        using var package = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        using (var manifest = new StreamWriter(package.CreateEntry(Manifest).Open()))
        {
            manifest.Write(Fill(appId, url));
        }

        foreach (var icon in (string[])["color.png", "outline.png"])
        {
            using var source = Open(icon);
            using var entry = package.CreateEntry(icon).Open();
            source.CopyTo(entry);
        }
    }

    private static JsonObject List(string[] scopes, string[] names) => new()
    {
        ["scopes"] = new JsonArray([.. scopes.Select(it => (JsonNode)it)]),
        ["commands"] = new JsonArray([.. names.Select(name => CommandList.All.Single(it => it.Name == name))
            .Select(it => (JsonNode)new JsonObject { ["title"] = it.Name, ["description"] = it.Help })]),
    };

    private static string Part(string name)
    {
        using var reader = new StreamReader(Open(name));
        return reader.ReadToEnd();
    }

    private static Stream Open(string name) => typeof(TeamsPackage).Assembly.GetManifestResourceStream($"teams/{name}")!;
}
