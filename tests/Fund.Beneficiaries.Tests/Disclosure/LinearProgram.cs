namespace Fund.Beneficiaries.Tests.Disclosure;

/// <summary>
/// Least and greatest values of linear sums over all x ≥ 0 with A·x = b, by the simplex method with Bland's rule. Small
/// and plain on purpose: it shares nothing with the code it is used to check.
/// </summary>
internal sealed class LinearProgram
{
    private const double Tiny = 1e-9;
    private readonly List<double[]> _rows = [];
    private readonly List<int> _basis = [];
    private readonly int _columns;

    /// <param name="columns">Number of variables.</param>
    /// <param name="equations">Coefficients by variable, and the right side.</param>
    public LinearProgram(int columns, IEnumerable<(IReadOnlyDictionary<int, double> Left, double Right)> equations)
    {
        _columns = columns;
        foreach (var (left, right) in equations)
        {
            var row = new double[columns + 1];
            var sign = right < 0 ? -1 : 1;
            foreach (var (column, coefficient) in left)
            {
                row[column] = sign * coefficient;
            }

            row[columns] = sign * right;
            _rows.Add(row);
            _basis.Add(-1);
        }

        FindStart();
    }

    /// <summary>Greatest value of the sum; infinite when there is none.</summary>
    public double Most(IReadOnlyDictionary<int, double> sum)
    {
        var cost = new double[_columns + 1];
        foreach (var (column, coefficient) in sum)
        {
            cost[column] = coefficient;
        }

        Reduce(cost);
        while (Entering(cost) is { } column)
        {
            if (Leaving(column) is not { } row)
            {
                return double.PositiveInfinity;
            }

            Pivot(row, column);
            Subtract(cost, _rows[row], cost[column]);
        }

        return -cost[_columns];
    }

    /// <summary>Least value of the sum.</summary>
    public double Least(IReadOnlyDictionary<int, double> sum) =>
        -Most(sum.ToDictionary(term => term.Key, term => -term.Value));

    /// <summary>Phase one: artificial variables are driven out one by one; rows that say nothing new are dropped.</summary>
    private void FindStart()
    {
        var cost = new double[_columns + 1];
        foreach (var row in _rows)
        {
            Subtract(cost, row, -1);
        }

        while (Entering(cost) is { } column)
        {
            var row = Leaving(column) ?? throw new InvalidOperationException("Phase one cannot be unbounded.");
            Pivot(row, column);
            Subtract(cost, _rows[row], cost[column]);
        }

        Assert.True(Math.Abs(cost[_columns]) < 1e-6, "What was published contradicts itself.");
        for (var row = _rows.Count - 1; row >= 0; row--)
        {
            if (_basis[row] >= 0)
            {
                continue;
            }

            var column = Array.FindIndex(_rows[row], 0, _columns, value => Math.Abs(value) > Tiny);
            if (column >= 0)
            {
                Pivot(row, column);
            }
            else
            {
                _rows.RemoveAt(row);
                _basis.RemoveAt(row);
            }
        }
    }

    private void Reduce(double[] cost)
    {
        for (var row = 0; row < _rows.Count; row++)
        {
            Subtract(cost, _rows[row], cost[_basis[row]]);
        }
    }

    private int? Entering(double[] cost)
    {
        var column = Array.FindIndex(cost, 0, _columns, value => value > Tiny);
        return column < 0 ? null : column;
    }

    private int? Leaving(int column)
    {
        int? best = null;
        for (var row = 0; row < _rows.Count; row++)
        {
            if (_rows[row][column] <= Tiny)
            {
                continue;
            }

            var (ratio, least) = (Ratio(row, column), best is { } b ? Ratio(b, column) : double.PositiveInfinity);
            if (ratio < least - Tiny || (ratio < least + Tiny && _basis[row] < _basis[best!.Value]))
            {
                best = row;
            }
        }

        return best;
    }

    private double Ratio(int row, int column) => _rows[row][_columns] / _rows[row][column];

    private void Pivot(int row, int column)
    {
        var (pivot, by) = (_rows[row], _rows[row][column]);
        for (var c = 0; c <= _columns; c++)
        {
            pivot[c] /= by;
        }

        for (var r = 0; r < _rows.Count; r++)
        {
            if (r != row)
            {
                Subtract(_rows[r], pivot, _rows[r][column]);
            }
        }

        _basis[row] = column;
    }

    private static void Subtract(double[] from, double[] row, double times)
    {
        if (times == 0)
        {
            return;
        }

        for (var c = 0; c < from.Length; c++)
        {
            from[c] -= times * row[c];
        }
    }
}
