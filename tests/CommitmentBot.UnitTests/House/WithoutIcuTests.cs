using CommitmentBot.Core.Chat;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.House;

/// <summary>The program and its tests run in .NET's invariant mode, so that they start and say the same on a machine without libicu.</summary>
public sealed class WithoutIcuTests
{
    [Fact]
    public void The_program_is_tested_in_the_mode_it_runs_in() =>
        (AppContext.TryGetSwitch("System.Globalization.Invariant", out var invariant) && invariant).ShouldBeTrue();

    [Fact]
    public void Dates_are_written_in_english_with_the_weekday()
    {
        var date = new LocalDate(2026, 11, 27);

        Dates.InFull(date).ShouldBe("Friday 27 November 2026");
        Dates.InBrief(date).ShouldBe("Fri 27 Nov");
    }

    [Fact]
    public void Names_are_compared_in_any_case() =>
        string.Equals("ZOË ŁÓDŹ", "zoë łódź", StringComparison.OrdinalIgnoreCase).ShouldBeTrue();
}
