using System.Globalization;
using Fund.Kernel;

namespace Fund.Donations.Domain.Reports;

/// <summary>Lines of a report as they add up: every amount is in one line, one subtotal and the total.</summary>
public sealed class ContributionsReport(ReportQuery query)
{
    private readonly Dictionary<(string Key, string Then), ReportLine> _lines = [];

    public ReportQuery Query { get; } = query;

    /// <summary>Received within the dates according to published documents, USD cents.</summary>
    public long PublishedTotalsCents { get; private set; }

    /// <summary>Received within the dates according to the ledger, USD cents.</summary>
    public long LedgerReceivedCents { get; private set; }

    public int Count => _lines.Count;

    /// <summary>By label, then by second label; what has no key comes last.</summary>
    public IEnumerable<ReportLine> Lines =>
        _lines
            .Values.OrderBy(line => line.Cell.Key.Length == 0)
            .ThenBy(line => line.Cell.Label, StringComparer.InvariantCultureIgnoreCase)
            .ThenBy(line => line.Cell.Key, StringComparer.Ordinal)
            .ThenBy(line => line.Cell.ThenKey.Length == 0)
            .ThenBy(line => line.Cell.ThenLabel, StringComparer.InvariantCultureIgnoreCase)
            .ThenBy(line => line.Cell.ThenKey, StringComparer.Ordinal);

    /// <summary>Sums per key of the first dimension, in the order of the lines; none without a second dimension.</summary>
    public IReadOnlyList<ReportLine> Subtotals()
    {
        var sums = new List<ReportLine>();
        if (Query.ThenBy == ReportDimension.None)
        {
            return sums;
        }

        foreach (var line in Lines)
        {
            if (sums.Count == 0 || sums[^1].Cell.Key != line.Cell.Key)
            {
                sums.Add(new ReportLine(line.Cell with { ThenKey = "", ThenLabel = "" }));
            }

            sums[^1].Add(line);
        }

        return sums;
    }

    public ReportLine Total()
    {
        var total = new ReportLine(new ReportCell("", "", "", ""));
        foreach (var line in _lines.Values)
        {
            total.Add(line);
        }

        return total;
    }

    /// <summary>The total presented less the sum of the lines presented; null for USD alone.</summary>
    public Money? Rounding(ReportLine total)
    {
        if (Query.Presentation is not { } presentation)
        {
            return null;
        }

        return _lines.Values.Aggregate(
            presentation.Of(Money.UsdCents(total.ReceivedCents)),
            (rest, line) => rest - presentation.Of(Money.UsdCents(line.ReceivedCents))
        );
    }

    /// <summary>Notes what the ledger has for the same dates.</summary>
    public void CompareWith(long ledgerReceivedCents, long publishedTotalsCents)
    {
        LedgerReceivedCents = ledgerReceivedCents;
        PublishedTotalsCents = publishedTotalsCents;
    }

    /// <summary>The line of a cell, made when it is the first amount there.</summary>
    public ReportLine LineOf(ReportCell cell)
    {
        if (!_lines.TryGetValue((cell.Key, cell.ThenKey), out var line))
        {
            line = new ReportLine(cell);
            _lines.Add((cell.Key, cell.ThenKey), line);
        }

        return line;
    }

    /// <summary>The amount without trailing zeros.</summary>
    public static string Plain(decimal amount) =>
        amount.ToString("0.############################", CultureInfo.InvariantCulture);
}
