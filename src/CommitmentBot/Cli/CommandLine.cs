using System.CommandLine;
using System.CommandLine.Parsing;
using CommitmentBot.Core.People;
using CommitmentBot.Data;
using CommitmentBot.People;
using CommitmentBot.Reports;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CommitmentBot.Cli;

/// <summary>The program's verbs. None serves; the others are for administrators.</summary>
internal static class CommandLine
{
    /// <summary>Runs what the arguments ask for, and gives the exit code: 0 for well, 1 for a finding, 2 for bad arguments.</summary>
    public static Task<int> Run(string[] args)
    {
        // Without a verb every argument is a setting for the host, such as --urls.
        if (args.Length == 0 || args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--version"))
        {
            return Serve(args);
        }

        var root = new RootCommand("CommitmentBot follows up commitments between organisations, in Teams and Slack. Without a verb it serves.")
        {
            new Command("understand", "Says what the bot makes of sentences: JSON lines in, JSON lines out.")
            {
                Lines("dates", "Due dates.", UnderstandCommand.Dates),
                Lines("commitments", "Commitments.", UnderstandCommand.Commitments),
            },
            new Command("manifest", "Writes what a platform is told of the app.") { TeamsManifest(), SlackManifest.Command },
            Verb("migrate", "Brings the register's database up to this version.", Migrate),
            Verb("verify", "Checks the hash chain of every register; names the first event that was altered or is missing.", OfRegister(Verify)),
            Verb("export", "Writes every register as CSV to standard output.", OfRegister(Export)),
        };
        return root.Parse(args).InvokeAsync();
    }

    private static async Task<int> Serve(string[] args)
    {
        var app = Web.Build(args);
        await Web.Prepare(app, CancellationToken.None);
        await app.RunAsync();
        return 0;
    }

    private static Command Verb(string name, string what, Func<IServiceProvider, CancellationToken, Task<int>> work)
    {
        var command = new Command(name, what);
        command.SetAction(async (_, stop) =>
        {
            // Of the register that is set up, or lies here; never of a rehearsal's.
            await using var app = Web.Build(["--Rehearsal:Enabled=false"]);
            return await work(app.Services, stop);
        });
        return command;
    }

    private static Command Lines(string name, string what, Func<string, string> answer)
    {
        var command = new Command(name, what);
        command.SetAction(async (_, stop) =>
        {
            while (await Console.In.ReadLineAsync(stop) is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    Console.WriteLine(answer(line));
                }
            }

            return 0;
        });
        return command;
    }

    private static Command TeamsManifest()
    {
        var appId = new Option<Guid>("--app-id") { Required = true, Description = "The application (client) id of the bot's registration." };
        var url = new Option<Uri>("--url")
        {
            Required = true,
            Description = "Where the program is reached from outside, such as https://commitmentbot.example.org.",
            CustomParser = given => Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var it) && it.Scheme == Uri.UriSchemeHttps ? it : Fault(given),
        };
        var file = new Option<FileInfo>("--out") { DefaultValueFactory = _ => new("commitmentbot-teams.zip"), Description = "The package to write." };
        var command = new Command("teams", "Writes the Teams app package, ready to upload.") { appId, url, file };
        command.SetAction(asked =>
        {
            using var package = asked.GetValue(file)!.Create();
            TeamsPackage.Write(package, asked.GetValue(appId), asked.GetValue(url)!);
            Console.WriteLine(asked.GetValue(file)!.FullName);
            return 0;
        });
        return command;

        static Uri? Fault(ArgumentResult given)
        {
            given.AddError("--url must be an https address, such as https://commitmentbot.example.org.");
            return null;
        }
    }

    private static async Task<int> Migrate(IServiceProvider services, CancellationToken cancellationToken)
    {
        var register = services.GetRequiredService<RegisterFactory>();
        await register.Migrate(cancellationToken);
        return 0;
    }

    // Whoever asks in another folder, or without the program's settings, is told so, and nothing is made there.
    private static Func<IServiceProvider, CancellationToken, Task<int>> OfRegister(Func<RegisterDb, IServiceProvider, CancellationToken, Task<int>> work) =>
        async (services, cancellationToken) =>
        {
            await using var db = services.GetRequiredService<RegisterFactory>().Open();
            if ((await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Any())
            {
                return await work(db, services, cancellationToken);
            }

            await Console.Error.WriteLineAsync("There is no register here. Give the settings that the program runs with (ConnectionStrings__Register), or start in the folder of its file.");
            return 1;
        };

    private static async Task<int> Verify(RegisterDb db, IServiceProvider _, CancellationToken cancellationToken)
    {
        var bad = 0;
        foreach (var forum in await db.Forums.OrderBy(it => it.Name).ToListAsync(cancellationToken))
        {
            var verdict = await EventLog.Verify(db, new ForumId(forum.Id), cancellationToken);
            Console.WriteLine($"{forum.Name}: {verdict}");
            bad += verdict is Core.Commitments.ChainVerdict.Whole ? 0 : 1;
        }

        return bad == 0 ? 0 : 1;
    }

    private static async Task<int> Export(RegisterDb db, IServiceProvider services, CancellationToken cancellationToken)
    {
        var names = new PeopleDirectory(db);
        foreach (var forum in await db.Forums.OrderBy(it => it.Name).ToListAsync(cancellationToken))
        {
            var today = services.GetRequiredService<IClock>().GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[forum.ZoneId]).Date;
            var all = await EventLog.LoadForum(db, new ForumId(forum.Id), cancellationToken);
            names.Read(all);
            Console.Write(RegisterCsv.Write(all, names, _ => today));
        }

        return 0;
    }
}
