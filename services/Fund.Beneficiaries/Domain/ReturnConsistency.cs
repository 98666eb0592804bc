using Fund.Kernel;

namespace Fund.Beneficiaries.Domain;

/// <summary>
/// Whether the parts of a return make its totals. Source: quality expectations of the Fund's design, section 4.4:
/// totals agree with the parts, blank is not zero.
/// </summary>
public static class ReturnConsistency
{
    /// <summary>Everything wrong with the table, each with both numbers; empty when it holds together.</summary>
    /// <param name="table">Cells with known codes, each place once.</param>
    /// <param name="fieldOf">Path of a given cell in the request.</param>
    public static IEnumerable<Refusal> Problems(ReturnTable table, Func<CellKey, string> fieldOf)
    {
        var total = new CellKey(Measures.Assisted);
        if (table.Given(total) is null)
        {
            yield return BeneficiaryRefusals.TotalMissing();
        }

        // A total that was not given cannot be contradicted by its parts, except through a given total above it.
        foreach (var key in table.Cells.Keys)
        {
            foreach (var dimension in Dimension.All.Where(dimension => dimension.IsBlankIn(key)))
            {
                if (Contradiction(table, key, dimension) is { } parts)
                {
                    yield return BeneficiaryRefusals.PartsDoNotMakeTotal(
                        fieldOf(key),
                        key,
                        dimension,
                        parts,
                        table.AtLeast(key)
                    );
                }
            }
        }

        foreach (var key in table.Cells.Keys.Where(key => key.Measure == Measures.New))
        {
            if (table.Given(key.Of(Measures.Assisted)) is { } assisted && table.Cells[key] > assisted)
            {
                yield return BeneficiaryRefusals.MoreNewThanAssisted(fieldOf(key), table.Cells[key], assisted);
            }
        }

        var newPeople = table.AtLeast(total.Of(Measures.New));
        if (table.Given(total.Of(Measures.New)) is null && newPeople > table.AtLeast(total))
        {
            yield return BeneficiaryRefusals.MoreNewThanAssisted("cells", newPeople, table.AtLeast(total));
        }
    }

    /// <summary>What the parts add up to when that contradicts the total; null when it does not.</summary>
    private static long? Contradiction(ReturnTable table, CellKey key, Dimension dimension)
    {
        var parts = table.PartsOf(key, dimension);
        var total = table.AtLeast(key);
        return parts > total || (parts < total && table.PartsAreComplete(key, dimension)) ? parts : null;
    }
}
