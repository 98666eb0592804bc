using Fund.Donations.Domain;
using Fund.Donations.Domain.Statements;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Statements;
using Npgsql;

namespace Fund.Donations.Features;

/// <summary>Makes the one thing that the answer, the CSV file and the PDF file of a statement are made of.</summary>
public sealed class StatementMaker(DonationsDb db, NpgsqlDataSource source, TimeProvider clock)
{
    internal async Task<StatementDocument> MakeAsync(
        Donor donor,
        StatementQuestion question,
        CancellationToken cancellationToken
    )
    {
        var today = clock.Today();
        var rows = await StatementRows.ReadAsync(source, donor.Id, question.From, question.To, cancellationToken);
        var number =
            rows.Number ?? await db.GiveAsync(donor.Id, question.From, question.To, today.Year, cancellationToken);
        return new StatementDocument(
            number,
            donor,
            question.From,
            question.To,
            question.Spoken(donor.Language),
            today,
            DonorStatement.Of(rows.Events, question.From, question.To) with
            {
                InKind = await db.InKindAsync(rows.InKind, cancellationToken),
            }
        );
    }

    /// <summary>The figures alone, without a number of their own.</summary>
    internal async Task<DonorStatement> FiguresAsync(
        Guid donorId,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken
    ) =>
        DonorStatement.Of(
            (await StatementRows.ReadAsync(source, donorId, from, to, cancellationToken)).Events,
            from,
            to
        );
}
