using Fund.Common.V1;
using Fund.Hosting;
using Fund.Projects.V1;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Projects.Tests.Features;

public sealed class AgreementTests(ProjectsFixture fund) : IClassFixture<ProjectsFixture>
{
    [Fact]
    public async Task Everything_wrong_with_terms_is_told_at_once_also_beside_what_cannot_be_read()
    {
        var draft = await fund.DraftAsync(await fund.OrganisationAsync());
        var terms = ProjectsFixture.Terms(draft);
        terms.StartsOn = "soon";
        terms.Budget[0].Category = "Z";
        terms.Budget[1].Amount = new Money { MinorUnits = 1, CurrencyCode = "EUR" };
        terms.Instalments.RemoveAt(1);
        terms.Reports[1].DueOn = "";
        await Refused.FieldsAsync(
            fund.As(ProjectsFixture.ProgrammeOfficer).SetAgreementTermsAsync(terms),
            "starts_on",
            "budget[0].category",
            "budget[1].amount",
            "instalments",
            "instalments",
            "reports[1].due_on"
        );
        Assert.Empty((await GetAsync(draft)).Instalments);
    }

    [Fact]
    public async Task An_unknown_currency_is_told_with_its_place()
    {
        var draft = await fund.DraftAsync(await fund.OrganisationAsync());
        var terms = ProjectsFixture.Terms(draft);
        terms.Instalments[1].Amount.CurrencyCode = "XYZ";
        terms.Budget[0].Amount = null;
        await Refused.FieldsAsync(
            fund.As(ProjectsFixture.ProgrammeOfficer).SetAgreementTermsAsync(terms),
            "instalments[1].amount.currency_code",
            "budget[0].amount"
        );
    }

    [Fact]
    public async Task Terms_can_be_replaced_until_the_agreement_is_sent()
    {
        var draft = await fund.DraftAsync(await fund.OrganisationAsync());
        var officer = fund.As(ProjectsFixture.ProgrammeOfficer);
        var first = (await officer.SetAgreementTermsAsync(ProjectsFixture.Terms(draft))).Agreement;
        var second = (await officer.SetAgreementTermsAsync(ProjectsFixture.Terms(first))).Agreement;
        Assert.Equal(first.Version + 1, second.Version);
        Assert.Equal(["A", "B"], second.Budget.Select(line => line.Category));
        Assert.Equal([false, false, true], second.Reports.Select(report => report.Final));
        await fund.SendAsync(draft);
        await Refused.BecauseAsync(
            "WRONG_AGREEMENT_STATE",
            StatusCode.FailedPrecondition,
            officer.SetAgreementTermsAsync(ProjectsFixture.Terms(second))
        );
    }

    [Fact]
    public async Task Of_two_people_who_edit_the_same_version_the_second_is_told()
    {
        var draft = await fund.DraftAsync(await fund.OrganisationAsync());
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async _ =>
                {
                    try
                    {
                        var terms = ProjectsFixture.Terms(draft);
                        await fund.As(ProjectsFixture.ProgrammeOfficer).SetAgreementTermsAsync(terms);
                        return StatusCode.OK;
                    }
                    catch (RpcException e)
                    {
                        return e.StatusCode;
                    }
                })
        );
        Assert.Single(outcomes, StatusCode.OK);
        Assert.Equal(3, outcomes.Count(status => status == StatusCode.Aborted));
    }

    [Fact]
    public async Task Nothing_is_sent_without_terms()
    {
        var draft = await fund.DraftAsync(await fund.OrganisationAsync());
        var request = new SendAgreementRequest { RequestId = ProjectsFixture.NewId(), AgreementId = draft.AgreementId };
        await Refused.BecauseAsync(
            "NO_TERMS",
            StatusCode.FailedPrecondition,
            fund.As(ProjectsFixture.ProgrammeOfficer).SendAgreementAsync(request)
        );
    }

    [Fact]
    public async Task The_organisation_signs_first_then_the_fund_and_then_the_others_hear_of_it()
    {
        var organisation = await fund.OrganisationAsync();
        var draft = await fund.DraftAsync(organisation);
        await RefuseSignatureAsync(draft, ProjectsFixture.Officer(organisation));
        await fund.As(ProjectsFixture.ProgrammeOfficer).SetAgreementTermsAsync(ProjectsFixture.Terms(draft));
        await fund.SendAsync(draft);
        await RefuseSignatureAsync(draft, ProjectsFixture.FundManager);
        var heard = await fund.Broker.CountAsync("beneficiaries.agreement-activated");
        Assert.Equal(AgreementState.Signed, (await fund.SignAsync(draft, ProjectsFixture.Officer(organisation))).State);
        await RefuseSignatureAsync(draft, ProjectsFixture.Officer(organisation));
        var active = await fund.SignAsync(draft, ProjectsFixture.FundManager);
        Assert.Equal(AgreementState.Active, active.State);
        await RefuseSignatureAsync(draft, ProjectsFixture.FundManager);
        await Eventually.TrueAsync(
            async () => await fund.Broker.CountAsync("beneficiaries.agreement-activated") > heard,
            "the others hear of it",
            ProjectsFixture.Patience
        );
    }

    [Fact]
    public async Task A_member_without_authority_does_not_sign()
    {
        var organisation = await fund.OrganisationAsync();
        var draft = await fund.DraftAsync(organisation);
        var request = new SignAgreementRequest { RequestId = ProjectsFixture.NewId(), AgreementId = draft.AgreementId };
        await Refused.BecauseAsync(
            "ROLE_MAY_NOT",
            StatusCode.PermissionDenied,
            fund.As(ProjectsFixture.Member(organisation)).SignAgreementAsync(request)
        );
    }

    [Fact]
    public async Task A_red_flag_stops_the_signature()
    {
        var organisation = await fund.OrganisationAsync();
        var draft = await fund.DraftAsync(organisation);
        await fund.As(ProjectsFixture.ProgrammeOfficer).SetAgreementTermsAsync(ProjectsFixture.Terms(draft));
        await fund.SendAsync(draft);
        await fund.CheckAsync(organisation, Flag.Red, ProjectsFixture.Day(0));
        var request = new SignAgreementRequest { RequestId = ProjectsFixture.NewId(), AgreementId = draft.AgreementId };
        await Refused.BecauseAsync(
            "RED_FLAG",
            StatusCode.FailedPrecondition,
            fund.As(ProjectsFixture.Officer(organisation)).SignAgreementAsync(request)
        );
    }

    [Fact]
    public async Task An_agreement_is_suspended_with_a_reason_and_resumed()
    {
        var agreement = await fund.ActiveAsync(await fund.VerifiedOrganisationAsync());
        var officer = fund.As(ProjectsFixture.ProgrammeOfficer);
        var suspend = new SuspendAgreementRequest
        {
            RequestId = ProjectsFixture.NewId(),
            AgreementId = agreement.AgreementId,
        };
        await Refused.FieldsAsync(officer.SuspendAgreementAsync(suspend), "reason");
        suspend.Reason = new string('x', 1_001);
        await Refused.FieldsAsync(officer.SuspendAgreementAsync(suspend), "reason");
        var suspended = await fund.SuspendAsync(agreement);
        Assert.Equal(AgreementState.Suspended, suspended.State);
        Assert.Equal(["The agreement is suspended."], suspended.Instalments[0].Holds);
        var resume = new ResumeAgreementRequest
        {
            RequestId = ProjectsFixture.NewId(),
            AgreementId = agreement.AgreementId,
        };
        Assert.Equal(AgreementState.Active, (await officer.ResumeAgreementAsync(resume)).Agreement.State);
        resume.RequestId = ProjectsFixture.NewId();
        await Refused.BecauseAsync(
            "WRONG_AGREEMENT_STATE",
            StatusCode.FailedPrecondition,
            officer.ResumeAgreementAsync(resume)
        );
    }

    [Fact]
    public async Task The_list_is_newest_first_and_an_organisation_sees_its_own_only()
    {
        var (mine, other) = (await fund.OrganisationAsync(), await fund.OrganisationAsync());
        var drafts = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            drafts.Add((await fund.DraftAsync(mine, 3_000_000 + i)).AgreementId);
        }

        await fund.DraftAsync(other);
        var request = new ListAgreementsRequest { Page = new PageRequest { PageSize = 2 } };
        var client = fund.As(ProjectsFixture.Member(mine));
        var first = await client.ListAgreementsAsync(request);
        request.Page.PageToken = first.Page.NextPageToken;
        var rest = await client.ListAgreementsAsync(request);
        var seen = first.Agreements.Concat(rest.Agreements).Select(agreement => agreement.AgreementId);
        Assert.Equal(drafts.Order(StringComparer.Ordinal).Reverse(), seen);
        Assert.Equal("", rest.Page.NextPageToken);
        var all = await fund.As(TestIdentity.Auditor).ListAgreementsAsync(new ListAgreementsRequest());
        Assert.Contains(all.Agreements, agreement => agreement.OrganisationId == other.OrganisationId);
    }

    private async Task<Agreement> GetAsync(Agreement agreement)
    {
        var request = new GetAgreementRequest { AgreementId = agreement.AgreementId };
        return (await fund.As(ProjectsFixture.ProgrammeOfficer).GetAgreementAsync(request)).Agreement;
    }

    private async Task RefuseSignatureAsync(Agreement agreement, Caller by)
    {
        var request = new SignAgreementRequest
        {
            RequestId = ProjectsFixture.NewId(),
            AgreementId = agreement.AgreementId,
        };
        await Refused.BecauseAsync(
            "WRONG_AGREEMENT_STATE",
            StatusCode.FailedPrecondition,
            fund.As(by).SignAgreementAsync(request)
        );
    }
}
