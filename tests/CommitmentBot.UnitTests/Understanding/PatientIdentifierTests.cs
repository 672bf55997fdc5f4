using CommitmentBot.Core.Understanding;
using NodaTime;
using Shouldly;
using Xunit;

namespace CommitmentBot.UnitTests.Understanding;

public sealed class PatientIdentifierTests
{
    private static readonly LocalDate Today = new(2026, 11, 24);

    [Theory]
    [InlineData("I'll ring Mary Canary, DOB 12/03/1947, tomorrow")]
    [InlineData("Mary Canary (12.3.1947) needs a package of care by Friday")]
    [InlineData("We'll find a bed for Mr Patel, born 4 May 1951")]
    [InlineData("d.o.b. 04/05/51 – J Smith")]
    [InlineData("Date of birth: 2019-03-12, name: Leo O'Neill")]
    [InlineData("Mary Canary 12th March 1947")]
    [InlineData("March 12, 1947: Mary Canary")]
    public void A_date_of_birth_beside_a_full_name_is_found(string text) => PatientIdentifier.Find(text, Today).ShouldBe(PatientIdentifierKind.DateOfBirth);

    [Theory]
    [InlineData("Sarah Ali to circulate the plan by 12/03/2027")]
    [InlineData("Sarah Ali sent it on 12/03/2026")]
    [InlineData("the date of birth field is wrong for 12 patients")]
    [InlineData("patients born before 01/04/1950 are offered the vaccine")]
    [InlineData("the Health Act of 12 March 1999")]
    [InlineData("The Place Forum was founded on 1 April 2013")]
    [InlineData("DOB 12/03/1947")]
    [InlineData("C-42 by Friday 27 November 2026")]
    [InlineData("")]
    public void Other_dates_and_names_are_not(string text) => PatientIdentifier.Find(text, Today).ShouldBeNull();

    [Theory]
    [InlineData("943\u200b476\u200b5919")]
    [InlineData("943\u00a0476\u20095919")]
    [InlineData("９４３ ４７６ ５９１９")]
    [InlineData("943\u2011476\u20115919 is the number")]
    [InlineData("123 456 7890 (NHS number)")]
    public void A_number_is_found_however_it_is_dressed_up(string text) => PatientIdentifier.Find(text, Today).ShouldBe(PatientIdentifierKind.NhsNumber);
}
