using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>What staff may set without a new version of the program; see the settings table for the sources.</summary>
/// <param name="SecondApprovalFrom">USD from which an instalment needs two approvals.</param>
/// <param name="VariationBasisPoints">Departure from a category's budget that needs no explanation: 1,500 is 15 %.</param>
/// <param name="DurationToleranceMonths">Months that terms may be longer than awarded.</param>
/// <param name="DueDiligenceYears">Years for which due diligence is current.</param>
public sealed record Policy(
    Money SecondApprovalFrom,
    int VariationBasisPoints,
    int DurationToleranceMonths,
    int DueDiligenceYears
)
{
    /// <summary>Different people who must approve a payment of this size, besides the one who requests it.</summary>
    public int ApprovalsNeeded(Money amount) => amount >= SecondApprovalFrom ? 2 : 1;
}
