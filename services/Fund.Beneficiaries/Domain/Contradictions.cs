namespace Fund.Beneficiaries.Domain;

/// <summary>How many records of a case return call for a second look.</summary>
/// <param name="WithoutConsent">The person did not consent: only the count is kept.</param>
/// <param name="OtherGender">Recorded with another gender in an earlier period.</param>
/// <param name="Younger">Recorded with a higher age band in an earlier period.</param>
public sealed record Contradictions(int WithoutConsent, int OtherGender, int Younger)
{
    /// <summary>Compares the records with what earlier periods say of the same people.</summary>
    public static Contradictions Between(IReadOnlyCollection<CaseRecord> records, Func<CaseRecord, CaseRecord?> before)
    {
        var pairs = records
            .Select(now => (Now: now, Before: before(now)))
            .Where(pair => pair.Before is not null)
            .ToList();
        return new Contradictions(
            records.Count(record => record.Consent == false),
            pairs.Count(pair => Differ(pair.Now.Gender, pair.Before!.Gender)),
            pairs.Count(pair =>
                Differ(pair.Now.AgeBand, pair.Before!.AgeBand)
                && AgeBands.Order(pair.Now.AgeBand) < AgeBands.Order(pair.Before.AgeBand)
            )
        );
    }

    private static bool Differ(string now, string before) => now.Length > 0 && before.Length > 0 && now != before;
}
