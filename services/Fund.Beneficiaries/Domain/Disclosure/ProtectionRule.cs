namespace Fund.Beneficiaries.Domain.Disclosure;

/// <summary>
/// How well figures are protected. Source of the default: the public CTDC data are released at k = 11; the width keeps
/// eleven possible values for every protected figure. See services/decisions/0007-disclosure-control.md.
/// </summary>
/// <param name="MinimumCell">Smallest count that may be published; a count below it is small.</param>
/// <param name="Width">Least distance between the lowest and the highest value a protected figure may have.</param>
public sealed record ProtectionRule(int MinimumCell, int Width)
{
    public static ProtectionRule Default { get; } = new(11, 10);

    /// <summary>True for counts that lead to few people; zero tells as much about a group as one does.</summary>
    public bool IsSmall(long count) => count < MinimumCell;

    /// <summary>More than this need not be looked for: both requirements are met by then.</summary>
    public long Enough => MinimumCell + Width;

    /// <summary>
    /// True when an attacker who knows that a count may really be so much lower or higher can neither narrow it to
    /// fewer than <see cref="Width"/> + 1 values nor tell that it is small.
    /// </summary>
    public bool Holds(long count, long fall, long rise) =>
        fall + rise >= Width && (!IsSmall(count) || count + rise >= MinimumCell);
}
