using Fund.Hosting;
using Fund.Projects.V1;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Projects.Tests.Features;

/// <summary>
/// Nobody approves what they asked for. An account has one role, but its role can be changed: it is the person that
/// counts, so each refusal is tried with somebody who by now may do the second step.
/// </summary>
public sealed class SeparationOfDutiesTests(ProjectsFixture fund) : IClassFixture<ProjectsFixture>
{
    [Theory]
    [InlineData("who wrote the terms")]
    [InlineData("who sent it")]
    [InlineData("who signed for the organisation")]
    public async Task The_fund_does_not_sign_through_somebody(string who)
    {
        var organisation = await fund.OrganisationAsync();
        var draft = await fund.DraftAsync(organisation);
        var author = TestIdentity.Staff(Role.ProgrammeOfficer);
        var sender = TestIdentity.Staff(Role.ProgrammeOfficer);
        var officer = ProjectsFixture.Officer(organisation);
        await fund.As(author).SetAgreementTermsAsync(ProjectsFixture.Terms(draft));
        await fund.As(sender)
            .SendAgreementAsync(
                new SendAgreementRequest { RequestId = ProjectsFixture.NewId(), AgreementId = draft.AgreementId }
            );
        await fund.SignAsync(draft, officer);

        var same =
            who == "who wrote the terms" ? author
            : who == "who sent it" ? sender
            : officer;
        await MustRefuse(fund.SignAsync(draft, Now(same, Role.FundManager)));
        Assert.Equal(AgreementState.Active, (await fund.SignAsync(draft, ProjectsFixture.FundManager)).State);
    }

    [Fact]
    public async Task A_report_is_not_sent_back_or_accepted_by_whoever_submitted_it()
    {
        var organisation = await fund.OrganisationAsync();
        var report = (await fund.ActiveAsync(organisation)).Reports[0];
        var officer = ProjectsFixture.Officer(organisation);
        await fund.As(officer).SubmitReportAsync(ProjectsFixture.Submission(report));
        await fund.AcceptReturnAsync(report);
        var same = fund.As(Now(officer, Role.ProgrammeOfficer));
        var accept = new AcceptReportRequest { RequestId = ProjectsFixture.NewId(), ReportId = report.ReportId };
        var back = new SendBackReportRequest
        {
            RequestId = ProjectsFixture.NewId(),
            ReportId = report.ReportId,
            Reason = "Not as agreed.",
        };
        await MustRefuse(same.AcceptReportAsync(accept).ResponseAsync);
        await MustRefuse(same.SendBackReportAsync(back).ResponseAsync);
        var accepted = await fund.As(ProjectsFixture.ProgrammeOfficer).AcceptReportAsync(accept);
        Assert.Equal(ReportState.Accepted, accepted.Report.State);
    }

    /// <summary>The same account with another role.</summary>
    private static Caller Now(Caller person, Role role) => Caller.Person(person.Subject, null, null, role);

    private static async Task MustRefuse<T>(Task<T> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
        Assert.Equal("SAME_PERSON", refused.ToRefusal()?.Reason);
    }
}
