using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>
/// Programme support costs: a share of expenditure (ST/AI/286), provided for when money comes in so that what was set
/// aside always covers what will be charged. See services/decisions/0006-programme-support-costs-at-receipt.md.
/// </summary>
public static class SupportCosts
{
    /// <summary>
    /// What must be set aside of a receipt so that the rest can be spent with its support costs: of 113 received, 13.
    /// Rounded up to the cent.
    /// </summary>
    /// <param name="received">USD, not negative.</param>
    /// <param name="basisPoints">Hundredths of a percent of expenditure.</param>
    public static Money ToSetAside(Money received, int basisPoints)
    {
        var whole = 10_000L + basisPoints;
        var share = (Int128)received.MinorUnits * basisPoints;
        return Money.UsdCents((long)((share + whole - 1) / whole));
    }

    /// <summary>
    /// What a disbursement is charged: its share rounded half to even, but never more than was set aside.
    /// </summary>
    /// <param name="disbursed">USD.</param>
    /// <param name="basisPoints">Hundredths of a percent.</param>
    /// <param name="setAside">Set aside and not charged yet, USD.</param>
    public static Money ToCharge(Money disbursed, int basisPoints, Money setAside)
    {
        var due = disbursed.Share(basisPoints);
        return due <= setAside ? due : setAside;
    }
}
