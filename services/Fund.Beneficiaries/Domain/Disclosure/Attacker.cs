namespace Fund.Beneficiaries.Domain.Disclosure;

/// <summary>
/// Computes what a reader of all releases can find out, who knows how the figures add up, that none is negative, and
/// that cumulative figures never fall. For one release the bounds are exact. Over several releases they are found by
/// moving the figures of some consecutive releases together, so the truth may be hidden better than reported here, but
/// never worse: every bound reported is reached by figures that contradict nothing published.
/// </summary>
internal sealed class Attacker
{
    private readonly FigureNetwork _network;
    private readonly IReadOnlyList<ReleasedFigures> _past;
    private readonly long[] _now;
    private readonly long _limit;
    private readonly Dictionary<(int First, int Last), Reaches> _settled = [];
    private readonly Dictionary<(int Earlier, int Later, int Figure), (long Down, long Up)> _known = [];

    /// <param name="network">How the figures add up.</param>
    /// <param name="past">Earlier releases, oldest first.</param>
    /// <param name="now">True figures of the release to be made.</param>
    /// <param name="limit">Slack beyond this is not looked for.</param>
    public Attacker(FigureNetwork network, IReadOnlyList<ReleasedFigures> past, long[] now, long limit)
    {
        (_network, _past, _now, _limit) = (network, past, now, limit);
        for (var last = 0; last < past.Count; last++)
        {
            for (var first = 0; first <= last; first++)
            {
                _settled[(first, last)] = Measure(first, last, past[last].Published);
            }
        }
    }

    /// <summary>Index of the release to be made.</summary>
    public int Last => _past.Count;

    /// <summary>True counts of a release.</summary>
    public long[] ValuesOf(int release) => release == Last ? _now : _past[release].Values;

    /// <summary>Looks at the release to be made with these figures published.</summary>
    public View With(bool[] published)
    {
        var open = new Reaches[Last + 1];
        for (var first = 0; first <= Last; first++)
        {
            open[first] = Measure(first, Last, published);
        }

        return new View(this, published, open);
    }

    /// <summary>True when the figure is protected in every past release from this one on.</summary>
    public bool IsProtectedSince(int first, int figure)
    {
        for (var release = first; release < Last; release++)
        {
            if (_past[release].Published[figure])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How far a figure can go down in the releases from this one on without falling below the one before.</summary>
    public long FallFrom(int first, int figure) =>
        ValuesOf(first)[figure] - (first == 0 ? 0 : ValuesOf(first - 1)[figure]);

    /// <summary>What moving past releases alone gives; it does not depend on what is published now.</summary>
    private (long Down, long Up) Settled(int earlier, int later, int figure)
    {
        if (_known.TryGetValue((earlier, later, figure), out var known))
        {
            return known;
        }

        var (down, up) = (0L, 0L);
        foreach (var ((first, last), reaches) in _settled)
        {
            var (hasEarlier, hasLater) = (first <= earlier && earlier <= last, first <= later && later <= last);
            if (hasEarlier == hasLater)
            {
                continue;
            }

            // When only the earlier figure moves, the growth moves the other way.
            var (less, more) = hasLater
                ? (reaches.Down[figure], reaches.Up[figure])
                : (reaches.Up[figure], reaches.Down[figure]);
            (down, up) = (Math.Max(down, less), Math.Max(up, more));
        }

        return _known[(earlier, later, figure)] = (down, up);
    }

    private Reaches Measure(int first, int last, bool[] publishedLast)
    {
        var (rise, fall) = (new long[_network.Count], new long[_network.Count]);
        for (var f = 0; f < _network.Count; f++)
        {
            if (publishedLast[f] || !ProtectedBetween(first, last, f))
            {
                continue;
            }

            rise[f] = last == Last ? Slack.Unlimited : ValuesOf(last + 1)[f] - ValuesOf(last)[f];
            fall[f] = FallFrom(first, f);
        }

        var slack = new Slack(_network, rise, fall);
        var reaches = new Reaches(new long[_network.Count], new long[_network.Count]);
        for (var f = 0; f < _network.Count; f++)
        {
            reaches.Up[f] = slack.Reach(f, up: true, _limit);
            reaches.Down[f] = slack.Reach(f, up: false, _limit);
        }

        return reaches;
    }

    private bool ProtectedBetween(int first, int last, int figure)
    {
        for (var release = first; release < last; release++)
        {
            if (_past[release].Published[figure])
            {
                return false;
            }
        }

        return true;
    }

    internal sealed record Reaches(long[] Up, long[] Down);

    /// <summary>What can be found out once the release is made with certain figures published.</summary>
    internal sealed class View(Attacker attacker, bool[] published, Reaches[] open)
    {
        public bool IsPublished(int release, int figure) =>
            release == attacker.Last ? published[figure] : attacker._past[release].Published[figure];

        /// <summary>How far the figure of one release may really be lower and higher.</summary>
        public (long Down, long Up) Of(int release, int figure) => Between(-1, release, figure);

        /// <summary>
        /// How far the growth of a figure between two releases may really be lower and higher; since before the first
        /// release (-1) it is the figure itself.
        /// </summary>
        public (long Down, long Up) Between(int earlier, int later, int figure)
        {
            // Moving later releases together but not the earlier one changes the growth; with the new release among
            // those moved they all reach to the end.
            var (down, up) = attacker.Settled(earlier, later, figure);
            for (var first = earlier + 1; first <= later; first++)
            {
                (down, up) = (Math.Max(down, open[first].Down[figure]), Math.Max(up, open[first].Up[figure]));
            }

            return (down, up);
        }
    }
}
