namespace Fund.Beneficiaries.Domain.Disclosure;

/// <summary>The true figures of one release and which of them were published, in the order of the network.</summary>
/// <param name="Values">True counts, cumulative.</param>
/// <param name="Published">False where the figure is protected. A category that did not exist yet is a published zero.</param>
/// <param name="Rule">The rule in force then.</param>
public sealed record ReleasedFigures(long[] Values, bool[] Published, ProtectionRule Rule);

/// <summary>What an attacker can find out about one figure: the lowest and the highest value it may have.</summary>
/// <param name="Low">Inclusive.</param>
/// <param name="High">Inclusive; null when there is no bound.</param>
public sealed record Interval(long Low, long? High);
