using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>Reports: submission, acceptance and sending back.</summary>
public sealed partial class Agreement
{
    /// <summary>
    /// Refuses unless a report can be submitted now. A suspended agreement still reports: a missing report is often
    /// why it is suspended.
    /// </summary>
    public void RequireReportMayBeSubmitted(Guid reportId, DateOnly today)
    {
        RequireState("active or suspended", AgreementState.Active, AgreementState.Suspended);
        Report(reportId).RequireOpen(today);
    }

    /// <summary>Everything that is wrong with the financial part of a report.</summary>
    public IEnumerable<FieldProblem> SpendingProblems(Guid reportId, IReadOnlyList<SpendingEntry> rows, Policy policy)
    {
        var report = Report(reportId);
        var budget = _budget.ToDictionary(line => line.Category, line => line.Amount, StringComparer.Ordinal);
        var before = _reports
            .Where(other => other.Id != reportId && other.Counts)
            .SelectMany(other => other.Spending)
            .GroupBy(row => row.Category, StringComparer.Ordinal)
            .ToDictionary(
                rows => rows.Key,
                rows => rows.Aggregate(Money.Zero(Currency.Usd), (sum, row) => sum + row.Usd),
                StringComparer.Ordinal
            );
        return new SpendingRules(budget, before, report.IsFinal, policy).Problems(rows);
    }

    /// <summary>Submits a report; it is locked until it is sent back.</summary>
    public void SubmitReport(
        Guid reportId,
        Narrative narrative,
        IReadOnlyList<SpendingEntry> spending,
        Policy policy,
        string person,
        DateOnly today,
        DateTimeOffset now
    )
    {
        RequireReportMayBeSubmitted(reportId, today);
        var problems = SpendingProblems(reportId, spending, policy).ToList();
        if (problems.Count > 0)
        {
            throw Refusal.OfFields(problems).AsException();
        }

        Report(reportId).Submit(narrative, spending, person, now);
        Version++;
    }

    /// <summary>Accepts a submitted report whose beneficiary return is accepted.</summary>
    public void AcceptReport(Guid reportId, string person, DateOnly today, DateTimeOffset now)
    {
        Report(reportId).Accept(person, today, now);
        Version++;
    }

    /// <summary>Sends a submitted report back; it may be submitted again.</summary>
    public void SendReportBack(Guid reportId, string reason, string person, DateOnly today, DateTimeOffset now)
    {
        Report(reportId).SendBack(person, reason, today, now);
        Version++;
    }

    /// <summary>The beneficiary return of a report's period was accepted.</summary>
    public void NoteReturnAccepted(Guid reportId)
    {
        if (Report(reportId).NoteReturnAccepted())
        {
            Version++;
        }
    }

    /// <summary>The report with an id.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public Report Report(Guid id) =>
        _reports.Find(report => report.Id == id) ?? throw Refusals.NotFound("report", id.ToString("D")).AsException();
}
