using Fund.Hosting;
using Fund.Projects.V1;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Projects.Tests.Features;

public sealed class InstalmentTests(ProjectsFixture fund) : IClassFixture<ProjectsFixture>
{
    [Fact]
    public async Task An_unverified_organisation_is_told_everything_that_holds_the_payment()
    {
        var agreement = await fund.ActiveAsync(await fund.OrganisationAsync());
        string[] holds =
        [
            "The organisation has no bank account on record.",
            "Due diligence of the organisation has not been recorded.",
        ];
        Assert.Equal(holds, agreement.Instalments[0].Holds);
        var refusal = await Refused.BecauseAsync(
            "INSTALMENT_HELD",
            StatusCode.FailedPrecondition,
            fund.As(ProjectsFixture.FinanceOfficer).RequestInstalmentAsync(Asked(agreement.Instalments[0]))
        );
        Assert.Equal(holds, refusal.Facts.OrderBy(fact => fact.Key).Select(fact => fact.Value));
    }

    [Fact]
    public async Task Nobody_approves_or_rejects_what_they_requested()
    {
        var agreement = await fund.ActiveAsync(await fund.VerifiedOrganisationAsync());
        var instalment = agreement.Instalments[0];
        await fund.RequestAsync(instalment);
        await RefuseApprovalAsync(
            instalment,
            ProjectsFixture.FinanceOfficer,
            "SAME_PERSON",
            StatusCode.PermissionDenied
        );
        await Refused.BecauseAsync(
            "SAME_PERSON",
            StatusCode.PermissionDenied,
            fund.As(ProjectsFixture.FinanceOfficer).RejectInstalmentAsync(Rejection(instalment))
        );
        var approved = await fund.ApproveAsync(instalment);
        Assert.Equal((InstalmentState.Approved, 0), State(approved));
    }

    [Fact]
    public async Task From_the_threshold_on_a_third_person_approves_too()
    {
        var agreement = await fund.ActiveAsync(await fund.VerifiedOrganisationAsync(), 10_000_000);
        var instalment = agreement.Instalments[0];
        Assert.Equal(2, instalment.ApprovalsMissing);
        await fund.RequestAsync(instalment);
        Assert.Equal((InstalmentState.Requested, 1), State(await fund.ApproveAsync(instalment)));
        await RefuseApprovalAsync(
            instalment,
            ProjectsFixture.OtherFinanceOfficer,
            "SAME_PERSON",
            StatusCode.PermissionDenied
        );
        await Refused.BecauseAsync(
            "WRONG_INSTALMENT_STATE",
            StatusCode.FailedPrecondition,
            fund.As(ProjectsFixture.FinanceOfficer).PayInstalmentAsync(ProjectsFixture.Payment(instalment))
        );
        Assert.Equal(
            (InstalmentState.Approved, 0),
            State(await fund.ApproveAsync(instalment, ProjectsFixture.FundManager))
        );
    }

    [Fact]
    public async Task Two_approvals_at_the_same_moment_both_count()
    {
        var agreement = await fund.ActiveAsync(await fund.VerifiedOrganisationAsync(), 10_000_000);
        var instalment = agreement.Instalments[0];
        await fund.RequestAsync(instalment);
        await Task.WhenAll(fund.ApproveAsync(instalment), fund.ApproveAsync(instalment, ProjectsFixture.FundManager));
        Assert.Equal((InstalmentState.Approved, 0), State(await GetAsync(agreement)));
    }

    [Fact]
    public async Task A_rejected_request_starts_anew()
    {
        var agreement = await fund.ActiveAsync(await fund.VerifiedOrganisationAsync());
        var instalment = agreement.Instalments[0];
        await fund.RequestAsync(instalment);
        await fund.ApproveAsync(instalment);
        var rejection = Rejection(instalment);
        rejection.Reason = " ";
        await Refused.FieldsAsync(fund.As(ProjectsFixture.FundManager).RejectInstalmentAsync(rejection), "reason");
        await fund.As(ProjectsFixture.FundManager).RejectInstalmentAsync(Rejection(instalment));
        Assert.Equal((InstalmentState.Planned, 1), State(await GetAsync(agreement)));
        await RefuseApprovalAsync(
            instalment,
            ProjectsFixture.OtherFinanceOfficer,
            "WRONG_INSTALMENT_STATE",
            StatusCode.FailedPrecondition
        );
        await fund.RequestAsync(instalment);
        Assert.Equal((InstalmentState.Approved, 0), State(await fund.ApproveAsync(instalment)));
    }

    [Fact]
    public async Task What_changed_since_the_approval_still_stops_the_payment()
    {
        var organisation = await fund.VerifiedOrganisationAsync();
        var agreement = await fund.ActiveAsync(organisation);
        var instalment = agreement.Instalments[0];
        await fund.RequestAsync(instalment);
        await fund.ApproveAsync(instalment);
        await fund.RecordAccountAsync(organisation);
        await RefusePaymentAsync(instalment);
        await fund.VerifyAccountAsync(organisation, ProjectsFixture.FinanceOfficer);
        await fund.VerifyAccountAsync(organisation, ProjectsFixture.FundManager);
        await fund.CheckAsync(organisation, Flag.Red, ProjectsFixture.Day(0));
        await RefusePaymentAsync(instalment);
        await fund.CheckAsync(organisation, Flag.None, ProjectsFixture.Day(0));
        await fund.SuspendAsync(agreement);
        await RefusePaymentAsync(instalment);
        var resume = new ResumeAgreementRequest
        {
            RequestId = ProjectsFixture.NewId(),
            AgreementId = agreement.AgreementId,
        };
        await fund.As(ProjectsFixture.ProgrammeOfficer).ResumeAgreementAsync(resume);
        Assert.Equal((InstalmentState.Paid, 0), State(await fund.PayAsync(instalment)));
    }

    [Fact]
    public async Task A_payment_has_a_reference_and_is_not_of_tomorrow()
    {
        var agreement = await fund.ActiveAsync(await fund.VerifiedOrganisationAsync());
        var payment = ProjectsFixture.Payment(agreement.Instalments[0]);
        payment.PaidOn = ProjectsFixture.Day(1);
        payment.PaymentReference = "";
        await Refused.FieldsAsync(
            fund.As(ProjectsFixture.FinanceOfficer).PayInstalmentAsync(payment),
            "paid_on",
            "payment_reference"
        );
    }

    [Fact]
    public async Task Ten_payments_of_one_instalment_at_the_same_moment_are_one_and_the_ledger_hears_of_one()
    {
        var agreement = await fund.ActiveAsync(await fund.VerifiedOrganisationAsync());
        var instalment = agreement.Instalments[0];
        await fund.RequestAsync(instalment);
        await fund.ApproveAsync(instalment);
        var heard = await fund.Broker.CountAsync("donations.instalment-paid");
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(async _ =>
                {
                    try
                    {
                        await fund.PayAsync(instalment);
                        return StatusCode.OK;
                    }
                    catch (RpcException e)
                    {
                        return e.StatusCode;
                    }
                })
        );
        Assert.Single(outcomes, StatusCode.OK);
        Assert.Equal(9, outcomes.Count(status => status == StatusCode.FailedPrecondition));
        await Eventually.EqualAsync(
            0L,
            () => fund.Database.ScalarAsync<long>("select count(*) from outbox"),
            "events waiting",
            ProjectsFixture.Patience
        );

        // Delivery is at least once: a slow broker may hold one event twice, and its consumer recognises it.
        Assert.True(await fund.Broker.CountAsync("donations.instalment-paid") > heard);
        var paid = $"select count(*) from payments where agreement_id = '{agreement.AgreementId}'";
        Assert.Equal(1L, await fund.Database.ScalarAsync<long>(paid));
    }

    [Fact]
    public async Task An_overdue_report_holds_the_second_instalment_by_name()
    {
        var organisation = await fund.VerifiedOrganisationAsync();
        var agreement = await fund.ActiveAsync(
            organisation,
            change: terms => terms.Reports[0].DueOn = ProjectsFixture.Day(-1)
        );
        Assert.Empty(agreement.Instalments[0].Holds);
        Assert.Equal(
            [
                "Instalment 1 has not been paid yet.",
                $"Report 1 was due on {ProjectsFixture.Day(-1)} and has not been accepted.",
            ],
            agreement.Instalments[1].Holds
        );
    }

    private static RequestInstalmentRequest Asked(Instalment instalment) =>
        new() { RequestId = ProjectsFixture.NewId(), InstalmentId = instalment.InstalmentId };

    private static RejectInstalmentRequest Rejection(Instalment instalment) =>
        new()
        {
            RequestId = ProjectsFixture.NewId(),
            InstalmentId = instalment.InstalmentId,
            Reason = "Budget line unclear.",
        };

    private static (InstalmentState, int) State(Agreement agreement) =>
        (agreement.Instalments[0].State, agreement.Instalments[0].ApprovalsMissing);

    private async Task<Agreement> GetAsync(Agreement agreement)
    {
        var request = new GetAgreementRequest { AgreementId = agreement.AgreementId };
        return (await fund.As(ProjectsFixture.ProgrammeOfficer).GetAgreementAsync(request)).Agreement;
    }

    private async Task RefuseApprovalAsync(Instalment instalment, Caller by, string reason, StatusCode status)
    {
        var request = new ApproveInstalmentRequest
        {
            RequestId = ProjectsFixture.NewId(),
            InstalmentId = instalment.InstalmentId,
        };
        await Refused.BecauseAsync(reason, status, fund.As(by).ApproveInstalmentAsync(request));
    }

    private async Task RefusePaymentAsync(Instalment instalment) =>
        await Refused.BecauseAsync(
            "INSTALMENT_HELD",
            StatusCode.FailedPrecondition,
            fund.As(ProjectsFixture.FinanceOfficer).PayInstalmentAsync(ProjectsFixture.Payment(instalment))
        );
}
