using Fund.Beneficiaries.Domain;

namespace Fund.Beneficiaries.Tests.Domain;

public sealed class PersonalDataScreenTests
{
    [Theory]
    [InlineData("CASE-000001")]
    [InlineData("2026-000123-A")]
    [InlineData("HH/2026/0042x")]
    [InlineData("a94a8fe5ccb19ba61c4c0873d391e987982fbbd3")]
    [InlineData("0123456789ABCDEF")]
    [InlineData("1990010119900101ab")]
    [InlineData("018f4e2a-7c7b-7d3e-9a52-0242ac120002")]
    [InlineData("person-0007-north")]
    public void A_pseudonym_made_by_a_rule_is_taken(string pseudonym) =>
        Assert.Null(PersonalDataScreen.ProblemWithPseudonym(pseudonym));

    [Theory]
    [InlineData("short-1", "characters")]
    [InlineData("Maria Gonzalez", "name")]
    [InlineData("maria.gonzalez", "name")]
    [InlineData("Gonzalez", "name")]
    [InlineData("Maria-Gonzalez-2", "name")]
    [InlineData("Мария Иванова 7", "name")]
    [InlineData("مريم الحسن ١٢٣", "name")]
    [InlineData("case number 12", "free text")]
    [InlineData("maria92@example.org", "e-mail")]
    [InlineData("+254 712 345 678", "telephone")]
    [InlineData("0712345678", "telephone")]
    [InlineData("(071) 234-5678", "telephone")]
    [InlineData("x+254712345678", "telephone")]
    [InlineData("MG-1998-03-12", "date of birth")]
    [InlineData("MG12.03.1998", "date of birth")]
    [InlineData("MG-03/12/1998", "date of birth")]
    [InlineData("MG19980312", "date of birth")]
    [InlineData("MG12031998-2", "date of birth")]
    public void What_looks_like_a_person_is_refused_without_repeating_it(string pseudonym, string kind)
    {
        var problem = PersonalDataScreen.ProblemWithPseudonym(pseudonym);
        Assert.NotNull(problem);
        Assert.Contains(kind, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(pseudonym, problem, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Why are 1,204 people new when only 900 were assisted by 2026-03-31?")]
    [InlineData("Please split 12,000,000 by age; 2026-01-01 to 2026-03-31 has 80 and 70.")]
    [InlineData("Does the total of 149 include period 1?")]
    public void A_question_about_figures_is_taken(string text) => Assert.Null(PersonalDataScreen.ProblemWithText(text));

    [Theory]
    [InlineData("Ask her under maria@example.org.")]
    [InlineData("Call +43 1 234567 89 about record 4.")]
    [InlineData("Her number is 0664 123 4567.")]
    [InlineData("Call 0043 1 2345678.")]
    public void A_question_with_an_address_or_a_number_is_refused(string text) =>
        Assert.NotNull(PersonalDataScreen.ProblemWithText(text));
}
