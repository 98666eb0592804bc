namespace Fund.Beneficiaries.Domain.Disclosure;

/// <summary>One way in which publishing would say too much.</summary>
/// <param name="Figure">Index of the figure.</param>
/// <param name="Release">Index of the release whose figure is at risk; the last is the one to be made.</param>
/// <param name="Earlier">When the growth since an earlier release is at risk: its index.</param>
/// <param name="Count">True value of the figure or of its growth.</param>
/// <param name="Down">How much lower an attacker must think it possible, as things are.</param>
/// <param name="Up">How much higher.</param>
internal sealed record Weakness(int Figure, int Release, int? Earlier, long Count, long Down, long Up);

/// <summary>
/// The gate of publication: looks for every figure of every release that an attacker could find out too closely from
/// all that is published, and for every small growth between two releases.
/// </summary>
internal sealed class DisclosureAudit(
    FigureNetwork network,
    ProtectionRule rule,
    IReadOnlyList<ReleasedFigures> past,
    long[] now,
    bool[] structural
)
{
    public Attacker Attacker { get; } =
        new(network, past, now, past.Select(release => release.Rule.Enough).Append(rule.Enough).Max());

    /// <summary>Everything that would be too well known; empty when the figures may be published.</summary>
    public IReadOnlyList<Weakness> Weaknesses(bool[] published)
    {
        var view = Attacker.With(published);
        var found = new List<Weakness>();
        for (var f = 0; f < network.Count; f++)
        {
            if (published[f] && rule.IsSmall(now[f]) && !structural[f])
            {
                found.Add(new Weakness(f, Attacker.Last, null, now[f], 0, 0));
            }

            for (var release = 0; release <= Attacker.Last; release++)
            {
                LookAt(view, release, f, found);
            }
        }

        return found;
    }

    private void LookAt(Attacker.View view, int release, int figure, List<Weakness> found)
    {
        var ruleThen = release == Attacker.Last ? rule : past[release].Rule;
        var count = Attacker.ValuesOf(release)[figure];
        if (!view.IsPublished(release, figure))
        {
            var (down, up) = view.Of(release, figure);
            if (!ruleThen.Holds(count, down, up))
            {
                found.Add(new Weakness(figure, release, null, count, down, up));
            }
        }

        for (var earlier = 0; earlier < release; earlier++)
        {
            var growth = count - Attacker.ValuesOf(earlier)[figure];
            if (growth == 0 || !ruleThen.IsSmall(growth))
            {
                continue;
            }

            var (down, up) = view.Between(earlier, release, figure);
            if (!ruleThen.Holds(growth, down, up))
            {
                found.Add(new Weakness(figure, release, earlier, growth, down, up));
            }
        }
    }
}
