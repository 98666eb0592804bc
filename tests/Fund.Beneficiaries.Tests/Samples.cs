using System.Globalization;
using Fund.Beneficiaries.V1;

namespace Fund.Beneficiaries.Tests;

/// <summary>Cells and records for tests.</summary>
internal static class Samples
{
    public static AggregateCell Cell(
        int count,
        string measure = "assisted",
        string gender = "",
        string age = "",
        string form = ""
    ) =>
        new()
        {
            Measure = measure,
            Gender = gender,
            AgeGroup = age,
            Exploitation = form,
            Count = count,
        };

    /// <summary>Number n of a series; nothing in it tells who it is.</summary>
    public static string Pseudonym(int n) => "CASE-" + n.ToString("D6", CultureInfo.InvariantCulture);

    public static CaseRecord Person(
        int n,
        string gender = "Feminine",
        string band = "24-26",
        string form = "SexualExploitation"
    ) =>
        new()
        {
            Pseudonym = Pseudonym(n),
            Gender = gender,
            AgeBand = band,
            Citizenships = { "KE" },
            TraffickingStatus = "ActualVictimOfTrafficking",
            TypesOfExploitation = { form },
            CountriesOfExploitation = { "KE" },
            TraffickingType = "Exploitation",
            Services = { "SocialCare", "Legal" },
            Consent = "true",
        };

    public static IEnumerable<CaseRecord> People(int from, int count) =>
        Enumerable.Range(from, count).Select(n => Person(n));
}
