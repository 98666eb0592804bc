using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.Hosting;

namespace Fund.GrantCalls.Tests.Domain;

public sealed class LetterReasonsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Call Call = Call.Draft(
        new CallTermsReader(new Check(), Now).Read(Make.Terms(Now)),
        "somebody",
        Now
    );

    [Theory]
    [InlineData("fr", "L’organisation n’est pas enregistrée depuis 3 ans.")]
    [InlineData("zh", "该组织注册未满3年。")]
    [InlineData("en", "1 full years, 3 are asked.")]
    public void What_a_rule_found_is_said_in_the_language_of_the_letter(string language, string said)
    {
        CriterionResult[] results =
        [
            Of("registered", new Finding(CriterionOutcome.NotMet, "1 full years, 3 are asked.")),
            Of("amount", new Finding(CriterionOutcome.Met, "Within the limits.")),
        ];
        Assert.Equal(said, LetterReasons.Of(Call, results, language));
    }

    [Fact]
    public void What_a_person_decided_is_said_in_their_own_words()
    {
        var result = Of("registered", new Finding(CriterionOutcome.Met, "4 full years."));
        result.Decide(met: false, "Le registre dit 2025.", "officer", Now);
        Assert.Equal("Le registre dit 2025.", LetterReasons.Of(Call, [result], "ar"));
    }

    [Fact]
    public void Every_rule_that_can_be_failed_has_words_in_every_language()
    {
        var rules = Call.Criteria.Where(criterion => criterion.Kind != CriterionKind.ByPerson).ToList();
        Assert.NotEmpty(rules);
        Assert.All(rules, criterion => Assert.All(LetterTexts.Languages.Skip(1), code => Translated(criterion, code)));
    }

    private static void Translated(Criterion criterion, string language)
    {
        var result = Of(criterion.Key, new Finding(CriterionOutcome.NotMet, "English"));
        Assert.DoesNotContain("English", LetterReasons.Of(Call, [result], language), StringComparison.Ordinal);
    }

    private static CriterionResult Of(string key, Finding finding) =>
        CriterionResult.Of(Guid.CreateVersion7(Now), key, 0, finding, Now);
}
