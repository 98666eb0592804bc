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
            effects.Add(await EffectAsync(group.Key, from, Guid.Empty, then, cancellationToken));
        }

        return effects;
    }

    /// <summary>True when everything obliged stays covered by money received.</summary>
    public async Task<bool> IsCoveredAsync(IReadOnlyList<Effect> effects, CancellationToken cancellationToken)
    {
        var totals = await db.ReadTotalsAsync(cancellationToken);
        return Sum(totals, effects) is { Free: >= 0, SupportCostsSetAside: >= 0 };
    }

    /// <summary>Passes when what is left of the work would leave everything obliged covered.</summary>
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
            effects.Add(await EffectAsync(row.CurrencyCode, row.FromDate, row.AfterId, references, cancellationToken));
        }

        var totals = await db.ReadTotalsAsync(cancellationToken);
        FundBalances.Covered(totals, Sum(FundTotals.Zero, effects), "Valuing by the new rate");
    }

    private static FundTotals Sum(FundTotals totals, IEnumerable<Effect> effects) =>
        effects.Aggregate(totals, (sum, effect) => sum + effect.Change);

    private async Task<Effect> EffectAsync(
        string currencyCode,
        DateOnly from,
        Guid after,
        ReferenceData references,
        CancellationToken cancellationToken
    )
    {
        var currency = Currency.Parse(currencyCode);
        var effect = new Effect(currencyCode, 0, 0, 0, 0, 0, FundTotals.Zero);
        var rows = db
            .Contributions.AsNoTracking()
            .Where(row =>
                row.Amount.Currency == currency && row.ValueDate >= from && row.Id > after && row.ReversedOn == null
            )
            .AsAsyncEnumerable();
        await foreach (var contribution in rows.WithCancellation(cancellationToken))
        {
            effect = After(effect, contribution, references);
        }

        return effect;
    }

    private static Effect After(Effect effect, Contribution contribution, ReferenceData references)
    {
        if (references.ValuationOf(contribution) is not { } valuation || valuation.IsThatOf(contribution))
        {
            return effect;
        }

        var old = contribution.UsdCents ?? 0;
        var change =
            effect.Change
            + new FundTotals
            {
                Received = valuation.Usd.MinorUnits - old,
                SupportCostsSetAside = (valuation.SupportCost - contribution.SupportCost).MinorUnits,
            };
        return contribution.AwaitsRate
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
}
