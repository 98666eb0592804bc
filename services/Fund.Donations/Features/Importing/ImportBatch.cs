using Fund.Donations.Domain.Importing;
using Fund.Kernel;

namespace Fund.Donations.Features.Importing;

/// <summary>Rows that are dealt with together.</summary>
internal sealed class ImportBatch<TRow>
    where TRow : class, IImportRow
{
    private readonly List<CellProblem> _read = [];
    private readonly List<CellProblem> _resolved = [];

    /// <summary>Rows of the file in this batch, good and bad.</summary>
    public int Count { get; private set; }

    /// <summary>The good ones.</summary>
    public List<TRow> Rows { get; } = [];

    /// <summary>Problems found when what the rows name was looked up.</summary>
    public IReadOnlyList<CellProblem> ResolvedProblems => _resolved;

    /// <summary>All problems, in the order of the rows.</summary>
    public IReadOnlyList<CellProblem> Problems =>
        _resolved.Count == 0 ? _read : [.. _read.Concat(_resolved).OrderBy(problem => problem.Row)];

    public void Add(TRow? row, IReadOnlyList<CellProblem>? problems)
    {
        Count++;
        if (problems is not null)
        {
            _read.AddRange(problems);
        }
        else if (row is not null)
        {
            Rows.Add(row);
        }
    }

    /// <summary>Removes rows that were bad when a person looked at the file.</summary>
    public void LeaveOut(HashSet<long> rows)
    {
        if (rows.Count > 0)
        {
            Rows.RemoveAll(row => rows.Contains(row.Row));
        }
    }

    /// <summary>Removes the rows for which there is a problem.</summary>
    public void Refuse(Func<TRow, (string Column, string Value, Sentence Problem)?> problemOf) =>
        Rows.RemoveAll(row =>
        {
            if (problemOf(row) is not { } problem)
            {
                return false;
            }

            _resolved.Add(new CellProblem(row.Row, problem.Column, problem.Value, problem.Problem));
            return true;
        });
}

/// <summary>What was counted of a file so far.</summary>
internal sealed class ImportTally
{
    private readonly SortedDictionary<string, long> _sums = new(StringComparer.Ordinal);
    private readonly List<PreviewRow> _preview = [];

    public long Rows { get; private set; }

    public long BadRows { get; private set; }

    /// <summary>Problems kept.</summary>
    public int Problems { get; set; }

    public string[] Columns { get; set; } = [];

    public IReadOnlyList<PreviewRow> Preview => _preview;

    public IReadOnlyList<ImportSum> Sums() => [.. _sums.Select(sum => new ImportSum(sum.Key, sum.Value))];

    /// <summary>Keeps the first rows as they were understood.</summary>
    public void Show(CsvRows rows)
    {
        if (_preview.Count < ImportFile.PreviewRows)
        {
            _preview.Add(rows.Preview());
        }
    }

    public void Count<TRow>(ImportBatch<TRow> batch, Func<TRow, Money?> sumOf)
        where TRow : class, IImportRow
    {
        Rows += batch.Count;
        BadRows += batch.Count - batch.Rows.Count;
        foreach (var row in batch.Rows)
        {
            if (sumOf(row) is { } amount)
            {
                _sums[amount.Currency.Code] = checked(
                    _sums.GetValueOrDefault(amount.Currency.Code) + amount.MinorUnits
                );
            }
        }
    }
}
