using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>The Fund's position at the end of a date. Available is always the sum of the other parts.</summary>
/// <param name="AsOf">Date of the position.</param>
/// <param name="Totals">Sums of the ledger up to and including that date.</param>
/// <param name="PolicyReserveCents">Operating reserve by policy on that date, USD cents.</param>
/// <param name="MinimumForNewCallCents">Least that must be available for a new call, USD cents.</param>
/// <param name="ContributionsAwaitingRate">Contributions that count nowhere in the totals.</param>
public sealed record Position(
    DateOnly AsOf,
    FundTotals Totals,
    long PolicyReserveCents,
    long MinimumForNewCallCents,
    int ContributionsAwaitingRate
)
{
    public Money Received => Money.UsdCents(Totals.Received);

    /// <summary>Charged, plus set aside for what is not spent yet.</summary>
    public Money ProgrammeSupportCosts => Money.UsdCents(Totals.SupportCostsSetAside + Totals.SupportCostsCharged);

    /// <summary>By policy, plus what published totals say was held back.</summary>
    public Money OperatingReserve => Money.UsdCents(PolicyReserveCents + Totals.HeldBack);

    public Money Reserved => Money.UsdCents(Totals.Reserved);

    public Money Committed => Money.UsdCents(Totals.Committed);

    public Money Disbursed => Money.UsdCents(Totals.Disbursed);

    public Money Refunded => Money.UsdCents(Totals.Refunded);

    /// <summary>What a new call may reserve; negative when the reserve is not covered.</summary>
    public Money Available =>
        Received - ProgrammeSupportCosts - OperatingReserve - Reserved - Committed - Disbursed + Refunded;

    public Money MinimumForNewCall => Money.UsdCents(MinimumForNewCallCents);
}
