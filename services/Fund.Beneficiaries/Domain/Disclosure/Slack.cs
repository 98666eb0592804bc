namespace Fund.Beneficiaries.Domain.Disclosure;

/// <summary>
/// How far figures can move together without changing anything that is known: the residual network. A figure moves up
/// by as much as can flow back from its end to its beginning through the others, which is a maximum flow and therefore
/// exact.
/// </summary>
internal sealed class Slack
{
    /// <summary>Stands for "without limit".</summary>
    public const long Unlimited = 1L << 50;

    private readonly FigureNetwork _network;
    private readonly long[] _rise;
    private readonly long[] _fall;
    private readonly long[] _riseLeft;
    private readonly long[] _fallLeft;
    private readonly int[] _queue;
    private readonly int[] _cameBy;

    /// <param name="network">How the figures add up.</param>
    /// <param name="rise">How far each may go up by itself; 0 when it is known.</param>
    /// <param name="fall">How far each may go down by itself.</param>
    public Slack(FigureNetwork network, long[] rise, long[] fall)
    {
        (_network, _rise, _fall) = (network, rise, fall);
        _riseLeft = new long[rise.Length];
        _fallLeft = new long[fall.Length];
        _queue = new int[network.Nodes];
        _cameBy = new int[network.Nodes];
    }

    /// <summary>How far one figure can really go up, or down, at most the limit.</summary>
    public long Reach(int figure, bool up, long limit)
    {
        var most = Math.Min(limit, up ? _rise[figure] : _fall[figure]);
        if (most == 0)
        {
            return 0;
        }

        _rise.CopyTo(_riseLeft, 0);
        _fall.CopyTo(_fallLeft, 0);
        var (from, to) = (_network.Figures[figure].From, _network.Figures[figure].To);
        (from, to) = up ? (to, from) : (from, to);
        long reached = 0;
        while (reached < most && FindPath(from, to, figure))
        {
            reached += Push(from, to, most - reached);
        }

        return reached;
    }

    /// <summary>Breadth first, so that the number of rounds is bounded by the size of the network.</summary>
    private bool FindPath(int from, int to, int except)
    {
        Array.Fill(_cameBy, 0);
        var (head, tail) = (0, 0);
        _queue[tail++] = from;
        _cameBy[from] = int.MaxValue;
        while (head < tail)
        {
            var node = _queue[head++];
            foreach (var f in _network.Leaving[node])
            {
                var next = _network.Figures[f].To;
                if (f != except && _riseLeft[f] > 0 && _cameBy[next] == 0)
                {
                    _cameBy[next] = f + 1;
                    _queue[tail++] = next;
                }
            }

            foreach (var f in _network.Entering[node])
            {
                var next = _network.Figures[f].From;
                if (f != except && _fallLeft[f] > 0 && _cameBy[next] == 0)
                {
                    _cameBy[next] = -(f + 1);
                    _queue[tail++] = next;
                }
            }

            if (_cameBy[to] != 0 && to != from)
            {
                return true;
            }
        }

        return false;
    }

    private long Push(int from, int to, long most)
    {
        var amount = most;
        for (var node = to; node != from; node = Previous(node))
        {
            var by = _cameBy[node];
            amount = Math.Min(amount, by > 0 ? _riseLeft[by - 1] : _fallLeft[-by - 1]);
        }

        for (var node = to; node != from; node = Previous(node))
        {
            var by = _cameBy[node];
            var figure = Math.Abs(by) - 1;
            _riseLeft[figure] += by > 0 ? -amount : amount;
            _fallLeft[figure] += by > 0 ? amount : -amount;
        }

        return amount;
    }

    private int Previous(int node)
    {
        var by = _cameBy[node];
        return by > 0 ? _network.Figures[by - 1].From : _network.Figures[-by - 1].To;
    }
}
