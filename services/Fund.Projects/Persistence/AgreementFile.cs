using System.Data;
using Fund.Kernel;
using Fund.Projects.Domain;
using Microsoft.EntityFrameworkCore;

namespace Fund.Projects.Persistence;

/// <summary>An agreement with all that a decision about it needs.</summary>
public sealed record AgreementFile(Agreement Agreement, Organisation Organisation, Policy Policy);

/// <summary>Loads agreements whole: rules look at instalments and reports together.</summary>
public static class AgreementFiles
{
    /// <summary>
    /// Loads an agreement to change it, within the running transaction. Its row is locked, so that two people who act
    /// at the same moment act one after the other, and its organisation's row is held as it is, so that a red flag
    /// recorded at the same moment comes either before the decision or after it.
    /// </summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<AgreementFile> OpenAgreementAsync(
        this ProjectsDb db,
        Guid agreementId,
        CancellationToken cancellationToken
    )
    {
        var organisations = await db
            .Database.SqlQuery<Guid>(
                $"""select organisation_id as "Value" from agreements where id = {agreementId} for update"""
            )
            .ToListAsync(cancellationToken);
        if (organisations is not [var organisationId])
        {
            throw Refusals.NotFound("agreement", agreementId.ToString("D")).AsException();
        }

        await db.Database.ExecuteSqlAsync(
            $"select 1 from organisations where id = {organisationId} for share",
            cancellationToken
        );
        var agreement = await db.WholeAgreements().SingleAsync(row => row.Id == agreementId, cancellationToken);
        var organisation = await db.WholeOrganisations()
            .SingleAsync(row => row.Id == organisationId, cancellationToken);
        return new AgreementFile(agreement, organisation, await db.PolicyAsync(cancellationToken));
    }

    /// <summary>Loads the agreement of an instalment to change it.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<AgreementFile> OpenByInstalmentAsync(
        this ProjectsDb db,
        Guid instalmentId,
        CancellationToken cancellationToken
    )
    {
        var agreements = db.Instalments.Where(row => row.Id == instalmentId).Select(row => (Guid?)row.AgreementId);
        return await agreements.SingleOrDefaultAsync(cancellationToken) is { } agreementId
            ? await db.OpenAgreementAsync(agreementId, cancellationToken)
            : throw Refusals.NotFound("instalment", instalmentId.ToString("D")).AsException();
    }

    /// <summary>Loads the agreement of a report to change it.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<AgreementFile> OpenByReportAsync(
        this ProjectsDb db,
        Guid reportId,
        CancellationToken cancellationToken
    )
    {
        var agreements = db.Reports.Where(row => row.Id == reportId).Select(row => (Guid?)row.AgreementId);
        return await agreements.SingleOrDefaultAsync(cancellationToken) is { } agreementId
            ? await db.OpenAgreementAsync(agreementId, cancellationToken)
            : throw Refusals.NotFound("report", reportId.ToString("D")).AsException();
    }

    /// <summary>Runs a read that takes several queries on one state of the database.</summary>
    public static async Task<T> ReadAsync<T>(
        this ProjectsDb db,
        Func<CancellationToken, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        var result = await read(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>Loads who did what with an agreement, for rules about who may do the next step.</summary>
    public static Task LoadStepsAsync(this ProjectsDb db, Agreement agreement, CancellationToken cancellationToken) =>
        db.Entry(agreement).Collection(nameof(Agreement.Steps)).LoadAsync(cancellationToken);

    /// <summary>Loads who did what with a report, for rules about who may do the next step.</summary>
    public static Task LoadStepsAsync(this ProjectsDb db, Report report, CancellationToken cancellationToken) =>
        db.Entry(report).Collection(nameof(Report.Steps)).LoadAsync(cancellationToken);

    /// <summary>Agreements with everything below them that a rule or an answer needs.</summary>
    public static IQueryable<Agreement> WholeAgreements(this ProjectsDb db) =>
        db
            .Agreements.Include(agreement => agreement.Budget)
            .Include(agreement => agreement.Instalments)
                .ThenInclude(instalment => instalment.Steps)
            .Include(agreement => agreement.Instalments)
                .ThenInclude(instalment => instalment.Payment)
            .Include(agreement => agreement.Reports)
                .ThenInclude(report => report.Spending)
            .AsSplitQuery();

    /// <summary>Organisations with their bank accounts; a handful of rows each.</summary>
    public static IQueryable<Organisation> WholeOrganisations(this ProjectsDb db) =>
        db
            .Organisations.Include(organisation => organisation.BankAccounts)
                .ThenInclude(account => account.Verifications)
            .AsSplitQuery();
}
