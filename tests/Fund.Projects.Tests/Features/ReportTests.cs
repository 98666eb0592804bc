using Fund.Common.V1;
using Fund.Projects.V1;
using Grpc.Core;

namespace Fund.Projects.Tests.Features;

public sealed class ReportTests(ProjectsFixture fund) : IClassFixture<ProjectsFixture>
{
    [Fact]
    public async Task Everything_wrong_with_a_report_is_told_at_once()
    {
        var organisation = await fund.OrganisationAsync();
        var report = (await fund.ActiveAsync(organisation)).Reports[0];
        var request = new SubmitReportRequest
        {
            RequestId = ProjectsFixture.NewId(),
            ReportId = report.ReportId,
            Narrative = new Narrative { Activities = new string('x', 10_001), Lessons = new string('x', 10_001) },
            Spending = { ProjectsFixture.Spent("A", 1_900_000), ProjectsFixture.Spent("C", 1) },
        };
        request.Spending[1].Local.CurrencyCode = "UGX";
        await Refused.FieldsAsync(
            fund.As(ProjectsFixture.Officer(organisation)).SubmitReportAsync(request),
            "narrative.activities",
            "narrative.lessons",
            "narrative.results",
            "spending",
            "spending[0].explanation",
            "spending[1].category",
            "spending[1].local"
        );
        var unread = ProjectsFixture.Submission(report);
        unread.Spending[0].Usd = null;
        unread.Spending[1].Local.CurrencyCode = "kes";
        await Refused.FieldsAsync(
            fund.As(ProjectsFixture.Officer(organisation)).SubmitReportAsync(unread),
            "spending[0].usd",
            "spending[1].local.currency_code"
        );
        Assert.Equal(ReportState.Due, (await GetAsync(report)).State);
    }

    [Fact]
    public async Task A_report_is_locked_while_submitted_sent_back_with_a_reason_and_submitted_again()
    {
        var organisation = await fund.OrganisationAsync();
        var report = (await fund.ActiveAsync(organisation)).Reports[0];
        var officer = fund.As(ProjectsFixture.Officer(organisation));
        var submitted = (await officer.SubmitReportAsync(ProjectsFixture.Submission(report))).Report;
        Assert.Equal(ReportState.Submitted, submitted.State);
        Assert.Equal(["A", "B"], submitted.Spending.Select(row => row.Category));
        Assert.Equal("Shelter nights.", submitted.Narrative.Activities);
        await RefuseAsync(officer, report);
        var back = new SendBackReportRequest { RequestId = ProjectsFixture.NewId(), ReportId = report.ReportId };
        await Refused.FieldsAsync(fund.As(ProjectsFixture.ProgrammeOfficer).SendBackReportAsync(back), "reason");
        back.Reason = "Invoices are missing.";
        var sent = (await fund.As(ProjectsFixture.ProgrammeOfficer).SendBackReportAsync(back)).Report;
        Assert.Equal((ReportState.SentBack, "Invoices are missing."), (sent.State, sent.SentBackReason));
        var again = ProjectsFixture.Submission(report);
        again.Spending[0] = ProjectsFixture.Spent("A", 777);
        var replaced = (await officer.SubmitReportAsync(again)).Report;
        Assert.Equal((ReportState.Submitted, ""), (replaced.State, replaced.SentBackReason));
        Assert.Equal([777, 50_000], replaced.Spending.Select(row => row.Usd.MinorUnits));
    }

    [Fact]
    public async Task A_report_is_accepted_after_its_beneficiary_return()
    {
        var organisation = await fund.OrganisationAsync();
        var report = (await fund.ActiveAsync(organisation)).Reports[0];
        await fund.As(ProjectsFixture.Officer(organisation)).SubmitReportAsync(ProjectsFixture.Submission(report));
        var accept = new AcceptReportRequest { RequestId = ProjectsFixture.NewId(), ReportId = report.ReportId };
        await Refused.BecauseAsync(
            "BENEFICIARY_RETURN_NOT_ACCEPTED",
            StatusCode.FailedPrecondition,
            fund.As(ProjectsFixture.ProgrammeOfficer).AcceptReportAsync(accept)
        );
        await fund.AcceptReturnAsync(report);
        var accepted = (await fund.As(ProjectsFixture.ProgrammeOfficer).AcceptReportAsync(accept)).Report;
        Assert.Equal((ReportState.Accepted, true), (accepted.State, accepted.BeneficiaryReturnAccepted));
    }

    [Fact]
    public async Task A_member_without_authority_does_not_submit()
    {
        var organisation = await fund.OrganisationAsync();
        var report = (await fund.ActiveAsync(organisation)).Reports[0];
        await Refused.BecauseAsync(
            "ROLE_MAY_NOT",
            StatusCode.PermissionDenied,
            fund.As(ProjectsFixture.Member(organisation)).SubmitReportAsync(ProjectsFixture.Submission(report))
        );
    }

    [Fact]
    public async Task A_period_that_has_not_begun_is_not_reported_on()
    {
        var organisation = await fund.OrganisationAsync();
        var last = (await fund.ActiveAsync(organisation)).Reports[2];
        await Refused.BecauseAsync(
            "PERIOD_NOT_BEGUN",
            StatusCode.FailedPrecondition,
            fund.As(ProjectsFixture.Officer(organisation)).SubmitReportAsync(ProjectsFixture.Submission(last))
        );
    }

    [Fact]
    public async Task The_list_filters_by_state_as_the_clock_says()
    {
        var organisation = await fund.OrganisationAsync();
        var agreement = await fund.ActiveAsync(
            organisation,
            change: terms =>
            {
                terms.Reports[0].DueOn = ProjectsFixture.Day(-1);
                terms.Reports[1].PeriodTo = ProjectsFixture.Day(-1);
                terms.Reports[1].DueOn = ProjectsFixture.Day(0);
                terms.Reports[2].PeriodFrom = ProjectsFixture.Day(0);
            }
        );
        await fund.DraftAsync(organisation);
        Assert.Equal([3, 2, 1], await NumbersAsync(ReportState.Unspecified));
        Assert.Equal([3], await NumbersAsync(ReportState.NotDue));
        Assert.Equal([2], await NumbersAsync(ReportState.Due));
        Assert.Equal([1], await NumbersAsync(ReportState.Overdue));
        await fund.AcceptedReportAsync(organisation, agreement.Reports[0]);
        Assert.Equal([1], await NumbersAsync(ReportState.Accepted));
        Assert.Empty(await NumbersAsync(ReportState.Overdue));
        Assert.Empty(await NumbersAsync(ReportState.Submitted));
        Assert.Empty(await NumbersAsync(ReportState.SentBack));

        async Task<IEnumerable<int>> NumbersAsync(ReportState state)
        {
            var request = new ListReportsRequest
            {
                AgreementId = agreement.AgreementId,
                State = state,
                Page = new PageRequest { PageSize = 10 },
            };
            var client = fund.As(ProjectsFixture.Member(organisation));
            var reports = (await client.ListReportsAsync(request)).Reports;
            Assert.All(reports, report => Assert.Equal(agreement.AgreementId, report.AgreementId));
            return reports.Select(report => report.Number).OrderDescending();
        }
    }

    [Fact]
    public async Task A_state_that_does_not_exist_is_refused() =>
        await Refused.FieldsAsync(
            fund.As(ProjectsFixture.ProgrammeOfficer)
                .ListReportsAsync(new ListReportsRequest { State = (ReportState)99, AgreementId = "7" }),
            "state",
            "agreement_id"
        );

    private static async Task RefuseAsync(ProjectsService.ProjectsServiceClient client, Report report) =>
        await Refused.BecauseAsync(
            "WRONG_REPORT_STATE",
            StatusCode.FailedPrecondition,
            client.SubmitReportAsync(ProjectsFixture.Submission(report))
        );

    private async Task<Report> GetAsync(Report report)
    {
        var request = new GetReportRequest { ReportId = report.ReportId };
        return (await fund.As(ProjectsFixture.ProgrammeOfficer).GetReportAsync(request)).Report;
    }
}
