using Fund.Beneficiaries.Domain;
using Fund.Beneficiaries.V1;
using Fund.Hosting;
using Fund.Kernel;
using CaseRecord = Fund.Beneficiaries.V1.CaseRecord;

namespace Fund.Beneficiaries.Grpc;

/// <summary>
/// Reads what an organisation submitted, against the standard's code lists. Problems name the place and what is
/// allowed; they never repeat what was written there, which in a file with slipped columns may be a name.
/// </summary>
internal static class RecordChecks
{
    public const int MostRecords = 10_000;
    public const int MostCells = 5_000;

    /// <summary>More problems than this help nobody; the rest appears after mending these.</summary>
    private const int MostProblems = 100;

    private const int MostCountries = 20;

    /// <summary>The codes of all records, in order.</summary>
    /// <exception cref="RefusedException">Every problem found, with the index of its record.</exception>
    public static IReadOnlyList<CaseFacts> Facts(IReadOnlyList<CaseRecord> records)
    {
        var check = new Check();
        if (records.Count == 0)
        {
            check.Add(BeneficiaryRefusals.NoRecords());
        }

        if (records.Count > MostRecords)
        {
            throw BeneficiaryRefusals.TooMany("records", records.Count, MostRecords).AsException();
        }

        var collector = new Collector(check);
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var facts = new List<CaseFacts>(records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            CheckPseudonym(collector, records[i].Pseudonym, i, first);
            facts.Add(Facts(collector, records[i], $"records[{i}]"));
        }

        check.ThrowIfAny();
        return facts;
    }

    /// <summary>The cells of an aggregate return, whose parts make its totals.</summary>
    /// <exception cref="RefusedException">Every problem found, with the index of its cell.</exception>
    public static ReturnTable Table(IReadOnlyList<AggregateCell> cells)
    {
        if (cells.Count > MostCells)
        {
            throw BeneficiaryRefusals.TooMany("cells", cells.Count, MostCells).AsException();
        }

        var check = new Check();
        var collector = new Collector(check);
        var counts = new Dictionary<CellKey, int>();
        var fields = new Dictionary<CellKey, string>();
        for (var i = 0; i < cells.Count; i++)
        {
            var (cell, field) = (cells[i], $"cells[{i}]");
            collector.That(Measures.Exists(cell.Measure), () => BeneficiaryRefusals.UnknownMeasure($"{field}.measure"));
            collector.Code(Htcds.Gender, cell.Gender, $"{field}.gender");
            collector.Code(AgeBands.Groups, cell.AgeGroup, $"{field}.age_group");
            collector.Code(Htcds.TypeOfExploitation, cell.Exploitation, $"{field}.exploitation");
            collector.That(cell.Count >= 0, () => BeneficiaryRefusals.NegativeCount($"{field}.count", cell.Count));
            var key = new CellKey(cell.Measure, cell.Gender, cell.AgeGroup, cell.Exploitation);
            collector.That(counts.TryAdd(key, cell.Count), () => BeneficiaryRefusals.CellTwice(field));
            fields.TryAdd(key, $"{field}.count");
        }

        check.ThrowIfAny();
        var table = new ReturnTable(counts);
        foreach (var problem in ReturnConsistency.Problems(table, key => fields[key]).Take(MostProblems))
        {
            check.Add(problem);
        }

        check.ThrowIfAny();
        return table;
    }

    private static void CheckPseudonym(Collector check, string pseudonym, int index, Dictionary<string, int> first)
    {
        var field = $"records[{index}].pseudonym";
        if (PersonalDataScreen.ProblemWithPseudonym(pseudonym) is { } problem)
        {
            check.Add(BeneficiaryRefusals.BadPseudonym(field, problem));
        }
        else if (!first.TryAdd(PseudonymKey.Canonical(pseudonym), index))
        {
            check.Add(BeneficiaryRefusals.PersonTwice(field, first[PseudonymKey.Canonical(pseudonym)]));
        }
    }

    private static CaseFacts Facts(Collector check, CaseRecord record, string at)
    {
        check.Code(Htcds.Gender, record.Gender, $"{at}.gender");
        check.Code(AgeBands.Bands, record.AgeBand, $"{at}.age_band");
        check.Countries(record.Citizenships, $"{at}.citizenships");
        check.Code(Htcds.TraffickingStatus, record.TraffickingStatus, $"{at}.trafficking_status");
        check.Codes(Htcds.TypeOfExploitation, record.TypesOfExploitation, $"{at}.types_of_exploitation");
        check.Countries(record.CountriesOfExploitation, $"{at}.countries_of_exploitation");
        check.Code(Htcds.EventType, record.TraffickingType, $"{at}.trafficking_type");
        check.Codes(Htcds.SupportType, record.Services, $"{at}.services");
        check.Code(Htcds.Consent, record.Consent, $"{at}.consent");
        return new CaseFacts(
            record.Gender,
            record.AgeBand,
            record.Citizenships,
            record.TraffickingStatus,
            record.TypesOfExploitation,
            record.CountriesOfExploitation,
            record.TraffickingType,
            record.Services,
            record.Consent switch
            {
                "true" => true,
                "false" => false,
                _ => null,
            }
        );
    }

    /// <summary>Adds problems to a check, up to the number that helps.</summary>
    private sealed class Collector(Check check)
    {
        private int _count;

        public void Add(Refusal problem)
        {
            if (_count++ < MostProblems)
            {
                check.Add(problem);
            }
        }

        public void That(bool holds, Func<Refusal> problem)
        {
            if (!holds)
            {
                Add(problem());
            }
        }

        /// <summary>A code of the list, or empty when not recorded.</summary>
        public void Code(CodeList list, string code, string field) =>
            That(code.Length == 0 || list.Has(code), () => BeneficiaryRefusals.UnknownCode(field, list));

        public void Codes(CodeList list, IReadOnlyList<string> codes, string field)
        {
            for (var i = 0; i < codes.Count; i++)
            {
                var at = $"{field}[{i}]";
                That(list.Has(codes[i]), () => BeneficiaryRefusals.UnknownCode(at, list));
            }

            That(
                codes.Distinct(StringComparer.Ordinal).Count() == codes.Count,
                () => BeneficiaryRefusals.CodeTwice(field)
            );
        }

        public void Countries(IReadOnlyList<string> codes, string field)
        {
            That(codes.Count <= MostCountries, () => BeneficiaryRefusals.TooMany(field, codes.Count, MostCountries));
            for (var i = 0; i < Math.Min(codes.Count, MostCountries); i++)
            {
                var at = $"{field}[{i}]";
                That(Kernel.Countries.Exists(codes[i]), () => BeneficiaryRefusals.UnknownCountry(at));
            }

            That(
                codes.Distinct(StringComparer.Ordinal).Count() == codes.Count,
                () => BeneficiaryRefusals.CodeTwice(field)
            );
        }
    }
}
