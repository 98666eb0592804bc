using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Takes in rates, from a file or typed, and gives their value to contributions that waited for them. A contribution
/// that was valued by an older rate, where the new one was in force on its value date, gets a correction.
/// </summary>
public sealed class TakeInRates(DonationsDb db, TimeProvider clock)
{
    private const int ContributionsAtOnce = 1000;

    /// <summary>What taking in rates did.</summary>
    public sealed record Outcome(int New, int Known, int Valued);

    /// <summary>Takes rates in, in the running transaction.</summary>
    /// <exception cref="RefusedException">RATE_IN_USE, or WOULD_UNCOVER_OBLIGATIONS when corrections would take away
    /// money that is promised.</exception>
    public async Task<Outcome> RunAsync(
        IReadOnlyList<FileRate> rates,
        string source,
        CancellationToken cancellationToken
    )
    {
        await db.LockReferencesAsync(cancellationToken);
        var changed = new List<FileRate>();
        var known = 0;
        foreach (var rate in rates)
        {
            if (await TakeInAsync(rate, source, cancellationToken))
            {
                changed.Add(rate);
            }
            else
            {
                known++;
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        var references = await db.ReadReferencesAsync(cancellationToken);
        var valued = 0;
        foreach (var group in changed.GroupBy(rate => rate.Currency.Code, StringComparer.Ordinal))
        {
            valued += await ValueWaitingAsync(group.Key, references, cancellationToken);
            await CorrectAsync(group.Key, group.Min(rate => rate.EffectiveDate), references, cancellationToken);
        }

        return new Outcome(changed.Count, known, valued);
    }

    /// <summary>True when the rate is new or replaces one that was never used.</summary>
    private async Task<bool> TakeInAsync(FileRate rate, string source, CancellationToken cancellationToken)
    {
        var (code, date) = (rate.Currency.Code, rate.EffectiveDate);
        var known = await db.Rates.SingleOrDefaultAsync(
            row => row.CurrencyCode == code && row.EffectiveDate == date,
            cancellationToken
        );
        if (known is null)
        {
            db.Rates.Add(new OperationalRate(code, date, rate.UnitsPerUsd, source, clock.GetUtcNow()));
            return true;
        }

        if (known.UnitsPerUsd == rate.UnitsPerUsd)
        {
            return false;
        }

        if (await IsUsedAsync(rate.Currency, date, cancellationToken))
        {
            throw DonationRefusals.RateKnownOtherwise(code, date, known.UnitsPerUsd, rate.UnitsPerUsd).AsException();
        }

        known.Replace(rate.UnitsPerUsd, source, clock.GetUtcNow());
        return true;
    }

    private async Task<bool> IsUsedAsync(Currency currency, DateOnly date, CancellationToken cancellationToken) =>
        await db.Contributions.AnyAsync(
            contribution => contribution.Amount.Currency == currency && contribution.RateEffectiveDate == date,
            cancellationToken
        )
        || await (
            from revaluation in db.Revaluations
            join contribution in db.Contributions on revaluation.ContributionId equals contribution.Id
            where contribution.Amount.Currency == currency && revaluation.OldRateEffectiveDate == date
            select revaluation.Id
        ).AnyAsync(cancellationToken);

    private async Task<int> ValueWaitingAsync(
        string currencyCode,
        ReferenceData references,
        CancellationToken cancellationToken
    )
    {
        var currency = Currency.Parse(currencyCode);
        var valued = 0;
        var after = Guid.Empty;
        while (true)
        {
            var waiting = await db
                .Contributions.Where(row =>
                    row.UsdCents == null && row.ReversedOn == null && row.Amount.Currency == currency && row.Id > after
                )
                .OrderBy(row => row.Id)
                .Take(ContributionsAtOnce)
                .ToListAsync(cancellationToken);
            if (waiting.Count == 0)
            {
                return valued;
            }

            after = waiting[^1].Id;
            var transactions = new List<LedgerTransaction>();
            foreach (var contribution in waiting)
            {
                if (ValuationBy(references, contribution) is { } valuation)
                {
                    contribution.Value(valuation, clock.GetUtcNow());
                    transactions.AddRange(
                        Postings.Valued(contribution, references.PostingDate(contribution.CountsFrom))
                    );
                    valued++;
                }
            }

            await db.PostAsync(transactions, clock.GetUtcNow(), cancellationToken);
            if (transactions.Count > 0)
            {
                db.BalanceAdditions.Add(new FundBalanceAddition(FundTotals.Of(transactions)));
            }

            await SaveAndForgetAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Contributions whose rate is no longer the newest on their value date: the difference becomes a correction. The
    /// support cost share keeps the percentage it was made with, which is that of the value date.
    /// </summary>
    private async Task CorrectAsync(
        string currencyCode,
        DateOnly from,
        ReferenceData references,
        CancellationToken cancellationToken
    )
    {
        var currency = Currency.Parse(currencyCode);
        var today = clock.Today();
        var after = Guid.Empty;
        while (true)
        {
            var rows = await db
                .Contributions.Where(row =>
                    row.Amount.Currency == currency
                    && row.ValueDate >= from
                    && row.UsdCents != null
                    && row.ReversedOn == null
                    && row.Id > after
                )
                .OrderBy(row => row.Id)
                .Take(ContributionsAtOnce)
                .ToListAsync(cancellationToken);
            if (rows.Count == 0)
            {
                return;
            }

            after = rows[^1].Id;
            await CorrectAsync(rows, today, references, cancellationToken);
            await SaveAndForgetAsync(cancellationToken);
        }
    }

    private async Task CorrectAsync(
        List<Contribution> rows,
        DateOnly today,
        ReferenceData references,
        CancellationToken cancellationToken
    )
    {
        var transactions = new List<LedgerTransaction>();
        foreach (var contribution in rows)
        {
            if (
                ValuationBy(references, contribution) is not { } valuation
                || valuation.RateEffectiveDate == contribution.RateEffectiveDate
            )
            {
                continue;
            }

            var usd = valuation.Usd - Money.UsdCents(contribution.UsdCents ?? 0);
            var supportCost = valuation.SupportCost - contribution.SupportCost;
            var corrected = await LastTransactionAsync(contribution.Id, cancellationToken);
            transactions.AddRange(Postings.Corrected(contribution.Id, today, corrected, usd, supportCost));
            db.Revaluations.Add(new Revaluation(contribution, valuation, today));
            contribution.Value(valuation, clock.GetUtcNow());
        }

        if (transactions.Count > 0)
        {
            await db.PostAsync(transactions, clock.GetUtcNow(), cancellationToken);
            var totals = await db.LockTotalsAsync(cancellationToken);
            await db.ApplyAsync(totals, FundTotals.Of(transactions), "Valuing by the new rate", cancellationToken);
        }
    }

    private Task<Guid?> LastTransactionAsync(Guid contributionId, CancellationToken cancellationToken) =>
        db
            .LedgerEntries.Where(entry => entry.CauseId == contributionId && entry.Account == Accounts.Received)
            .OrderByDescending(entry => entry.Id)
            .Select(entry => (Guid?)entry.TransactionId)
            .FirstOrDefaultAsync(cancellationToken);

    private static Valuation? ValuationBy(ReferenceData references, Contribution contribution) =>
        references.Rates.On(contribution.Amount.Currency, contribution.ValueDate) is { } rate
            ? Valuation.Of(contribution.Amount, rate, references.Policy.SupportCostBasisPoints(contribution.ValueDate))
            : null;

    /// <summary>Keeps memory flat while many contributions are valued.</summary>
    private async Task SaveAndForgetAsync(CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }
}
