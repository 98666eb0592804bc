using Fund.Hosting;
using Fund.Kernel;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;
using BudgetCategory = Fund.Projects.V1.BudgetCategory;

namespace Fund.Projects.Features;

/// <summary>Sets dates, budget, instalments and reports of a draft agreement.</summary>
public sealed class SetAgreementTerms(ProjectsDb db, TimeProvider clock)
{
    public Task<SetAgreementTermsResponse> HandleAsync(
        SetAgreementTermsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.AgreementId.ToId("agreement_id");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var file = await db.OpenAgreementAsync(id, token);
                file.Agreement.RequireTermsMayBeSet(request.Version);
                var terms = Read(request, file);
                file.Agreement.SetTerms(terms, request.Version, file.Policy, caller.Subject, clock.GetUtcNow());
                return new SetAgreementTermsResponse { Agreement = file.ToWire(clock.Today()) };
            },
            cancellationToken
        );
    }

    /// <summary>Each part that can be read is judged, also when another part cannot be read.</summary>
    private static AgreementTerms Read(SetAgreementTermsRequest request, AgreementFile file)
    {
        var (check, awarded) = (new Check(), file.Agreement.Amount);
        var datesRead = check.CanRead(part => Dates(request, part), out var dates);
        if (datesRead)
        {
            var months = file.Agreement.DurationMonths;
            check.AddAll(AgreementTerms.LengthProblems(dates.StartsOn, dates.EndsOn, months, file.Policy));
        }

        if (check.CanRead(part => Rows(request.Budget, Read, part), out var budget))
        {
            check.AddAll(AgreementTerms.BudgetProblems(budget, awarded));
        }

        if (check.CanRead(part => Rows(request.Instalments, Read, part), out var instalments))
        {
            check.AddAll(AgreementTerms.InstalmentProblems(instalments, awarded));
        }

        if (check.CanRead(part => Rows(request.Reports, Read, part), out var reports) && datesRead)
        {
            check.AddAll(AgreementTerms.ReportProblems(reports, dates.StartsOn, dates.EndsOn));
        }

        check.ThrowIfAny();
        return new AgreementTerms(dates.StartsOn, dates.EndsOn, budget, instalments, reports);
    }

    private static (DateOnly StartsOn, DateOnly EndsOn) Dates(SetAgreementTermsRequest request, Check check) =>
        (check.Date("starts_on", request.StartsOn), check.Date("ends_on", request.EndsOn));

    private static List<TTerm> Rows<TWire, TTerm>(
        IEnumerable<TWire> rows,
        Func<TWire, int, Check, TTerm> read,
        Check check
    ) => [.. rows.Select((row, i) => read(row, i, check))];

    private static BudgetTerm Read(BudgetCategory row, int i, Check check) =>
        new(row.Category, check.Amount($"budget[{i}].amount", row.Amount));

    private static InstalmentTerm Read(InstalmentPlan row, int i, Check check) =>
        new(check.Amount($"instalments[{i}].amount", row.Amount), check.Date($"instalments[{i}].due_on", row.DueOn));

    private static ReportTerm Read(ReportPlan row, int i, Check check) =>
        new(
            check.Date($"reports[{i}].period_from", row.PeriodFrom),
            check.Date($"reports[{i}].period_to", row.PeriodTo),
            check.Date($"reports[{i}].due_on", row.DueOn)
        );
}
