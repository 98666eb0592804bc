namespace Fund.Beneficiaries.Domain.Disclosure;

/// <summary>One figure: a cell, a margin or a total.</summary>
/// <param name="Key">Stable name, such as <c>age:child|gender:Feminine</c>.</param>
/// <param name="From">Node it leaves.</param>
/// <param name="To">Node it enters.</param>
public sealed record Figure(string Key, int From, int To);

/// <summary>
/// Figures and how they add up, as a network in which counts flow round: at every node, what enters is what leaves. A
/// row total enters the row's node and the row's cells leave it. Tables that share a margin or a total are one network,
/// so whatever can be computed across them is computed here. Any table of two dimensions with its totals fits, and so
/// does any chain of them; because it is a network, the bounds found are exact and whole numbers.
/// </summary>
public sealed class FigureNetwork
{
    private readonly Dictionary<string, int> _index;

    public FigureNetwork(IReadOnlyList<Figure> figures)
    {
        Figures = figures;
        Nodes = figures.Max(figure => Math.Max(figure.From, figure.To)) + 1;
        _index = figures.Select((figure, index) => (figure.Key, index)).ToDictionary(p => p.Key, p => p.index);
        Leaving = At(figure => figure.From);
        Entering = At(figure => figure.To);
    }

    public IReadOnlyList<Figure> Figures { get; }

    public int Nodes { get; }

    /// <summary>Indexes of the figures that leave each node.</summary>
    internal int[][] Leaving { get; }

    /// <summary>Indexes of the figures that enter each node.</summary>
    internal int[][] Entering { get; }

    public int Count => Figures.Count;

    public int IndexOf(string key) => _index[key];

    public bool Has(string key) => _index.ContainsKey(key);

    /// <summary>A table of rows and columns with all its totals; keys are <c>row|column</c>, empty for a total.</summary>
    public static FigureNetwork Table(IReadOnlyList<string> rows, IReadOnlyList<string> columns)
    {
        var figures = new List<Figure> { new("|", 1, 0) };
        for (var r = 0; r < rows.Count; r++)
        {
            figures.Add(new Figure($"{rows[r]}|", 0, 2 + r));
            for (var c = 0; c < columns.Count; c++)
            {
                figures.Add(new Figure($"{rows[r]}|{columns[c]}", 2 + r, 2 + rows.Count + c));
            }
        }

        figures.AddRange(columns.Select((column, c) => new Figure($"|{column}", 2 + rows.Count + c, 1)));
        return new FigureNetwork(figures);
    }

    /// <summary>Counts in the order of the figures; a figure without a count is zero.</summary>
    /// <exception cref="InvalidOperationException">Parts do not make their total: the figures are wrong.</exception>
    public long[] Values(IReadOnlyDictionary<string, long> counts)
    {
        var values = new long[Count];
        foreach (var (key, count) in counts)
        {
            values[IndexOf(key)] = count;
        }

        for (var node = 0; node < Nodes; node++)
        {
            var (enters, leaves) = (Entering[node].Sum(f => values[f]), Leaving[node].Sum(f => values[f]));
            if (enters != leaves)
            {
                throw new InvalidOperationException(
                    $"The figures at {Figures[Leaving[node][0]].Key} do not add up to their total."
                );
            }
        }

        return values;
    }

    private int[][] At(Func<Figure, int> node)
    {
        var lists = Enumerable.Range(0, Nodes).Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < Figures.Count; i++)
        {
            lists[node(Figures[i])].Add(i);
        }

        return [.. lists.Select(list => list.ToArray())];
    }
}
