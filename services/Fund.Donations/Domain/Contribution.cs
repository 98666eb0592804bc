using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>How the money came. The numbers are those of the wire.</summary>
public enum Channel
{
    Bank = 1,
    Campaign = 2,
    Cheque = 3,
    InPerson = 4,
}

/// <summary>What a contribution is worth in USD, and by which rate.</summary>
/// <param name="UnitsPerUsd">Units of the original currency for one USD.</param>
/// <param name="RateEffectiveDate">Date the rate came into force.</param>
/// <param name="Usd">The value, rounded half to even to the cent.</param>
/// <param name="SupportCost">Share set aside for support costs.</param>
public readonly record struct Valuation(decimal UnitsPerUsd, DateOnly RateEffectiveDate, Money Usd, Money SupportCost)
{
    /// <summary>Values an amount by the rate in force on its value date.</summary>
    /// <exception cref="RefusedException">AMOUNT_TOO_LARGE when the USD value does not fit.</exception>
    public static Valuation Of(Money amount, RateInForce rate, int supportCostBasisPoints)
    {
        var usd = amount.Currency.Equals(Currency.Usd) ? amount : amount.ConvertTo(Currency.Usd, rate.UnitsPerUsd);
        if (usd.MinorUnits > Contribution.LargestMinorUnits)
        {
            throw Refusals.AmountTooLarge("amount", amount.ToString()).AsException();
        }

        return new Valuation(
            rate.UnitsPerUsd,
            rate.EffectiveDate,
            usd,
            SupportCosts.ToSetAside(usd, supportCostBasisPoints)
        );
    }
}

/// <summary>Money received. Its amount never changes; its USD value comes with the rate, and a correction is named.</summary>
public sealed class Contribution
{
    /// <summary>
    /// Most minor units one amount may have: ten trillion dollars. Sums over years of such amounts still fit 64 bits.
    /// </summary>
    public const long LargestMinorUnits = 1_000_000_000_000_000;

    /// <summary>Characters an earmark may have.</summary>
    public const int LongestEarmark = 500;

    private Contribution() { }

    public Contribution(
        Guid donorId,
        Money amount,
        DateOnly valueDate,
        Channel channel,
        Guid? pledgeId,
        string earmark,
        DateTimeOffset recordedAt,
        Guid? bankEntryId = null,
        DateOnly? bookedOn = null,
        Guid? correctsId = null
    )
    {
        Id = OrderedIds.Next(recordedAt);
        DonorId = donorId;
        Amount = amount;
        ValueDate = valueDate;
        Channel = channel;
        PledgeId = pledgeId;
        Earmark = earmark;
        RecordedAt = recordedAt;
        BankEntryId = bankEntryId;
        BookedOn = bookedOn == valueDate ? null : bookedOn;
        CorrectsId = correctsId;
    }

    public Guid Id { get; private set; }

    public Guid DonorId { get; private set; }

    public Money Amount { get; private set; }

    public DateOnly ValueDate { get; private set; }

    public Channel Channel { get; private set; }

    public Guid? PledgeId { get; private set; }

    public string Earmark { get; private set; } = "";

    public DateTimeOffset RecordedAt { get; private set; }

    public Guid? BankEntryId { get; private set; }

    /// <summary>Day from which it counts in the books, when that is not its value date: it replaces another.</summary>
    public DateOnly? BookedOn { get; private set; }

    /// <summary>The reversed contribution that this one replaces; null for all others.</summary>
    public Guid? CorrectsId { get; private set; }

    /// <summary>Day from which it counts no more; null while it counts.</summary>
    public DateOnly? ReversedOn { get; private set; }

    public DateTimeOffset? ReversedAt { get; private set; }

    public string? ReversalReason { get; private set; }

    /// <summary>Day from which it counts in ledger, pledge and statement.</summary>
    public DateOnly CountsFrom => BookedOn ?? ValueDate;

    public bool IsReversed => ReversedOn is not null;

    /// <summary>File it was taken in from, or null.</summary>
    public Guid? ImportId { get; private set; }

    /// <summary>Null while it waits for a rate.</summary>
    public long? UsdCents { get; private set; }

    /// <summary>Set aside for support costs, USD cents; null while it waits for a rate.</summary>
    public long? SupportCostCents { get; private set; }

    public decimal? UnitsPerUsd { get; private set; }

    public DateOnly? RateEffectiveDate { get; private set; }

    public DateTimeOffset? ValuedAt { get; private set; }

    /// <summary>Notes the file it was taken in from.</summary>
    public void CameWith(Guid importId) => ImportId = importId;

    public bool AwaitsRate => UsdCents is null;

    public Money? UsdValue => UsdCents is { } cents ? Money.UsdCents(cents) : null;

    public Money SupportCost => Money.UsdCents(SupportCostCents ?? 0);

    /// <summary>Gives it its USD value, or another one when the rate turns out to have been different.</summary>
    public void Value(Valuation valuation, DateTimeOffset at)
    {
        UsdCents = valuation.Usd.MinorUnits;
        SupportCostCents = valuation.SupportCost.MinorUnits;
        UnitsPerUsd = valuation.UnitsPerUsd;
        RateEffectiveDate = valuation.RateEffectiveDate;

        // A correction does not make it newer: whatever it had a share in already, it keeps its share in.
        ValuedAt ??= at;
    }

    /// <summary>True when it counts at the end of a day.</summary>
    public bool CountsOn(DateOnly day) => CountsFrom <= day && !(ReversedOn <= day);

    /// <summary>Takes it back from a day on. It stays in its month, and what was decided before stands.</summary>
    /// <param name="reason">Why, 1 to 500 characters.</param>
    /// <param name="today">Day of the reversal; its own first day at the earliest.</param>
    /// <param name="at">Now.</param>
    /// <exception cref="RefusedException">CONTRIBUTION_REVERSED.</exception>
    public void Reverse(string reason, DateOnly today, DateTimeOffset at)
    {
        if (ReversedOn is { } on)
        {
            throw DonationRefusals.ContributionReversed(Id, on).AsException();
        }

        ReversedOn = today < CountsFrom ? CountsFrom : today;
        ReversedAt = at;
        ReversalReason = reason;
    }
}

/// <summary>A change of a contribution's USD value after it had one. Never changed.</summary>
public sealed class Revaluation
{
    private Revaluation() { }

    public Revaluation(Contribution before, Valuation after, DateOnly on)
    {
        Id = OrderedIds.Next();
        ContributionId = before.Id;
        RevaluedOn = on;
        OldUnitsPerUsd = before.UnitsPerUsd ?? throw new ArgumentException("It has no value yet.", nameof(before));
        OldRateEffectiveDate = before.RateEffectiveDate ?? before.ValueDate;
        OldUsdCents = before.UsdCents ?? 0;
        NewUnitsPerUsd = after.UnitsPerUsd;
        NewRateEffectiveDate = after.RateEffectiveDate;
        NewUsdCents = after.Usd.MinorUnits;
    }

    public Guid Id { get; private set; }

    public Guid ContributionId { get; private set; }

    /// <summary>Day of the correction, which it counts for.</summary>
    public DateOnly RevaluedOn { get; private set; }

    public decimal OldUnitsPerUsd { get; private set; }

    public DateOnly OldRateEffectiveDate { get; private set; }

    public long OldUsdCents { get; private set; }

    public decimal NewUnitsPerUsd { get; private set; }

    public DateOnly NewRateEffectiveDate { get; private set; }

    public long NewUsdCents { get; private set; }
}
