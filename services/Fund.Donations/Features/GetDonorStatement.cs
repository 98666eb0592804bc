using System.Globalization;
using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// A donor's statement for any range of dates: what was outstanding, what happened, what is outstanding. The same
/// question keeps its number; a range cut in two gives two statements that add up to the whole.
/// </summary>
public sealed class GetDonorStatement(DonationsDb db, TimeProvider clock)
{
    public async Task<V1.GetDonorStatementResponse> HandleAsync(
        V1.GetDonorStatementRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var donorId = check.Id("donor_id", request.DonorId);
        var from = check.Date("from_date", request.FromDate);
        var to = check.Date("to_date", request.ToDate);
        if (check.IsFine && to < from)
        {
            check.Add(DonationRefusals.RangeReversed(from, to));
        }

        check.ThrowIfAny();
        var donor = await db.SeenDonorAsync(caller, donorId, cancellationToken);
        var number = await NumberAsync(donorId, from, to, cancellationToken);
        var events = await ReadAsync(donorId, from, to, cancellationToken);
        var statement = DonorStatement.Of(events, from, to);
        return new V1.GetDonorStatementResponse
        {
            Statement = new V1.DonorStatement
            {
                Number = number,
                Donor = donor.ToWire([]),
                FromDate = from.ToWire(),
                ToDate = to.ToWire(),
                OpeningOutstanding = { statement.Opening.Select(money => money.ToWire()) },
                Lines = { statement.Lines.Select(ToWire) },
                ClosingOutstanding = { statement.Closing.Select(money => money.ToWire()) },
                Contributed = { statement.Contributed.Select(money => money.ToWire()) },
                ContributedUsd = statement.ContributedUsd.ToWire(),
            },
        };
    }

    private static V1.StatementLine ToWire(DonorStatement.Line line) =>
        new()
        {
            Date = line.Date.ToWire(),
            Kind = line.Kind,
            Id = line.Id.ToWire(),
            Amount = line.Amount?.ToWire(),
            Rate = line.Rate,
            UsdValue = line.Usd?.ToWire(),
            Description = line.Description,
        };

    /// <summary>All pledges of the donor, the contributions of the range, and those that pay a pledge.</summary>
    private async Task<DonorStatement.Events> ReadAsync(
        Guid donorId,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken
    )
    {
        var pledges = await db
            .Pledges.AsNoTracking()
            .Where(pledge => pledge.DonorId == donorId && pledge.PledgedOn <= to)
            .ToListAsync(cancellationToken);
        var contributions = await db
            .Contributions.AsNoTracking()
            .Where(row =>
                row.DonorId == donorId && row.ValueDate <= to && (row.ValueDate >= from || row.PledgeId != null)
            )
            .ToListAsync(cancellationToken);
        var revaluations = await (
            from revaluation in db.Revaluations.AsNoTracking()
            join contribution in db.Contributions on revaluation.ContributionId equals contribution.Id
            where contribution.DonorId == donorId
            select new { Revaluation = revaluation, Contribution = contribution }
        ).ToListAsync(cancellationToken);
        return new DonorStatement.Events(
            pledges,
            contributions,
            [.. revaluations.Select(row => (row.Revaluation, row.Contribution))]
        );
    }

    private async Task<string> NumberAsync(
        Guid donorId,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken
    )
    {
        var known = await FindNumberAsync(donorId, from, to, cancellationToken);
        if (known is null)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var year = clock.GetUtcNow().Year;

            // One at a time within a year, so that numbers have no gaps and nobody gets two.
            await db.Database.ExecuteSqlAsync(
                $"select pg_advisory_xact_lock(hashtextextended('statement numbers', {year}))",
                cancellationToken
            );
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into statement_numbers (donor_id, from_date, to_date, year, number)
                select {donorId}, {from}, {to}, {year}, coalesce(max(number), 0) + 1
                from statement_numbers where year = {year}
                on conflict (donor_id, from_date, to_date) do nothing
                """,
                cancellationToken
            );
            await transaction.CommitAsync(cancellationToken);
            known = await FindNumberAsync(donorId, from, to, cancellationToken);
        }

        return known ?? throw new InvalidOperationException("A statement number vanished after it was given.");
    }

    private async Task<string?> FindNumberAsync(
        Guid donorId,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken
    )
    {
        var row = await db
            .StatementNumbers.AsNoTracking()
            .SingleOrDefaultAsync(
                number => number.DonorId == donorId && number.FromDate == from && number.ToDate == to,
                cancellationToken
            );
        return row is null
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"S-{row.Year:0000}-{row.Number:000000}");
    }
}
