using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Takes in rates, from a file or typed, and gives their value to contributions that waited for them. A contribution
/// that was valued by an older or corrected rate, where the new one was in force on its value date, gets a correction.
/// Where many are concerned the request does the first ones and the clock the rest.
/// </summary>
public sealed class TakeInRates(DonationsDb db, ValueContributions values, PreviewRates preview, TimeProvider clock)
{
    /// <summary>Most contributions that a request looks at itself.</summary>
    public const int MostInRequest = 2 * ValueContributions.AtOnce;

    /// <summary>What taking in rates did.</summary>
    /// <param name="New">Rates that were not known.</param>
    /// <param name="Known">Rates known with the same value.</param>
    /// <param name="Valued">Contributions that waited and are valued.</param>
    /// <param name="Corrected">Contributions that got another value.</param>
    /// <param name="Difference">What the corrections add, USD.</param>
    /// <param name="More">True when the clock does the rest.</param>
    /// <param name="Problems">Rates that were left out because contributions are valued with another one.</param>
    public sealed record Outcome(
        int New,
        int Known,
        int Valued,
        int Corrected,
        Money Difference,
        bool More,
        IReadOnlyList<RateRowProblem> Problems
    );

    /// <summary>Takes rates in, in the running transaction.</summary>
    /// <param name="rates">At most one for a currency and date.</param>
    /// <param name="source">"file" or "typed".</param>
    /// <param name="reason">Why a rate in use is corrected; empty when none may be.</param>
    /// <param name="leaveOut">True to leave out what would correct a rate in use, instead of refusing all.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <exception cref="RefusedException">RATE_IN_USE, or WOULD_UNCOVER_OBLIGATIONS when corrections would take away
    /// money that is promised.</exception>
    public async Task<Outcome> RunAsync(
        IReadOnlyList<FileRate> rates,
        string source,
        string reason,
        bool leaveOut,
        CancellationToken cancellationToken
    )
    {
        await db.LockReferencesAsync(cancellationToken);
        var (changed, problems) = (new List<FileRate>(), new List<RateRowProblem>());
        foreach (var rate in rates)
        {
            try
            {
                if (await TakeInAsync(rate, source, reason, cancellationToken))
                {
                    changed.Add(rate);
                }
            }
            catch (RefusedException e) when (leaveOut)
            {
                problems.Add(
                    new RateRowProblem(rate.Line, "rate", DonationRefusals.Plain(rate.UnitsPerUsd), e.Refusal.Sentence)
                );
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        var work = await WorkAsync(changed, cancellationToken);
        return new Outcome(
            changed.Count,
            rates.Count - changed.Count - problems.Count,
            (int)work.Sum(row => row.Valued),
            (int)work.Sum(row => row.Corrected),
            Money.UsdCents(work.Sum(row => row.DifferenceCents)),
            work.Exists(row => row.FinishedAt is null),
            problems
        );
    }

    /// <summary>Values the first contributions concerned, and leaves the rest to the clock.</summary>
    private async Task<List<RateValuation>> WorkAsync(List<FileRate> changed, CancellationToken cancellationToken)
    {
        var references = await db.ReadReferencesAsync(cancellationToken);
        var work = changed
            .GroupBy(rate => rate.Currency.Code, StringComparer.Ordinal)
            .Select(group => new RateValuation(group.Key, group.Min(rate => rate.EffectiveDate), clock.Moment()))
            .ToList();
        var left = MostInRequest;
        foreach (var valuation in work)
        {
            while (valuation.FinishedAt is null && left > 0)
            {
                left -= await values.StepAsync(valuation, references, cancellationToken);
            }
        }

        if (work.Exists(row => row.FinishedAt is null))
        {
            // What the clock is going to do must be possible now.
            await preview.RequireCoveredAsync(work, references, cancellationToken);
        }

        // Most rates of a file concern nobody, and leave nothing to remember.
        work.RemoveAll(row => row.FinishedAt is not null && row.Valued + row.Corrected == 0);
        db.AddRange(work);
        return work;
    }

    /// <summary>True when the rate is new, or takes the place of another.</summary>
    private async Task<bool> TakeInAsync(
        FileRate rate,
        string source,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var (code, date) = (rate.Currency.Code, rate.EffectiveDate);
        var known = await db.Rates.SingleOrDefaultAsync(
            row => row.CurrencyCode == code && row.EffectiveDate == date,
            cancellationToken
        );
        if (known is null)
        {
            db.Rates.Add(new OperationalRate(code, date, rate.UnitsPerUsd, source, clock.Moment()));
            return true;
        }

        if (known.UnitsPerUsd == rate.UnitsPerUsd)
        {
            return false;
        }

        if (!await db.IsUsedAsync(rate.Currency, date, cancellationToken))
        {
            known.Replace(rate.UnitsPerUsd, source, clock.Moment());
            return true;
        }

        if (reason.Length == 0)
        {
            throw DonationRefusals.RateKnownOtherwise(code, date, known.UnitsPerUsd, rate.UnitsPerUsd).AsException();
        }

        // Out of its place first: one rate holds for a currency and date.
        known.Supersede(clock.Moment());
        await db.SaveChangesAsync(cancellationToken);
        db.Rates.Add(new OperationalRate(code, date, rate.UnitsPerUsd, source, clock.Moment(), reason));
        return true;
    }
}

/// <summary>Whether a rate is in use.</summary>
internal static class RateUse
{
    /// <summary>True when a contribution is, or once was, valued with the rate of that date.</summary>
    public static async Task<bool> IsUsedAsync(
        this DonationsDb db,
        Currency currency,
        DateOnly date,
        CancellationToken cancellationToken
    ) =>
        await db.Contributions.AnyAsync(
            contribution =>
                contribution.Amount.Currency == currency
                && contribution.ValueDate >= date
                && contribution.RateEffectiveDate == date,
            cancellationToken
        )
        || await (
            from revaluation in db.Revaluations
            join contribution in db.Contributions on revaluation.ContributionId equals contribution.Id
            where contribution.Amount.Currency == currency && revaluation.OldRateEffectiveDate == date
            select revaluation.Id
        ).AnyAsync(cancellationToken);
}
