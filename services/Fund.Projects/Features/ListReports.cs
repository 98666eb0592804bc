using System.Linq.Expressions;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;
using Microsoft.EntityFrameworkCore;
using AgreementState = Fund.Projects.Domain.AgreementState;
using Report = Fund.Projects.Domain.Report;
using WireState = Fund.Projects.V1.ReportState;

namespace Fund.Projects.Features;

/// <summary>
/// Reports of one agreement, or of all that the asker may see, newest first. Reports of agreements that nobody has
/// signed yet are plans and shown with their agreement only.
/// </summary>
public sealed class ListReports(ProjectsDb db, TimeProvider clock)
{
    private static readonly AgreementState[] NotInForce =
    [
        AgreementState.Draft,
        AgreementState.Sent,
        AgreementState.Signed,
    ];

    public Task<ListReportsResponse> HandleAsync(
        ListReportsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var agreementId = check.OptionalId("agreement_id", request.AgreementId);
        check.OptionalChoice("state", request.State);
        check.ThrowIfAny();
        var page = Page.Of(request.Page);
        return db.ReadAsync(token => ReadAsync(agreementId, request.State, page, caller, token), cancellationToken);
    }

    private async Task<ListReportsResponse> ReadAsync(
        Guid? agreementId,
        WireState state,
        Page page,
        Caller caller,
        CancellationToken token
    )
    {
        var agreements = Visible(caller);
        if (agreementId is { } id)
        {
            agreements = agreements.Where(agreement => agreement.Id == id);
            if (!await agreements.AnyAsync(token))
            {
                throw Refusals.NotFound("agreement", id.ToWire()).AsException();
            }
        }

        var today = clock.Today();
        var inForce = agreements.Where(agreement => !NotInForce.Contains(agreement.State)).Select(row => row.Id);
        var reports = db
            .Reports.Include(report => report.Spending)
            .AsNoTracking()
            .AsSplitQuery()
            .Where(report => inForce.Contains(report.AgreementId))
            .Where(InState(state, today));
        var found = await page.NewestFirstAsync(reports, report => report.Id, token);
        return new ListReportsResponse
        {
            Reports = { found.Items.Select(report => report.ToWire(today)) },
            Page = found.ToWire(),
        };
    }

    private IQueryable<Domain.Agreement> Visible(Caller caller) =>
        caller.MayReadAll || caller.IsService
            ? db.Agreements
            : db.Agreements.Where(agreement => agreement.OrganisationId == caller.OrganisationId);

    /// <summary>The same as <see cref="Report.State"/>, for the database.</summary>
    private static Expression<Func<Report, bool>> InState(WireState state, DateOnly today) =>
        state switch
        {
            WireState.NotDue => report => report.Stage == ReportStage.Planned && report.PeriodTo >= today,
            WireState.Due => report =>
                report.Stage == ReportStage.Planned && report.PeriodTo < today && report.DueOn >= today,
            WireState.Overdue => report => report.Stage == ReportStage.Planned && report.DueOn < today,
            WireState.Submitted => report => report.Stage == ReportStage.Submitted,
            WireState.SentBack => report => report.Stage == ReportStage.SentBack,
            WireState.Accepted => report => report.Stage == ReportStage.Accepted,
            _ => report => true,
        };
}
