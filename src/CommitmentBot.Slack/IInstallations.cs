namespace CommitmentBot.Slack;

/// <summary>Where the bot is installed, and what it acts with there: the one workspace of the settings, or those kept in the register.</summary>
public interface IInstallations
{
    /// <summary>The installation in a workspace, or in an organisation of workspaces; null where there is none.</summary>
    Task<Installation?> Find(string tenant, CancellationToken cancellationToken);

    /// <summary>Keeps an installation, in the place of an earlier one.</summary>
    Task Save(Installation installation, CancellationToken cancellationToken);

    /// <summary>Forgets an installation with its tokens; nothing happens where there is none.</summary>
    Task Remove(string tenant, CancellationToken cancellationToken);

    /// <summary>
    /// Lets one caller, over all instances, change an installation's tokens: <paramref name="renew"/> gets what is stored and gives what is to be
    /// kept, or null. Gives the installation as it is afterwards; null when another one is at it now, or there is none.
    /// </summary>
    Task<Installation?> Renew(string tenant, Func<Installation, Task<Installation?>> renew, CancellationToken cancellationToken);

    /// <summary>Whether this word, made for one visit to the install page, is used for the first time.</summary>
    Task<bool> TakeOnce(string word, CancellationToken cancellationToken);
}
