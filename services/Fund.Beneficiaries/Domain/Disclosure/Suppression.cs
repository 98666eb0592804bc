namespace Fund.Beneficiaries.Domain.Disclosure;

/// <summary>
/// Chooses which figures of a new release are published. First everything that is small, or has grown by little since
/// an earlier release, is protected; then, as long as the audit finds a weakness, the cheapest further figures; then
/// whatever turned out not to be needed is published after all. The audit has the last word: what it does not pass is
/// not published.
/// </summary>
public sealed class Suppression
{
    private readonly FigureNetwork _network;
    private readonly ProtectionRule _rule;
    private readonly IReadOnlyList<ReleasedFigures> _past;
    private readonly long[] _now;
    private readonly bool[] _structural;
    private readonly long[] _weights;
    private readonly DisclosureAudit _audit;

    /// <param name="network">How the figures add up.</param>
    /// <param name="rule">What protection means.</param>
    /// <param name="past">Earlier releases, oldest first.</param>
    /// <param name="now">True figures, cumulative.</param>
    /// <param name="structural">Figures that are zero because they cannot be anything else; they are published.</param>
    public Suppression(
        FigureNetwork network,
        ProtectionRule rule,
        IReadOnlyList<ReleasedFigures> past,
        long[] now,
        bool[]? structural = null
    )
    {
        (_network, _rule, _past, _now) = (network, rule, past, now);
        _structural = structural ?? new bool[network.Count];
        _weights = [.. now.Select(count => count + 1)];
        _audit = new DisclosureAudit(network, rule, past, now, _structural);
    }

    /// <summary>
    /// True for each figure that may be published; null when no choice passes the audit, which the last resort of
    /// publishing nothing makes impossible unless figures fell.
    /// </summary>
    /// <param name="sensitive">Indexes of figures to protect in any case.</param>
    public bool[]? Choose(IEnumerable<int>? sensitive = null)
    {
        var must = new bool[_network.Count];
        for (var f = 0; f < must.Length; f++)
        {
            must[f] = !_structural[f] && (_rule.IsSmall(_now[f]) || GrewTooLittle(f));
        }

        foreach (var f in sensitive ?? [])
        {
            must[f] = true;
        }

        var published = Array.ConvertAll(must, isProtected => !isProtected);
        if (!Repair(published) && !FallBack(published))
        {
            return null;
        }

        PublishWhatCanBe(published, must);
        return _audit.Weaknesses(published).Count == 0 ? published : null;
    }

    /// <summary>True when an attacker is held to the rule by these figures being published.</summary>
    public bool IsSafe(bool[] published) => _audit.Weaknesses(published).Count == 0;

    /// <summary>What an attacker finds out about a figure of this release; exact when there is no earlier one.</summary>
    public Interval IntervalOf(bool[] published, int figure)
    {
        var attacker = new Attacker(_network, _past, _now, Slack.Unlimited);
        var (down, up) = attacker.With(published).Of(attacker.Last, figure);
        return new Interval(_now[figure] - down, up >= Slack.Unlimited ? null : _now[figure] + up);
    }

    /// <summary>
    /// A figure that was published may not grow by a small number, and one that was protected is not published before
    /// it has grown by more: otherwise the two releases can be subtracted.
    /// </summary>
    private bool GrewTooLittle(int figure)
    {
        foreach (var release in _past)
        {
            var growth = _now[figure] - release.Values[figure];
            if (_rule.IsSmall(growth) && (growth > 0 || !release.Published[figure]))
            {
                return true;
            }
        }

        return false;
    }

    private bool Repair(bool[] published)
    {
        // Every round protects at least one more figure, so this ends.
        while (true)
        {
            var weaknesses = _audit.Weaknesses(published);
            if (weaknesses.Count == 0)
            {
                return true;
            }

            var way = new CheapestWay(_network, _audit.Attacker, published, _weights);
            var more = weaknesses
                .Select(weakness => Mend(way, weakness))
                .FirstOrDefault(answer => answer is { Figures.Count: > 0 });
            if (more is null)
            {
                return false;
            }

            foreach (var f in more.Figures)
            {
                published[f] = false;
            }
        }
    }

    private CheapestWay.Answer? Mend(CheapestWay way, Weakness weakness)
    {
        var earliest = weakness.Earlier is { } earlier ? earlier + 1 : 0;
        var ruleThen = weakness.Release == _past.Count ? _rule : _past[weakness.Release].Rule;
        if (ruleThen.IsSmall(weakness.Count) && weakness.Count + weakness.Up < ruleThen.MinimumCell)
        {
            return way.Find(
                weakness.Figure,
                earliest,
                weakness.Release,
                up: true,
                ruleThen.MinimumCell - weakness.Count
            );
        }

        var up = way.Find(weakness.Figure, earliest, weakness.Release, up: true, ruleThen.Width - weakness.Down);
        var down = way.Find(weakness.Figure, earliest, weakness.Release, up: false, ruleThen.Width - weakness.Up);
        return (up, down) switch
        {
            (null, _) => down,
            (_, null) => up,
            _ => up.Cost <= down.Cost ? up : down,
        };
    }

    /// <summary>
    /// Protects whatever the last release protected, and then everything: with nothing new known, what was safe stays
    /// safe.
    /// </summary>
    private bool FallBack(bool[] published)
    {
        if (_past.Count > 0)
        {
            for (var f = 0; f < published.Length; f++)
            {
                published[f] &= _past[^1].Published[f];
            }

            if (Repair(published))
            {
                return true;
            }
        }

        for (var f = 0; f < published.Length; f++)
        {
            published[f] = _structural[f];
        }

        return IsSafe(published);
    }

    /// <summary>Publishes again, dearest first, what is protected without need.</summary>
    private void PublishWhatCanBe(bool[] published, bool[] must)
    {
        var candidates = Enumerable
            .Range(0, published.Length)
            .Where(f => !published[f] && !must[f])
            .OrderByDescending(f => _weights[f]);
        foreach (var f in candidates)
        {
            published[f] = true;
            if (!IsSafe(published))
            {
                published[f] = false;
            }
        }
    }
}
