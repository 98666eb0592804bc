using Fund.Beneficiaries.V1;
using Grpc.Core;
using static Fund.Beneficiaries.Tests.Samples;

namespace Fund.Beneficiaries.Tests.Features;

public sealed class SubmitCaseReturnTests(BeneficiariesFixture fund) : IClassFixture<BeneficiariesFixture>
{
    [Fact]
    public async Task Case_records_lead_to_the_measures_a_table_would_give()
    {
        var project = await fund.ProjectAsync();
        var made = await project.SubmitAsync(
            project.Cases(
                1,
                Person(1),
                Person(2, "Masculine", "9-17", "ForcedLabour"),
                Person(3, "", "18-20", "ForcedLabour")
            )
        );
        Assert.Equal(ReturnKind.Cases, made.Kind);
        var assisted = made.Cells.Where(cell => cell.Measure == "assisted").ToList();
        Assert.Contains(Cell(3), assisted);
        Assert.Contains(Cell(1, gender: "NonSpecifiedUnknown"), assisted);
        Assert.Contains(Cell(1, age: "child"), assisted);
        Assert.Contains(Cell(1, gender: "Masculine", age: "child"), assisted);
        Assert.Contains(Cell(2, form: "ForcedLabour"), assisted);
        Assert.Contains(Cell(3, "service:Legal"), made.Cells);
        Assert.Contains(Cell(3, "new"), made.Cells);

        // What came out would be taken as a table, too.
        var other = await fund.ProjectAsync();
        await other.SubmitAsync(other.Table(1, [.. made.Cells]));
    }

    [Fact]
    public async Task A_person_helped_in_two_periods_counts_once()
    {
        var project = await fund.ProjectAsync();
        await project.AcceptedAsync(project.Cases(1, Person(1), Person(2)));
        var second = await project.AcceptedAsync(project.Cases(2, Person(2), Person(3)));
        Assert.Contains(Cell(2), second.Cells);
        Assert.Contains(Cell(1, "new"), second.Cells);
        Assert.Equal(3, (await project.CountsAsync()).PeopleAssisted);
    }

    [Fact]
    public async Task Only_accepted_returns_count()
    {
        var project = await fund.ProjectAsync();
        await project.AcceptedAsync(project.Cases(1, Person(1), Person(2)));
        await project.SubmitAsync(project.Cases(2, People(3, 10)));
        var counts = await project.CountsAsync();
        Assert.Equal((2, 1), (counts.PeopleAssisted, counts.ReturnsAccepted));
        Assert.Equal([Cell(2, "service:Legal"), Cell(2, "service:SocialCare")], counts.Services);
    }

    [Fact]
    public async Task Every_wrong_code_is_named_with_its_record_and_never_repeated()
    {
        var project = await fund.ProjectAsync();
        var bad = Person(1, "Maria", "1998", "Ivanova");
        bad.Citizenships[0] = "Gonzalez";
        bad.TraffickingStatus = "Chen";
        bad.CountriesOfExploitation[0] = "Wei";
        bad.TraffickingType = "Fatima";
        bad.Services.Add("Hussein");
        bad.Services.Add("Legal");
        bad.Consent = "Amina";
        var refusal = await Refused.FieldsAsync(
            project.Own.SubmitCaseReturnAsync(project.Cases(1, Person(0), bad)),
            "records[1].gender",
            "records[1].age_band",
            "records[1].citizenships[0]",
            "records[1].trafficking_status",
            "records[1].types_of_exploitation[0]",
            "records[1].countries_of_exploitation[0]",
            "records[1].trafficking_type",
            "records[1].services[2]",
            "records[1].services",
            "records[1].consent"
        );
        string[] given = ["Maria", "1998", "Ivanova", "Gonzalez", "Chen", "Wei", "Fatima", "Hussein", "Amina"];
        var said = refusal.Message + string.Concat(refusal.Fields);
        Assert.All(given, text => Assert.DoesNotContain(text, said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_person_twice_in_a_return_is_refused_with_both_places()
    {
        var project = await fund.ProjectAsync();
        var refusal = await Refused.FieldsAsync(
            project.Own.SubmitCaseReturnAsync(project.Cases(1, Person(1), Person(2), Person(1))),
            "records[2].pseudonym"
        );
        Assert.Equal("PERSON_TWICE", refusal.Reason);
        Assert.Contains("records[0]", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Pseudonym(1), refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Maria Gonzalez")]
    [InlineData("maria92@example.org")]
    [InlineData("+254 712 345 678")]
    [InlineData("MG-1998-03-12")]
    public async Task A_pseudonym_that_looks_like_a_person_is_refused_by_its_index(string pseudonym)
    {
        var project = await fund.ProjectAsync();
        var bad = Person(1);
        bad.Pseudonym = pseudonym;
        var refusal = await Refused.FieldsAsync(
            project.Own.SubmitCaseReturnAsync(project.Cases(1, Person(0), bad)),
            "records[1].pseudonym"
        );
        Assert.Equal("BAD_PSEUDONYM", refusal.Reason);
        Assert.DoesNotContain(pseudonym, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_or_oversized_return_is_refused()
    {
        var project = await fund.ProjectAsync();
        await Refused.FieldsAsync(project.Own.SubmitCaseReturnAsync(project.Cases(1)), "records");
        var many = project.Cases(
            1,
            Enumerable.Range(0, 10_001).Select(n => new CaseRecord { Pseudonym = Pseudonym(n) })
        );
        await Refused.BecauseAsync("TOO_MANY", StatusCode.InvalidArgument, project.Own.SubmitCaseReturnAsync(many));
    }

    [Fact]
    public async Task A_file_that_is_wrong_everywhere_gets_an_answer_of_readable_length()
    {
        var project = await fund.ProjectAsync();
        var records = Enumerable.Range(0, 5_000).Select(n => Person(n, "female"));
        var exception = await Assert.ThrowsAsync<RpcException>(async () =>
            await project.Own.SubmitCaseReturnAsync(project.Cases(1, records))
        );
        Assert.Equal(StatusCode.InvalidArgument, exception.StatusCode);
    }

    [Fact]
    public async Task The_largest_return_is_taken()
    {
        var project = await fund.ProjectAsync();
        await project.AcceptedAsync(project.Cases(1, People(0, 10_000)));
        Assert.Equal(10_000, (await project.CountsAsync()).PeopleAssisted);
    }

    [Fact]
    public async Task A_person_without_consent_counts_and_nothing_else_is_kept()
    {
        var project = await fund.ProjectAsync();
        var silent = Person(2, "Masculine", "9-17");
        silent.Consent = "false";
        var unasked = Person(3);
        unasked.Consent = "";
        var made = await project.SubmitAsync(project.Cases(1, Person(1), silent, unasked));
        var stored =
            $"select string_agg(coalesce(consent::text, '-'), ' ' order by consent) from case_records "
            + $"where return_id = '{made.ReturnId}'";
        Assert.Equal("false true -", await fund.Database.ScalarAsync<string>(stored));
        Assert.Contains(Cell(3), made.Cells);
        Assert.DoesNotContain(made.Cells, cell => cell.Gender == "Masculine" || cell.AgeGroup == "child");
        Assert.Contains("1 records are without consent", Assert.Single(made.Warnings));
    }

    [Fact]
    public async Task The_same_request_twice_has_one_effect_and_another_pseudonym_under_its_id_is_refused()
    {
        var project = await fund.ProjectAsync();
        var request = project.Cases(1, Person(1));
        Assert.Equal(await project.SubmitAsync(request), await project.SubmitAsync(request));
        request.Records[0].Pseudonym = Pseudonym(2);
        await Refused.BecauseAsync(
            "REQUEST_ID_REUSED",
            StatusCode.AlreadyExists,
            project.Own.SubmitCaseReturnAsync(request)
        );
    }

    [Fact]
    public async Task Two_projects_of_one_organisation_know_the_same_person_and_other_organisations_do_not()
    {
        var organisation = Guid.CreateVersion7();
        var (one, two, other) = (
            await fund.ProjectAsync(organisation),
            await fund.ProjectAsync(organisation),
            await fund.ProjectAsync()
        );
        foreach (var project in new[] { one, two, other })
        {
            await project.AcceptedAsync(project.Cases(1, Person(777)));
        }

        var hashes = $"""
            select count(distinct person_hash) from case_records record
            join returns on returns.id = record.return_id
            where returns.agreement_id in ('{one.Id}', '{two.Id}', '{other.Id}')
            """;
        Assert.Equal(2L, await fund.Database.ScalarAsync<long>(hashes));
    }

    [Fact]
    public async Task What_contradicts_an_earlier_period_is_a_warning()
    {
        var project = await fund.ProjectAsync();
        await project.AcceptedAsync(project.Cases(1, Person(1), Person(2)));
        var second = await project.SubmitAsync(
            project.Cases(2, Person(1, "Masculine"), Person(2, "Feminine", "18-20"))
        );
        Assert.Equal(
            [
                "1 people were recorded with another gender in an earlier period.",
                "1 people are younger than in an earlier period.",
            ],
            second.Warnings
        );
    }
}
