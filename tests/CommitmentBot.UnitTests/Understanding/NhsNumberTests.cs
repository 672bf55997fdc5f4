using CommitmentBot.Core.Understanding;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Understanding;

public sealed class NhsNumberTests
{
    [Theory]
    [InlineData("I'll ring about 943 476 5919 tomorrow")]
    [InlineData("943-476-5919")]
    [InlineData("(9434765919)")]
    [InlineData("NHS number: 943 476 5918")]
    [InlineData("nhs no 123 456 7890")]
    public void A_patient_s_number_is_found(string text) => NhsNumber.IsIn(text).ShouldBeTrue();

    [Theory]
    [InlineData("943 476 5918")]
    [InlineData("1111111111")]
    [InlineData("07943 476 591")]
    [InlineData("94347659190")]
    [InlineData("19434765919")]
    [InlineData("94 3476 5919")]
    [InlineData("943/476/5919")]
    [InlineData("the 52 week waiters, C-42, 12/3/2026")]
    [InlineData("")]
    public void Other_figures_are_not(string text) => NhsNumber.IsIn(text).ShouldBeFalse();
}
