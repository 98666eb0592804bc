using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Clock work: gives contributions the value that new rates make of them, in steps that are committed one by one, so
/// that millions can wait and a process can end at any moment.
/// </summary>
public sealed class ValueContributions(DonationsDb db, TimeProvider clock) : IClockWork
{
    /// <summary>Contributions of one step.</summary>
    public const int AtOnce = 1000;

    public static string Name => "donations.value-contributions";

    /// <summary>Does all the work there is. What is refused is tried again at the next turn.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var waiting = await db.Set<RateValuation>()
            .Where(row => row.FinishedAt == null)
            .OrderBy(row => row.Id)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
        foreach (var id in waiting)
        {
            while (await StepAsync(id, cancellationToken)) { }
        }
    }

    /// <summary>Looks at the next contributions of a new rate in the running transaction.</summary>
    /// <returns>How many it looked at.</returns>
    /// <exception cref="RefusedException">WOULD_UNCOVER_OBLIGATIONS.</exception>
    public async Task<int> StepAsync(
        RateValuation valuation,
        ReferenceData references,
        CancellationToken cancellationToken
    )
    {
        var rows = await NextAsync(valuation, cancellationToken);
        if (rows.Count == 0)
        {
            valuation.Finish(clock.Moment());
            return 1;
        }

        var step = new Step(references, clock.Today(), await db.LastPostingsAsync(rows, cancellationToken));
        foreach (var contribution in rows)
        {
            step.Look(contribution, clock.Moment());
        }

        await PostAsync(step, cancellationToken);
        valuation.Step(rows[^1], step.Valued, step.Revaluations.Count, step.Difference);
        if (rows.Count < AtOnce)
        {
            valuation.Finish(clock.Moment());
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var contribution in rows)
        {
            // Memory stays flat while many are valued.
            db.Entry(contribution).State = EntityState.Detached;
        }

        return rows.Count;
    }

    private async Task<bool> StepAsync(Guid id, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.HoldReferencesAsync(cancellationToken);
            var valuation = await db.Set<RateValuation>().SingleAsync(row => row.Id == id, cancellationToken);
            await StepAsync(valuation, await db.ReadReferencesAsync(cancellationToken), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return valuation.FinishedAt is null;
        }
        catch (RefusedException e)
        {
            db.ChangeTracker.Clear();
            var stopped = await db.Set<RateValuation>().SingleAsync(row => row.Id == id, cancellationToken);
            stopped.Stop(e.Refusal.Sentence);
            await db.SaveChangesAsync(cancellationToken);
            return false;
        }
    }

    /// <summary>The next ones, locked so that nobody reverses them meanwhile.</summary>
    private async Task<List<Contribution>> NextAsync(RateValuation valuation, CancellationToken cancellationToken)
    {
        // The code as the column has it: compared as text, the index would not be used, and each step would read all.
        var ids = await db
            .Database.SqlQuery<Guid>(
                $"""
                select id from contributions
                where amount_currency = {valuation.CurrencyCode}::char(3) and amount_currency <> 'USD'
                    and (value_date, id) > ({valuation.AfterDate}, {valuation.AfterId}) and reversed_on is null
                order by value_date, id limit {AtOnce} for update
                """
            )
            .ToListAsync(cancellationToken);
        return await db
            .Contributions.Where(row => ids.Contains(row.Id))
            .OrderBy(row => row.ValueDate)
            .ThenBy(row => row.Id)
            .ToListAsync(cancellationToken);
    }

    private async Task PostAsync(Step step, CancellationToken cancellationToken)
    {
        if (step.Corrections.Count > 0)
        {
            var totals = await db.LockTotalsAsync(cancellationToken);
            var change = FundTotals.Of(step.Corrections);
            await db.ApplyAsync(totals, change, "Valuing by the new rate", cancellationToken);
        }

        if (step.Valuations.Count > 0)
        {
            db.BalanceAdditions.Add(new FundBalanceAddition(FundTotals.Of(step.Valuations)));
        }

        await db.PostAsync([.. step.Valuations, .. step.Corrections], clock.Moment(), cancellationToken);
        db.Revaluations.AddRange(step.Revaluations);
    }

    /// <summary>What one step makes of its contributions.</summary>
    private sealed class Step(ReferenceData references, DateOnly today, Dictionary<Guid, Guid> lastPostings)
    {
        public List<LedgerTransaction> Valuations { get; } = [];

        public List<LedgerTransaction> Corrections { get; } = [];

        public List<Revaluation> Revaluations { get; } = [];

        public int Valued { get; private set; }

        public Money Difference { get; private set; } = Money.Zero(Currency.Usd);

        public void Look(Contribution contribution, DateTimeOffset now)
        {
            if (references.ValuationOf(contribution) is not { } valuation || valuation.IsThatOf(contribution))
            {
                return;
            }

            if (contribution.AwaitsRate)
            {
                contribution.Value(valuation, now);
                var postedOn = references.PostingDate(contribution.CountsFrom);
                Valuations.AddRange(Postings.Valued(contribution, postedOn));
                Valued++;
                return;
            }

            // The support cost share keeps the percentage it was made with, which is that of the value date.
            var usd = valuation.Usd - Money.UsdCents(contribution.UsdCents ?? 0);
            Corrections.AddRange(
                Postings.Corrected(
                    contribution.Id,
                    references.PostingDate(today),
                    lastPostings.TryGetValue(contribution.Id, out var last) ? last : null,
                    usd,
                    valuation.SupportCost - contribution.SupportCost
                )
            );
            Difference += usd;
            Revaluations.Add(new Revaluation(contribution, valuation, today));
            contribution.Value(valuation, now);
        }
    }
}

/// <summary>Valuing by rates and settings.</summary>
internal static class Valuing
{
    /// <summary>What a contribution is worth; null while no rate is in force on its value date.</summary>
    public static Valuation? ValuationOf(this ReferenceData references, Contribution contribution) =>
        references.ValuationOf(contribution.Amount, contribution.ValueDate);

    /// <summary>What an amount of a value date is worth; null while no rate is in force on it.</summary>
    public static Valuation? ValuationOf(this ReferenceData references, Money amount, DateOnly valueDate) =>
        references.Rates.On(amount.Currency, valueDate) is { } rate
            ? Valuation.Of(amount, rate, references.Policy.SupportCostBasisPoints(valueDate))
            : null;

    /// <summary>True when the contribution has this rate already.</summary>
    public static bool IsThatOf(this Valuation valuation, Contribution contribution) =>
        valuation.IsBy(contribution.RateEffectiveDate, contribution.UnitsPerUsd);

    /// <summary>True when it was made by this rate.</summary>
    public static bool IsBy(this Valuation valuation, DateOnly? rateEffectiveDate, decimal? unitsPerUsd) =>
        valuation.RateEffectiveDate == rateEffectiveDate && valuation.UnitsPerUsd == unitsPerUsd;

    /// <summary>The newest transaction that gave each its USD value.</summary>
    public static async Task<Dictionary<Guid, Guid>> LastPostingsAsync(
        this DonationsDb db,
        IReadOnlyList<Contribution> contributions,
        CancellationToken cancellationToken
    )
    {
        var ids = contributions.Where(row => !row.AwaitsRate).Select(row => row.Id).ToArray();
        var rows = await db
            .Database.SqlQuery<LastPosting>(
                $"""
                select distinct on (cause_id) cause_id as "CauseId", transaction_id as "TransactionId"
                from ledger_entries
                where cause_id = any({ids}) and account = {Accounts.Received}
                order by cause_id, id desc
                """
            )
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(row => row.CauseId, row => row.TransactionId);
    }

    private sealed record LastPosting(Guid CauseId, Guid TransactionId);
}
