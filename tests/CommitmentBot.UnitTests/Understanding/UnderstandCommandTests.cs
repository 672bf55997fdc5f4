using CommitmentBot.Cli;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Understanding;

public sealed class UnderstandCommandTests
{
    [Theory]
    [InlineData("""{"id":"a","text":"by COP Friday","reference":"2025-05-07T10:15:00","timeZone":"Europe/London","locale":"en-GB"}""", """{"id":"a","date":"2025-05-09"}""")]
    [InlineData("""{"id":"b","text":"tomorrow","reference":"2025-06-30T23:30:00Z","timeZone":"Europe/London"}""", """{"id":"b","date":"2025-07-02"}""")]
    [InlineData("""{"id":"c","text":"soon","reference":"2025-05-07T10:15:00"}""", """{"id":"c","date":null}""")]
    [InlineData("""{"id":"d","text":"soon"}""", """{"id":"d","error":"A request needs a text and a reference."}""")]
    [InlineData("""{"id":"e","text":"soon","reference":"yesterday"}""", """{"id":"e","error":"The reference is not an ISO 8601 date and time."}""")]
    [InlineData("""{"id":"f","text":"soon","reference":"2025-05-07T10:15:00","timeZone":"Mars/Base"}""", """{"id":"f","error":"There is no time zone Mars/Base."}""")]
    [InlineData("nonsense", """{"id":null,"error":"This line is not a JSON request."}""")]
    public void A_line_about_dates_is_answered_with_a_line(string request, string answer) => UnderstandCommand.Dates(request).ShouldBe(answer);

    [Fact]
    public void A_line_about_commitments_is_answered_with_a_line() =>
        UnderstandCommand.Commitments(
            """{"id":"a","text":"<at>Bot</at> We'll send the plan to WCC by Friday","reference":"2025-05-07T10:15:00","speaker":"Tom Reed","organisation":"UHCW"}""")
            .ShouldBe("""{"id":"a","isCommitment":true,"commitments":[{"owners":["UHCW"],"action":"Send the plan to WCC","beneficiary":"WCC","dueDate":"2025-05-09","condition":null}]}""");
}
