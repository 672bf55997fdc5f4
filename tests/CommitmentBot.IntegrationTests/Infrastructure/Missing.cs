using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace CommitmentBot.IntegrationTests.Infrastructure;

/// <summary>What becomes of a test when the machine lacks what it needs: skipped with the reason; failed where <c>CI=true</c>, so that nothing goes untested unseen.</summary>
public static class Missing
{
    /// <summary>Ends the running test.</summary>
    [DoesNotReturn]
    public static void Stop(string what)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(what);
        }

        Assert.Skip(what);
    }
}
