namespace Fund.Beneficiaries.Domain;

/// <summary>
/// The measures of a case return, in the cells an aggregate return would have. Only what was found is given: a cell
/// that nobody falls into is left out, except the totals.
/// </summary>
public static class CaseMeasures
{
    private const string Unknown = "NonSpecifiedUnknown";

    /// <summary>Counts the records.</summary>
    /// <param name="records">One per person.</param>
    /// <param name="isNew">True for people who were in no earlier period of the project.</param>
    public static IReadOnlyDictionary<CellKey, int> Of(
        IReadOnlyCollection<CaseRecord> records,
        Func<CaseRecord, bool> isNew
    )
    {
        var cells = new Dictionary<CellKey, int> { [new(Measures.Assisted)] = 0, [new(Measures.New)] = 0 };
        foreach (var record in records)
        {
            CountPerson(cells, Measures.Assisted, record);
            if (isNew(record))
            {
                CountPerson(cells, Measures.New, record);
            }

            foreach (var service in record.Services)
            {
                Add(cells, new CellKey(Measures.Service(service)));
            }
        }

        return cells;
    }

    private static void CountPerson(Dictionary<CellKey, int> cells, string measure, CaseRecord record)
    {
        var gender = record.Gender.Length == 0 ? Unknown : record.Gender;
        Add(cells, new CellKey(measure));
        Add(cells, new CellKey(measure, gender));
        if (record.AgeGroup.Length > 0)
        {
            Add(cells, new CellKey(measure, AgeGroup: record.AgeGroup));
            Add(cells, new CellKey(measure, gender, record.AgeGroup));
        }

        if (record.PrincipalExploitation.Length > 0)
        {
            Add(cells, new CellKey(measure, Exploitation: record.PrincipalExploitation));
            Add(cells, new CellKey(measure, gender, Exploitation: record.PrincipalExploitation));
        }
    }

    private static void Add(Dictionary<CellKey, int> cells, CellKey key) =>
        cells[key] = cells.GetValueOrDefault(key) + 1;
}
