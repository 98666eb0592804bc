namespace Fund.Beneficiaries.Domain;

/// <summary>
/// The cells of one return. A cell that is not there was not counted, which is not the same as zero; what can be
/// said of it follows from its parts.
/// </summary>
public sealed class ReturnTable(IReadOnlyDictionary<CellKey, int> cells)
{
    private readonly Dictionary<CellKey, long> _atLeast = [];

    public IReadOnlyDictionary<CellKey, int> Cells { get; } = cells;

    /// <summary>The count that was given, or null.</summary>
    public int? Given(CellKey key) => Cells.TryGetValue(key, out var count) ? count : null;

    /// <summary>
    /// How many there are at least: the count given, or else the most that the parts along one dimension add up to.
    /// Zero when nothing is known.
    /// </summary>
    public long AtLeast(CellKey key)
    {
        if (_atLeast.TryGetValue(key, out var known))
        {
            return known;
        }

        var value =
            Given(key)
            ?? Dimension
                .All.Where(dimension => dimension.IsBlankIn(key))
                .Select(dimension => PartsOf(key, dimension))
                .DefaultIfEmpty(0)
                .Max();
        _atLeast[key] = value;
        return value;
    }

    /// <summary>Sum of the parts along one dimension, as far as they are known.</summary>
    public long PartsOf(CellKey key, Dimension dimension) => dimension.Parts(key).Sum(AtLeast);

    /// <summary>True when the count is given, or follows in full from given parts.</summary>
    public bool IsKnown(CellKey key) =>
        Cells.ContainsKey(key)
        || Dimension.All.Any(dimension => dimension.IsBlankIn(key) && PartsAreComplete(key, dimension));

    /// <summary>True when every part that makes the total is known.</summary>
    public bool PartsAreComplete(CellKey key, Dimension dimension) =>
        dimension.Whole.All(code => IsKnown(dimension.Part(key, code)));
}
