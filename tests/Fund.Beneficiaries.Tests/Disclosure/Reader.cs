using Fund.Beneficiaries.Domain.Disclosure;

namespace Fund.Beneficiaries.Tests.Disclosure;

/// <summary>
/// An attacker who reads all releases, knows how figures add up, that none is negative and that none ever falls, and
/// computes the exact bounds of whatever is protected by linear programming.
/// </summary>
internal sealed class Reader
{
    private readonly FigureNetwork _network;
    private readonly IReadOnlyList<ReleasedFigures> _releases;
    private readonly LinearProgram _program;

    public Reader(FigureNetwork network, params IReadOnlyList<ReleasedFigures> releases)
    {
        (_network, _releases) = (network, releases);
        _program = new LinearProgram(releases.Count * network.Count, Known());
    }

    /// <summary>Bounds of one figure in one release.</summary>
    public (double Low, double High) Of(int release, int figure) => Bounds(0, release, figure);

    /// <summary>Bounds of the growth of a figure from one release to a later one.</summary>
    public (double Low, double High) Between(int earlier, int later, int figure) => Bounds(earlier + 1, later, figure);

    /// <summary>Everything the reader finds out that breaks the rule, as sentences.</summary>
    public IEnumerable<string> FindsOut(ProtectionRule rule)
    {
        for (var release = 0; release < _releases.Count; release++)
        {
            for (var f = 0; f < _network.Count; f++)
            {
                var count = _releases[release].Values[f];
                if (_releases[release].Published[f])
                {
                    if (count < rule.MinimumCell)
                    {
                        yield return $"release {release} shows {_network.Figures[f].Key} = {count}";
                    }
                }
                else if (Breaks(rule, count, Of(release, f)))
                {
                    yield return $"release {release}: {_network.Figures[f].Key} = {count} is in {Of(release, f)}";
                }

                for (var earlier = 0; earlier < release; earlier++)
                {
                    var growth = count - _releases[earlier].Values[f];
                    if (growth > 0 && growth < rule.MinimumCell && Breaks(rule, growth, Between(earlier, release, f)))
                    {
                        yield return $"{_network.Figures[f].Key} grew by {growth} from release {earlier} to {release}";
                    }
                }
            }
        }
    }

    private static bool Breaks(ProtectionRule rule, long count, (double Low, double High) bounds) =>
        bounds.High - bounds.Low < rule.Width - 1e-6
        || (count < rule.MinimumCell && bounds.High < rule.MinimumCell - 1e-6);

    private (double Low, double High) Bounds(int first, int last, int figure)
    {
        var sum = Enumerable.Range(first, last - first + 1).ToDictionary(release => Column(release, figure), _ => 1.0);
        return (_program.Least(sum), _program.Most(sum));
    }

    /// <summary>A variable is the growth of one figure from the release before.</summary>
    private int Column(int release, int figure) => (release * _network.Count) + figure;

    private IEnumerable<(IReadOnlyDictionary<int, double>, double)> Known()
    {
        for (var release = 0; release < _releases.Count; release++)
        {
            for (var node = 0; node < _network.Nodes; node++)
            {
                var balance = new Dictionary<int, double>();
                for (var f = 0; f < _network.Count; f++)
                {
                    var figure = _network.Figures[f];
                    if (figure.From == node)
                    {
                        balance[Column(release, f)] = 1;
                    }
                    else if (figure.To == node)
                    {
                        balance[Column(release, f)] = -1;
                    }
                }

                yield return (balance, 0);
            }

            for (var f = 0; f < _network.Count; f++)
            {
                if (_releases[release].Published[f])
                {
                    var sum = Enumerable.Range(0, release + 1).ToDictionary(r => Column(r, f), _ => 1.0);
                    yield return (sum, _releases[release].Values[f]);
                }
            }
        }
    }
}
