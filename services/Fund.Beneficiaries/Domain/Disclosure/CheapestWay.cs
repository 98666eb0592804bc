namespace Fund.Beneficiaries.Domain.Disclosure;

/// <summary>
/// Finds the cheapest figures to protect in addition, so that one figure can be so much higher or lower: a cheapest way
/// through the network, where figures already protected cost nothing.
/// </summary>
internal sealed class CheapestWay(FigureNetwork network, Attacker attacker, bool[] published, long[] weights)
{
    /// <summary>What to protect, and what it costs.</summary>
    internal sealed record Answer(IReadOnlyCollection<int> Figures, long Cost);

    /// <summary>The cheapest answer over all ways of moving releases together; null when there is none.</summary>
    /// <param name="figure">The figure that must become freer.</param>
    /// <param name="earliest">First release from which figures may be moved together.</param>
    /// <param name="latest">Last one.</param>
    /// <param name="up">Freer upwards, or downwards.</param>
    /// <param name="amount">By how much.</param>
    public Answer? Find(int figure, int earliest, int latest, bool up, long amount)
    {
        Answer? best = null;
        for (var first = earliest; first <= latest; first++)
        {
            var answer = FindFrom(first, figure, up, amount);
            if (answer is not null && (best is null || answer.Cost < best.Cost))
            {
                best = answer;
            }
        }

        return best;
    }

    private Answer? FindFrom(int first, int figure, bool up, long amount)
    {
        if (!attacker.IsProtectedSince(first, figure) || (!up && attacker.FallFrom(first, figure) < amount))
        {
            return null;
        }

        var opened = new HashSet<int>();
        if (published[figure])
        {
            opened.Add(figure);
        }

        var (from, to) = (network.Figures[figure].From, network.Figures[figure].To);
        (from, to) = up ? (to, from) : (from, to);
        var moved = new Dictionary<int, long>();
        var left = amount;
        while (left > 0)
        {
            // One way that carries everything is usually cheaper than several; several are better than none.
            var way =
                Way(first, figure, from, to, left, opened, moved) ?? Way(first, figure, from, to, 1, opened, moved);
            if (way is null)
            {
                return null;
            }

            var carried = way.Aggregate(left, (least, step) => Math.Min(least, Room(first, step, moved)));
            foreach (var step in way)
            {
                moved[step.Figure] = moved.GetValueOrDefault(step.Figure) + (step.Up ? carried : -carried);
                if (published[step.Figure])
                {
                    opened.Add(step.Figure);
                }
            }

            left -= carried;
        }

        return new Answer(opened, opened.Sum(f => weights[f]));
    }

    private readonly record struct Step(int Figure, bool Up);

    private long Room(int first, Step step, Dictionary<int, long> moved) =>
        step.Up ? Slack.Unlimited : attacker.FallFrom(first, step.Figure) + moved.GetValueOrDefault(step.Figure);

    private List<Step>? Way(
        int first,
        int except,
        int from,
        int to,
        long room,
        HashSet<int> opened,
        Dictionary<int, long> moved
    )
    {
        var cost = new long[network.Nodes];
        var by = new Step?[network.Nodes];
        Array.Fill(cost, long.MaxValue);
        cost[from] = 0;
        var queue = new PriorityQueue<int, long>();
        queue.Enqueue(from, 0);
        while (queue.TryDequeue(out var node, out var soFar))
        {
            if (soFar > cost[node])
            {
                continue;
            }

            foreach (var step in Steps(node))
            {
                if (step.Figure == except || Room(first, step, moved) < room)
                {
                    continue;
                }

                var isFree = !published[step.Figure] || opened.Contains(step.Figure);
                if (!attacker.IsProtectedSince(first, step.Figure))
                {
                    continue;
                }

                // A step costs a little even where it is free, so that the shortest of equally cheap ways is taken.
                var next = step.Up ? network.Figures[step.Figure].To : network.Figures[step.Figure].From;
                var price = soFar + (isFree ? 1 : weights[step.Figure] * network.Count);
                if (price < cost[next])
                {
                    cost[next] = price;
                    by[next] = step;
                    queue.Enqueue(next, price);
                }
            }
        }

        return cost[to] == long.MaxValue ? null : Trace(by, from, to);
    }

    private IEnumerable<Step> Steps(int node) =>
        network
            .Leaving[node]
            .Select(f => new Step(f, true))
            .Concat(network.Entering[node].Select(f => new Step(f, false)));

    private List<Step> Trace(Step?[] by, int from, int to)
    {
        var way = new List<Step>();
        for (var node = to; node != from; )
        {
            var step = by[node]!.Value;
            way.Add(step);
            node = step.Up ? network.Figures[step.Figure].From : network.Figures[step.Figure].To;
        }

        return way;
    }
}
