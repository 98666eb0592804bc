using Fund.Hosting;
using Fund.Kernel;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;
using Narrative = Fund.Projects.Domain.Narrative;

namespace Fund.Projects.Features;

/// <summary>
/// Submits the narrative and financial report of a period, by the authorising officer of the organisation whose project
/// it is; a report of somebody else's project does not exist for the asker.
/// </summary>
public sealed class SubmitReport(ProjectsDb db, TimeProvider clock)
{
    public Task<SubmitReportResponse> HandleAsync(
        SubmitReportRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ReportId.ToId("report_id");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var file = await db.OpenByReportAsync(id, token);
                var (agreement, today) = (file.Agreement, clock.Today());
                if (!caller.MayActFor(agreement.OrganisationId))
                {
                    throw Refusals.NotFound("report", request.ReportId).AsException();
                }

                agreement.RequireReportMayBeSubmitted(id, today);
                var (narrative, spending) = Read(request, file, id);
                agreement.SubmitReport(id, narrative, spending, file.Policy, caller.Subject, today, clock.GetUtcNow());
                return new SubmitReportResponse { Report = agreement.Report(id).ToWire(today) };
            },
            cancellationToken
        );
    }

    private static (Narrative, List<SpendingEntry>) Read(SubmitReportRequest request, AgreementFile file, Guid id)
    {
        var check = new Check();
        var text = request.Narrative ?? new V1.Narrative();
        var narrative = new Narrative(
            check.Text("narrative.activities", text.Activities, Narrative.MaxLength),
            check.Text("narrative.results", text.Results, Narrative.MaxLength),
            check.OptionalText("narrative.difficulties", text.Difficulties, Narrative.MaxLength),
            check.OptionalText("narrative.lessons", text.Lessons, Narrative.MaxLength)
        );
        if (check.CanRead(part => Rows(request, part), out var spending))
        {
            check.AddAll(file.Agreement.SpendingProblems(id, spending, file.Policy));
        }

        check.ThrowIfAny();
        return (narrative, spending);
    }

    private static List<SpendingEntry> Rows(SubmitReportRequest request, Check check) =>
        [
            .. request.Spending.Select(
                (row, i) =>
                    new SpendingEntry(
                        row.Category,
                        check.Amount($"spending[{i}].local", row.Local),
                        check.Amount($"spending[{i}].usd", row.Usd),
                        check.OptionalText(
                            $"spending[{i}].explanation",
                            row.Explanation,
                            SpendingEntry.MaxExplanationLength
                        )
                    )
            ),
        ];
}
