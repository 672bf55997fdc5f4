using CommitmentBot.Core.Understanding;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Understanding;

public sealed class VaguenessTests
{
    [Theory]
    [InlineData("I'll send the plan to UHCW", "By which day?")]
    [InlineData("I'll send the plan to UHCW soon", "By which day would “soon” be?")]
    [InlineData("I'll send the plan by 1 November 2026", "Sunday 1 November 2026 is over. By when will it be?")]
    [InlineData("I'll send the plan by Friday", null)]
    public void A_promise_without_a_day_is_asked_for_one(string text, string? question) =>
        Vagueness.AboutDate(Said.Drafts(text).ShouldHaveSingleItem()).ShouldBe(question);

    [Theory]
    [InlineData("I'll try to get the figures out by Friday", "try to")]
    [InlineData("I'll look into the roof by Friday", "look into")]
    [InlineData("We'll do our best to open the ward by Friday", "do our best")]
    [InlineData("I'll do it by Friday", "What exactly")]
    [InlineData("I'll pick this up by Friday", "What exactly")]
    public void A_hedge_or_a_promise_without_a_thing_is_asked_about_and_may_stay(string text, string about)
    {
        var question = Vagueness.AboutWords(Said.Drafts(text).ShouldHaveSingleItem(), text).ShouldNotBeNull();

        question.ShouldContain(about);
        question.ShouldEndWith("You can also leave it as it is.");
    }

    [Theory]
    [InlineData("I'll send the winter bed plan to UHCW by Friday")]
    [InlineData("We'll open 12 beds by Friday")]
    [InlineData("I'll ring the hospice by Friday")]
    public void Plain_words_are_asked_nothing(string text) => Vagueness.AboutWords(Said.Drafts(text).ShouldHaveSingleItem(), text).ShouldBeNull();
}
