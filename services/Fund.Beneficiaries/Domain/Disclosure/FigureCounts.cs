namespace Fund.Beneficiaries.Domain.Disclosure;

/// <summary>Adds up the true figures of a release, by the keys of the networks.</summary>
public sealed class FigureCounts
{
    private readonly Dictionary<string, long> _people = new() { [PeopleFigures.Total] = 0 };
    private readonly Dictionary<string, long> _services = new() { [ServiceFigures.Total] = 0 };

    public IReadOnlyDictionary<string, long> People => _people;

    public IReadOnlyDictionary<string, long> Services => _services;

    /// <summary>Countries with a project that was counted, in alphabetical order.</summary>
    public IReadOnlyList<string> Countries =>
        [
            .. _people
                .Keys.Where(key => key.StartsWith("country:", StringComparison.Ordinal))
                .Select(key => key["country:".Length..])
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Notes that a project of the country was counted, even if it helped nobody yet.</summary>
    public void HasCountry(string country) => Add(_people, PeopleFigures.Country(country), 0);

    /// <summary>People who have everything in common.</summary>
    /// <param name="gender">HTCDS prs_Gender or empty.</param>
    /// <param name="ageGroup">child, adult or empty.</param>
    /// <param name="form">Principal form or empty.</param>
    public void AddPeople(string country, string gender, string ageGroup, string form, long people)
    {
        AddTotal(country, people);
        AddByAge(gender, ageGroup, people);
        AddByExploitation(gender, form, people);
        Add(_people, PeopleFigures.AgeGender("", PeopleFigures.ColumnOf(gender)), people);
    }

    /// <summary>The people of an aggregate return.</summary>
    public void AddPeople(string country, PeopleBreakdown breakdown)
    {
        AddTotal(country, breakdown.Total);
        foreach (var part in breakdown.ByAge)
        {
            AddByAge(part.Gender, part.Code, part.People);
            Add(_people, PeopleFigures.AgeGender("", PeopleFigures.ColumnOf(part.Gender)), part.People);
        }

        foreach (var part in breakdown.ByExploitation)
        {
            AddByExploitation(part.Gender, part.Code, part.People);
        }
    }

    public void AddServices(string type, long services)
    {
        Add(_services, ServiceFigures.Total, services);
        Add(_services, ServiceFigures.Of(type), services);
    }

    private void AddTotal(string country, long people)
    {
        Add(_people, PeopleFigures.Total, people);
        Add(_people, PeopleFigures.Country(country), people);
    }

    private void AddByAge(string gender, string ageGroup, long people)
    {
        var row = ageGroup.Length == 0 ? PeopleFigures.NotRecorded : ageGroup;
        Add(_people, PeopleFigures.AgeGender(row, PeopleFigures.ColumnOf(gender)), people);
        Add(_people, PeopleFigures.AgeGender(row, ""), people);
    }

    private void AddByExploitation(string gender, string form, long people)
    {
        var row = form.Length == 0 ? PeopleFigures.NotRecorded : form;
        Add(_people, PeopleFigures.FormGender(row, PeopleFigures.ColumnOf(gender)), people);
        Add(_people, PeopleFigures.FormGender(row, ""), people);
    }

    private static void Add(Dictionary<string, long> counts, string key, long count) =>
        counts[key] = counts.GetValueOrDefault(key) + count;
}
