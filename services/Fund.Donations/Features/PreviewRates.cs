using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Works out what new rates would make of contributions, one after the other as they come from the database, exactly as
/// they would be valued. Nothing is changed, and memory stays flat.
/// </summary>
public sealed class PreviewRates(DonationsDb db)
{
    /// <summary>What new rates do to one currency.</summary>
    /// <param name="CurrencyCode">ISO 4217.</param>
    /// <param name="Valued">Contributions that waited.</param>
    /// <param name="ValuedCents">What they are worth, USD cents.</param>
    /// <param name="Corrected">Contributions that get another value.</param>
    /// <param name="OldCents">What these are worth now.</param>
    /// <param name="NewCents">What they are worth then.</param>
    /// <param name="Change">What it does to the running totals.</param>
    public sealed record Effect(
        string CurrencyCode,
        int Valued,
        long ValuedCents,
        int Corrected,
        long OldCents,
        long NewCents,
        FundTotals Change
    )
    {
        public V1.RateEffect ToWire() =>
            new()
            {
                CurrencyCode = CurrencyCode,
                Valued = Valued,
                ValuedUsd = Money.UsdCents(ValuedCents).ToWire(),
                Corrected = Corrected,
                OldUsd = Money.UsdCents(OldCents).ToWire(),
                NewUsd = Money.UsdCents(NewCents).ToWire(),
                Difference = Money.UsdCents(NewCents - OldCents).ToWire(),
            };
    }

    /// <summary>What rates would do that are not recorded.</summary>
    public async Task<IReadOnlyList<Effect>> OfAsync(IReadOnlyList<FileRate> rates, CancellationToken cancellationToken)
    {
        var now = await db.ReadReferencesAsync(cancellationToken);
        var then = now with
        {
            Rates = now.Rates.With(
                rates.Select(rate => (rate.Currency.Code, new RateInForce(rate.UnitsPerUsd, rate.EffectiveDate)))
            ),
        };
        var effects = new List<Effect>();
        foreach (var group in rates.GroupBy(rate => rate.Currency.Code, StringComparer.Ordinal))
        {
            var from = group.Min(rate => rate.EffectiveDate);
            effects.Add(await EffectAsync(After(group.Key, from, Guid.Empty), group.Key, then, cancellationToken));
        }

        return effects;
    }

    /// <summary>True when everything obliged stays covered by money received.</summary>
    public async Task<bool> IsCoveredAsync(IReadOnlyList<Effect> effects, CancellationToken cancellationToken)
    {
        var totals = await db.ReadTotalsAsync(cancellationToken);
        return Sum(totals, effects) is { Free: >= 0, SupportCostsSetAside: >= 0 };
    }

    /// <summary>
    /// Passes when what is left of the work would leave everything obliged covered. What waits for its first value can
    /// only add money, so only what has a value already is looked at.
    /// </summary>
    /// <exception cref="RefusedException">WOULD_UNCOVER_OBLIGATIONS.</exception>
    public async Task RequireCoveredAsync(
        IReadOnlyList<RateValuation> work,
        ReferenceData references,
        CancellationToken cancellationToken
    )
    {
        var effects = new List<Effect>();
        foreach (var row in work.Where(row => row.FinishedAt is null))
        {
            var valued = After(row.CurrencyCode, row.AfterDate, row.AfterId).Where(given => given.UsdCents != null);
            effects.Add(await EffectAsync(valued, row.CurrencyCode, references, cancellationToken));
        }

        var totals = await db.ReadTotalsAsync(cancellationToken);
        FundBalances.Covered(totals, Sum(FundTotals.Zero, effects), "Valuing by the new rate");
    }

    private static FundTotals Sum(FundTotals totals, IEnumerable<Effect> effects) =>
        effects.Aggregate(totals, (sum, effect) => sum + effect.Change);

    /// <summary>Contributions of a currency after one of them, or from a date on.</summary>
    private IQueryable<Contribution> After(string currencyCode, DateOnly date, Guid id)
    {
        var currency = Currency.Parse(currencyCode);
        return db.Contributions.Where(row =>
            row.Amount.Currency == currency
            && EF.Functions.GreaterThan(ValueTuple.Create(row.ValueDate, row.Id), ValueTuple.Create(date, id))
            && row.ReversedOn == null
        );
    }

    private static async Task<Effect> EffectAsync(
        IQueryable<Contribution> contributions,
        string currencyCode,
        ReferenceData references,
        CancellationToken cancellationToken
    )
    {
        var currency = Currency.Parse(currencyCode);
        var effect = new Effect(currencyCode, 0, 0, 0, 0, 0, FundTotals.Zero);

        // Of a million, only what a value is made of.
        var rows = contributions.Select(row => new Given(
            row.Amount.MinorUnits,
            row.ValueDate,
            row.UsdCents,
            row.SupportCostCents,
            row.UnitsPerUsd,
            row.RateEffectiveDate
        ));
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (
                references.ValuationOf(new Money(row.Minor, currency), row.ValueDate) is { } valuation
                && !valuation.IsBy(row.RateEffectiveDate, row.UnitsPerUsd)
            )
            {
                effect = After(effect, row, valuation);
            }
        }

        return effect;
    }

    private static Effect After(Effect effect, Given row, Valuation valuation)
    {
        var old = row.UsdCents ?? 0;
        var change =
            effect.Change
            + new FundTotals
            {
                Received = valuation.Usd.MinorUnits - old,
                SupportCostsSetAside = valuation.SupportCost.MinorUnits - (row.SupportCostCents ?? 0),
            };
        return row.UsdCents is null
            ? effect with
            {
                Valued = effect.Valued + 1,
                ValuedCents = checked(effect.ValuedCents + valuation.Usd.MinorUnits),
                Change = change,
            }
            : effect with
            {
                Corrected = effect.Corrected + 1,
                OldCents = checked(effect.OldCents + old),
                NewCents = checked(effect.NewCents + valuation.Usd.MinorUnits),
                Change = change,
            };
    }

    /// <summary>What the value of a contribution is made of.</summary>
    private sealed record Given(
        long Minor,
        DateOnly ValueDate,
        long? UsdCents,
        long? SupportCostCents,
        decimal? UnitsPerUsd,
        DateOnly? RateEffectiveDate
    );
}
