using Fund.Donations.Domain;
using Fund.Donations.Domain.Statements;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Asks for the statements of all donors with activity in a year. It only notes who they are; clock work makes the
/// statements. While one batch of a year runs, asking again gives that one.
/// </summary>
public sealed class StartStatementBatch(DonationsDb db, TimeProvider clock)
{
    private const int FirstYear = 1990;

    public Task<V1.StartStatementBatchResponse> HandleAsync(
        V1.StartStatementBatchRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var language = StatementQuestion.LanguageOf(check, request.Language);
        var thisYear = clock.Today().Year;
        check.That(
            request.Year >= FirstYear && request.Year <= thisYear,
            "year",
            $"The year {request.Year} cannot be asked for; it is from {FirstYear} to {thisYear}."
        );
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var batch =
                    await RunningAsync(request.Year, token) ?? await StartAsync(request, language, caller, token);
                return new V1.StartStatementBatchResponse { Batch = await db.ToWireAsync(batch, token) };
            },
            cancellationToken
        );
    }

    private async Task<StatementBatch?> RunningAsync(int year, CancellationToken token)
    {
        // One at a time may start for a year; the others then see it.
        await db.Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended('statement batches', {year}))",
            token
        );
        return await db.Set<StatementBatch>()
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.Year == year && row.FinishedAt == null, token);
    }

    private async Task<StatementBatch> StartAsync(
        V1.StartStatementBatchRequest request,
        string language,
        Caller caller,
        CancellationToken token
    )
    {
        var batch = new StatementBatch(
            request.Year,
            language.Length > 0 ? StatementWords.Spoken(language) : "",
            caller.Subject,
            clock.Moment()
        );
        db.Add(batch);
        await db.SaveChangesAsync(token);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into statement_batch_items (batch_id, position, donor_id, donor_name, state, problem)
            select {batch.Id}, row_number() over (order by d.search_name, d.id), d.id, d.name, 'Waiting', ''
            from donors d
            where exists (
                    select from contributions c where c.donor_id = d.id
                        and (c.value_date between {batch.From} and {batch.To}
                            or c.booked_on between {batch.From} and {batch.To}
                            or c.reversed_on between {batch.From} and {batch.To}))
                or exists (
                    select from pledges p where p.donor_id = d.id
                        and (p.pledged_on between {batch.From} and {batch.To}
                            or p.cancelled_on between {batch.From} and {batch.To}))
                or exists (
                    select from revaluations r join contributions c on c.id = r.contribution_id
                    where c.donor_id = d.id and r.revalued_on between {batch.From} and {batch.To})
            """,
            token
        );
        return batch;
    }
}
