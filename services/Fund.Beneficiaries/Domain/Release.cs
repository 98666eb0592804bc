using Fund.Beneficiaries.Domain.Disclosure;

namespace Fund.Beneficiaries.Domain;

/// <summary>
/// Figures published at one moment. Never changed afterwards: the same question always gets the same answer.
/// </summary>
public sealed class Release
{
    private readonly List<ReleaseFigure> _figures = [];
    private readonly List<PublishedCell> _cells = [];

    private Release() { }

    public Guid Id { get; private set; }

    /// <summary>From 1, without gaps.</summary>
    public int Number { get; private set; }

    /// <summary>Periods that ended by this date are counted.</summary>
    public DateOnly UpTo { get; private set; }

    public DateTimeOffset PublishedAt { get; private set; }

    /// <summary>Smallest figure published.</summary>
    public int MinimumCell { get; private set; }

    /// <summary>Least width of what an attacker can find out about a protected figure.</summary>
    public int ProtectionWidth { get; private set; }

    /// <summary>The true figures, kept to test later releases against. They never leave the service.</summary>
    public IReadOnlyList<ReleaseFigure> Figures => _figures;

    /// <summary>The cells as published.</summary>
    public IReadOnlyList<PublishedCell> Cells => _cells;

    public ProtectionRule Rule => new(MinimumCell, ProtectionWidth);

    public static Release Of(int number, DateOnly upTo, ProtectionRule rule, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Number = number,
            UpTo = upTo,
            PublishedAt = now,
            MinimumCell = rule.MinimumCell,
            ProtectionWidth = rule.Width,
        };

    /// <summary>Notes the true figures of a network and which of them are published.</summary>
    public void Keep(FigureNetwork network, long[] values, bool[] published)
    {
        for (var f = 0; f < network.Count; f++)
        {
            _figures.Add(new ReleaseFigure(Id, network.Figures[f].Key, values[f], published[f]));
        }
    }

    /// <summary>Writes a table down as it is shown.</summary>
    public void Show(TableLayout table)
    {
        var figures = _figures.ToDictionary(figure => figure.Key);
        foreach (var row in table.Rows)
        {
            foreach (var column in table.Columns)
            {
                var figure = figures[table.FigureOf(row, column)];
                var count = figure.Published ? figure.TrueCount : (long?)null;
                _cells.Add(new PublishedCell(Id, _cells.Count, table, row, column, count));
            }
        }
    }

    /// <summary>A figure in words: its count, or that it is protected.</summary>
    public string InWords(string key)
    {
        var figure = _figures.Single(figure => figure.Key == key);
        return figure.Published
            ? figure.TrueCount.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)
            : "protected";
    }
}

/// <summary>A true figure of a release.</summary>
public sealed class ReleaseFigure
{
    private ReleaseFigure() { }

    internal ReleaseFigure(Guid releaseId, string key, long trueCount, bool published) =>
        (ReleaseId, Key, TrueCount, Published) = (releaseId, key, trueCount, published);

    public Guid ReleaseId { get; private set; }

    /// <summary>Key of the figure in its network.</summary>
    public string Key { get; private set; } = "";

    public long TrueCount { get; private set; }

    public bool Published { get; private set; }
}

/// <summary>One cell of a published table, with everything needed to show it again as it was.</summary>
public sealed class PublishedCell
{
    private PublishedCell() { }

    internal PublishedCell(Guid releaseId, int position, TableLayout table, string row, string column, long? count)
    {
        (ReleaseId, Position) = (releaseId, position);
        (TableKey, Title) = (table.Key, table.Title);
        (RowDimension, ColumnDimension) = (table.RowDimension, table.ColumnDimension);
        (RowCode, ColumnCode, Count) = (row, column, count);
    }

    public Guid ReleaseId { get; private set; }

    /// <summary>Order over all tables of the release.</summary>
    public int Position { get; private set; }

    public string TableKey { get; private set; } = "";

    public string Title { get; private set; } = "";

    public string RowDimension { get; private set; } = "";

    public string ColumnDimension { get; private set; } = "";

    public string RowCode { get; private set; } = "";

    public string ColumnCode { get; private set; } = "";

    /// <summary>Null when protected.</summary>
    public long? Count { get; private set; }
}

/// <summary>A policy setting of publication, with where its value comes from.</summary>
public sealed class DisclosureSetting
{
    public const string MinimumCell = "minimum_cell";
    public const string ProtectionWidth = "protection_width";

    private DisclosureSetting() { }

    public string Name { get; private set; } = "";

    public int Value { get; private set; }

    public string Source { get; private set; } = "";
}
