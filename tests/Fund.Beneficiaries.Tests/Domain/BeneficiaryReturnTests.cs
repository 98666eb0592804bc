using Fund.Beneficiaries.Domain;

namespace Fund.Beneficiaries.Tests.Domain;

public sealed class BeneficiaryReturnTests
{
    private const string Author = "who submitted it";
    private const string Officer = "a programme officer";

    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_return_is_submitted_questioned_submitted_again_and_accepted()
    {
        var row = Submitted();
        row.Ask(Officer, "Is the total right?");
        Assert.Equal((ReturnState.Questioned, "Is the total right?"), (row.State, row.Question));
        Submit(row, 12);
        Assert.Equal((ReturnState.Submitted, "", 12), (row.State, row.Question, Assert.Single(row.Cells).Count));
        row.Accept(Officer, Now);
        Assert.Equal((ReturnState.Accepted, Now), (row.State, row.AcceptedAt));
    }

    [Fact]
    public void A_submitted_return_is_not_replaced() =>
        Refused.Because("RETURN_ALREADY_SUBMITTED", () => Submit(Submitted(), 1));

    [Fact]
    public void An_accepted_return_is_locked()
    {
        var row = Submitted();
        row.Accept(Officer, Now);
        Refused.Because("RETURN_ACCEPTED", () => Submit(row, 1));
        Refused.Because("RETURN_NOT_SUBMITTED", () => row.Accept(Officer, Now));
        Refused.Because("RETURN_NOT_SUBMITTED", () => row.Ask(Officer, "Why?"));
    }

    [Fact]
    public void A_questioned_return_is_not_accepted_before_it_is_answered()
    {
        var row = Submitted();
        row.Ask(Officer, "Is the total right?");
        Refused.Because("RETURN_NOT_SUBMITTED", () => row.Accept(Officer, Now));
    }

    [Fact]
    public void Who_submitted_a_return_does_not_decide_on_it()
    {
        var row = Submitted();
        Refused.Because("SAME_PERSON", () => row.Accept(Author, Now));
        Refused.Because("SAME_PERSON", () => row.Ask(Author, "Is the total right?"));
        row.Accept(Officer, Now);
        Assert.Equal(ReturnState.Accepted, row.State);
    }

    [Fact]
    public void The_release_that_first_counts_a_return_stays()
    {
        var row = Submitted();
        row.CountIn(3);
        row.CountIn(4);
        Assert.Equal(3, row.CountedInRelease);
    }

    [Fact]
    public void Without_consent_nothing_but_the_person_and_the_services_is_kept()
    {
        var facts = new CaseFacts("Feminine", "9-17", ["KE"], "", ["Other"], ["KE"], "Transit", ["Legal"], false);
        var record = CaseRecord.Of(Guid.CreateVersion7(), [1], facts);
        Assert.Equal(
            ("", "", "", ""),
            (record.Gender, record.AgeBand, record.TraffickingType, record.TraffickingStatus)
        );
        Assert.Empty(record.Citizenships.Concat(record.TypesOfExploitation).Concat(record.CountriesOfExploitation));
        Assert.Equal("Legal", Assert.Single(record.Services));
    }

    private static BeneficiaryReturn Submitted()
    {
        var project = Project.Of(BeneficiariesFixture.Agreement());
        var row = BeneficiaryReturn.For(project, project.Periods[0]);
        Submit(row, 10);
        return row;
    }

    private static void Submit(BeneficiaryReturn row, int people) =>
        row.Submit(ReturnKind.Aggregate, new Dictionary<CellKey, int> { [new("assisted")] = people }, [], Author, Now);
}
