using Fund.Projects.Domain;

namespace Fund.Projects.Tests.Domain;

public sealed class ReportTests
{
    [Theory]
    [InlineData(-10, ReportState.NotDue)]
    [InlineData(-9, ReportState.Due)]
    [InlineData(20, ReportState.Due)]
    [InlineData(21, ReportState.Overdue)]
    public void The_clock_makes_a_report_due_and_overdue(int day, ReportState state) =>
        Assert.Equal(state, Sample.Active().Reports[0].State(Sample.Today.AddDays(day)));

    [Fact]
    public void A_report_is_locked_while_it_is_submitted_and_open_once_sent_back()
    {
        var agreement = Sample.Active();
        var report = agreement.Reports[0];
        Sample.Submit(agreement, report);
        Refused.Because("WRONG_REPORT_STATE", () => Sample.Submit(agreement, report));
        agreement.SendReportBack(report.Id, "Invoices are missing.", "programme", Sample.Today, Sample.Now);
        Assert.Equal(
            (ReportState.SentBack, "Invoices are missing."),
            (report.State(Sample.Today), report.SentBackReason)
        );
        Refused.Because(
            "WRONG_REPORT_STATE",
            () => agreement.SendReportBack(report.Id, "Again.", "programme", Sample.Today, Sample.Now)
        );
        Sample.Submit(agreement, report);
        Assert.Null(report.SentBackReason);
        Assert.Equal(2, report.Spending.Count);
    }

    [Fact]
    public void A_report_is_accepted_after_its_beneficiary_return()
    {
        var agreement = Sample.Active();
        var report = agreement.Reports[0];
        Refused.Because("WRONG_REPORT_STATE", () => Accept(agreement, report));
        Sample.Submit(agreement, report);
        Refused.Because("BENEFICIARY_RETURN_NOT_ACCEPTED", () => Accept(agreement, report));
        agreement.NoteReturnAccepted(report.Id);
        Accept(agreement, report);
        Assert.Equal(ReportState.Accepted, report.State(Sample.Today));
        Refused.Because("WRONG_REPORT_STATE", () => Accept(agreement, report));
        Refused.Because("WRONG_REPORT_STATE", () => Sample.Submit(agreement, report));
        Refused.Because(
            "WRONG_REPORT_STATE",
            () => agreement.SendReportBack(report.Id, "Too late.", "programme", Sample.Today, Sample.Now)
        );
    }

    [Fact]
    public void A_period_that_has_not_begun_cannot_be_reported_on()
    {
        var agreement = Sample.Active();
        Refused.Because("PERIOD_NOT_BEGUN", () => Sample.Submit(agreement, agreement.Reports[2]));
    }

    [Fact]
    public void Only_an_agreement_in_force_is_reported_on_suspended_or_not()
    {
        var draft = Sample.Draft();
        draft.SetTerms(Sample.Terms(), 1, Sample.Policy, "programme", Sample.Now);
        Refused.Because("WRONG_AGREEMENT_STATE", () => Sample.Submit(draft, draft.Reports[0]));
        var agreement = Sample.Active();
        agreement.Suspend("The report is late.", "programme", Sample.Now);
        Sample.Submit(agreement, agreement.Reports[0]);
        Assert.Equal(ReportState.Submitted, agreement.Reports[0].State(Sample.Today));
    }

    [Fact]
    public void Hearing_of_an_accepted_return_twice_changes_nothing()
    {
        var agreement = Sample.Active();
        agreement.NoteReturnAccepted(agreement.Reports[0].Id);
        var version = agreement.Version;
        agreement.NoteReturnAccepted(agreement.Reports[0].Id);
        Assert.Equal(version, agreement.Version);
    }

    private static void Accept(Agreement agreement, Report report) =>
        agreement.AcceptReport(report.Id, "programme", Sample.Today, Sample.Now);
}
