using Fund.Common.V1;
using Fund.Hosting;
using Fund.Projects.V1;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Projects.Tests.Features;

public sealed class OrganisationTests(ProjectsFixture fund) : IClassFixture<ProjectsFixture>
{
    [Fact]
    public async Task Everything_wrong_with_a_registration_is_told_at_once()
    {
        var request = new RegisterOrganisationRequest
        {
            RequestId = ProjectsFixture.NewId(),
            Name = new string('x', 201),
            CountryCode = "UK",
            RegistrationNumber = " ",
            RegisteredOn = ProjectsFixture.Day(1),
            AssistingSinceYear = 2027,
        };
        await Refused.FieldsAsync(
            fund.As(ProjectsFixture.ProgrammeOfficer).RegisterOrganisationAsync(request),
            "name",
            "country_code",
            "registration_number",
            "registered_on",
            "assisting_since_year"
        );
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("\u001b[2J")]
    public async Task Text_with_control_characters_is_refused_before_it_reaches_the_database(string text)
    {
        var client = fund.As(ProjectsFixture.ProgrammeOfficer);
        var request = Registration($"Harbour{text}House", ProjectsFixture.NewId());
        await Refused.FieldsAsync(client.RegisterOrganisationAsync(request), "name");
        request.Name = "Harbour House";
        request.RequestId = $"a{text}b";
        await Refused.FieldsAsync(client.RegisterOrganisationAsync(request), "request_id");
    }

    [Fact]
    public async Task One_country_has_one_organisation_of_a_number_however_it_is_written()
    {
        var first = Registration("One", "ZVR 12-3");
        await fund.As(ProjectsFixture.ProgrammeOfficer).RegisterOrganisationAsync(first);
        var again = Registration("Two", "zvr123");
        var refusal = await Refused.BecauseAsync(
            "ORGANISATION_EXISTS",
            StatusCode.FailedPrecondition,
            fund.As(ProjectsFixture.ProgrammeOfficer).RegisterOrganisationAsync(again)
        );
        Assert.Equal("registration_number", Assert.Single(refusal.Fields).Field);
        again.CountryCode = "UG";
        await fund.As(ProjectsFixture.ProgrammeOfficer).RegisterOrganisationAsync(again);
    }

    [Fact]
    public async Task Ten_registrations_of_one_organisation_at_the_same_moment_make_one()
    {
        var number = ProjectsFixture.NewId();
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(async i =>
                {
                    try
                    {
                        var client = fund.As(ProjectsFixture.ProgrammeOfficer);
                        await client.RegisterOrganisationAsync(Registration($"Race {i}", number));
                        return "registered";
                    }
                    catch (RpcException e)
                    {
                        return e.ToRefusal()?.Reason;
                    }
                })
        );
        Assert.Single(outcomes, "registered");
        Assert.Equal(9, outcomes.Count(outcome => outcome == "ORGANISATION_EXISTS"));
    }

    [Fact]
    public async Task Somebody_without_an_organisation_may_register_one_and_nobody_a_second()
    {
        var newcomer = TestIdentity.Staff(Role.OrganisationMember);
        var made = await fund.As(newcomer).RegisterOrganisationAsync(Registration("Newcomers", "N-1"));
        var member = ProjectsFixture.Member(made.Organisation);
        await Refused.BecauseAsync(
            "ROLE_MAY_NOT",
            StatusCode.PermissionDenied,
            fund.As(member).RegisterOrganisationAsync(Registration("Second", "N-2"))
        );
    }

    [Fact]
    public async Task Only_staff_and_own_people_see_the_ending_of_the_account_and_nobody_more()
    {
        var organisation = await fund.OrganisationAsync();
        await fund.RecordAccountAsync(organisation);
        async Task<string> SeenBy(Caller caller) =>
            (
                await fund.As(caller)
                    .GetOrganisationAsync(new GetOrganisationRequest { OrganisationId = organisation.OrganisationId })
            )
                .Organisation
                .BankAccountEnding;
        Assert.Equal("5432", await SeenBy(ProjectsFixture.FinanceOfficer));
        Assert.Equal("5432", await SeenBy(ProjectsFixture.Member(organisation)));
        Assert.Equal("", await SeenBy(TestIdentity.Auditor));
        Assert.Equal("", await SeenBy(Caller.OfService("grantcalls")));
    }

    [Fact]
    public async Task Organisations_that_share_an_account_or_a_name_are_shown_to_staff_and_nobody_else()
    {
        var name = $"Twin Shelter {ProjectsFixture.NewId()}";
        var (one, other) = (await fund.OrganisationAsync(name), await fund.OrganisationAsync(name.ToUpperInvariant()));
        foreach (var organisation in new[] { one, other })
        {
            var request = new RecordBankAccountRequest
            {
                RequestId = ProjectsFixture.NewId(),
                OrganisationId = organisation.OrganisationId,
                AccountNumber = "DE89 3704 0044 0532 0130 00",
                HolderName = organisation.Name,
            };
            await fund.As(ProjectsFixture.Officer(organisation)).RecordBankAccountAsync(request);
        }

        async Task<IEnumerable<OrganisationLink>> LinksAsync(Caller caller) =>
            (
                await fund.As(caller)
                    .GetOrganisationAsync(new GetOrganisationRequest { OrganisationId = one.OrganisationId })
            )
                .Organisation.Linked.Where(row => row.OrganisationId == other.OrganisationId)
                .Select(row => row.Link);

        OrganisationLink[] both = [OrganisationLink.BankAccount, OrganisationLink.Name];
        Assert.Equal(both, await LinksAsync(ProjectsFixture.ProgrammeOfficer));
        Assert.Equal(both, await LinksAsync(TestIdentity.Auditor));
        Assert.Empty(await LinksAsync(ProjectsFixture.Member(one)));
        Assert.Empty(await LinksAsync(Caller.OfService("grantcalls")));
    }

    [Fact]
    public async Task An_account_needs_the_legal_name_and_right_check_digits()
    {
        var organisation = await fund.OrganisationAsync("Maison de l'Étoile");
        var request = new RecordBankAccountRequest
        {
            RequestId = ProjectsFixture.NewId(),
            OrganisationId = organisation.OrganisationId,
            AccountNumber = "GB82WEST12345698765431",
            HolderName = "Somebody Else",
        };
        var client = fund.As(ProjectsFixture.Member(organisation));
        await Refused.FieldsAsync(client.RecordBankAccountAsync(request), "account_number", "holder_name");
        request.AccountNumber = "FR14 2004 1010 0505 0001 3M02 606";
        request.HolderName = "MAISON DE L'ETOILE";
        var recorded = await client.RecordBankAccountAsync(request);
        Assert.Equal("2606", recorded.Organisation.BankAccountEnding);
        Assert.False(recorded.Organisation.BankAccountVerified);
    }

    [Fact]
    public async Task An_account_is_verified_by_two_people_and_another_account_again()
    {
        var organisation = await fund.OrganisationAsync();
        await fund.RecordAccountAsync(organisation, ProjectsFixture.FinanceOfficer);
        var verify = new VerifyBankAccountRequest
        {
            RequestId = ProjectsFixture.NewId(),
            OrganisationId = organisation.OrganisationId,
        };
        await Refused.BecauseAsync(
            "SAME_PERSON",
            StatusCode.PermissionDenied,
            fund.As(ProjectsFixture.FinanceOfficer).VerifyBankAccountAsync(verify)
        );
        var once = await fund.VerifyAccountAsync(organisation, ProjectsFixture.OtherFinanceOfficer);
        Assert.False(once.BankAccountVerified);
        verify.RequestId = ProjectsFixture.NewId();
        await Refused.BecauseAsync(
            "SAME_PERSON",
            StatusCode.PermissionDenied,
            fund.As(ProjectsFixture.OtherFinanceOfficer).VerifyBankAccountAsync(verify)
        );
        var twice = await fund.VerifyAccountAsync(organisation, ProjectsFixture.FundManager);
        Assert.True(twice.BankAccountVerified);
        var replaced = await fund.RecordAccountAsync(organisation);
        Assert.False(replaced.BankAccountVerified);
    }

    [Fact]
    public async Task Two_people_who_verify_at_the_same_moment_both_count()
    {
        var organisation = await fund.OrganisationAsync();
        await fund.RecordAccountAsync(organisation);
        await Task.WhenAll(
            fund.VerifyAccountAsync(organisation, ProjectsFixture.FinanceOfficer),
            fund.VerifyAccountAsync(organisation, ProjectsFixture.FundManager)
        );
        var request = new GetOrganisationRequest { OrganisationId = organisation.OrganisationId };
        var now = await fund.As(ProjectsFixture.FundManager).GetOrganisationAsync(request);
        Assert.True(now.Organisation.BankAccountVerified);
    }

    [Fact]
    public async Task Due_diligence_is_valid_for_five_years_and_never_of_tomorrow()
    {
        var organisation = await fund.OrganisationAsync();
        Assert.Equal(Flag.Unspecified, organisation.Flag);
        Assert.Equal("", organisation.VerifiedUntil);
        var done = await fund.CheckAsync(organisation, Flag.Observation, "2024-02-29");
        Assert.Equal((Flag.Observation, "2029-02-28"), (done.Flag, done.VerifiedUntil));
        var request = new RecordDueDiligenceRequest
        {
            RequestId = ProjectsFixture.NewId(),
            OrganisationId = organisation.OrganisationId,
            CheckedOn = ProjectsFixture.Day(1),
            Findings = new string('x', 2_001),
        };
        await Refused.FieldsAsync(
            fund.As(ProjectsFixture.ProgrammeOfficer).RecordDueDiligenceAsync(request),
            "flag",
            "checked_on",
            "findings"
        );
    }

    [Fact]
    public async Task The_list_goes_by_name_page_by_page()
    {
        var names = new[] { "Zebra", "Acacia", "Mango", "Mango", "Baobab" };
        foreach (var name in names)
        {
            await fund.OrganisationAsync($"List {name}");
        }

        var seen = new List<string>();
        var token = "";
        do
        {
            var request = new ListOrganisationsRequest
            {
                Page = new PageRequest { PageSize = 2, PageToken = token },
            };
            var page = await fund.As(TestIdentity.Auditor).ListOrganisationsAsync(request);
            Assert.InRange(page.Organisations.Count, 1, 2);
            seen.AddRange(page.Organisations.Select(organisation => organisation.Name));
            token = page.Page.NextPageToken;
        } while (token.Length > 0);

        Assert.Equal(
            ["List Acacia", "List Baobab", "List Mango", "List Mango", "List Zebra"],
            seen.Where(name => name.StartsWith("List ", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task An_administrator_finds_organisations_by_a_part_of_the_name_or_the_id_and_sees_no_account()
    {
        var id = (await fund.OrganisationAsync("Lantern 100% House")).OrganisationId;
        await fund.OrganisationAsync("Lantern 1000 House");
        var administrator = fund.As(TestIdentity.Administrator);
        var found = await administrator.ListOrganisationsAsync(
            new ListOrganisationsRequest { Search = "lantern 100%" }
        );
        var one = Assert.Single(found.Organisations);
        Assert.Equal((id, ""), (one.OrganisationId, one.BankAccountEnding));
        var byId = await administrator.ListOrganisationsAsync(new ListOrganisationsRequest { OrganisationId = id });
        Assert.Equal(one, Assert.Single(byId.Organisations));
    }

    private static RegisterOrganisationRequest Registration(string name, string number) =>
        new()
        {
            RequestId = ProjectsFixture.NewId(),
            Name = name,
            CountryCode = "KE",
            RegistrationNumber = number,
            RegisteredOn = "2010-03-01",
            AssistingSinceYear = 2012,
        };
}
