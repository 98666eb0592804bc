namespace Fund.Journeys.Tests.Calls;

/// <summary>People who carry one call from its form to the letters, all in one language, each before another screen.</summary>
/// <param name="Language">Code of the language.</param>
/// <param name="Turn">Which of the four ways the first of them has; the others follow.</param>
public sealed record Company(string Language, int Turn)
{
    private static readonly (bool Script, int Width)[] Ways = [(true, 1280), (false, 390), (true, 390), (false, 1280)];

    private static readonly string[] Languages = ["en", "fr", "ar"];

    /// <summary>
    /// One company for each of three languages. Three steps of the four ways lie between neighbouring roles, so that each
    /// role meets every language, scripts on and off and both widths, and four roles meet every language in every way.
    /// With <c>FUND_JOURNEYS=all</c> each language has four companies, and every role meets everything.
    /// </summary>
    public static TheoryData<Company> All()
    {
        var companies = new TheoryData<Company>();
        var wanted = Environment.GetEnvironmentVariable("FUND_LANGUAGES")?.Split(',');
        foreach (var (index, language) in Languages.Index())
        {
            for (var more = 0; wanted?.Contains(language) != false && more < (View.All ? Ways.Length : 1); more++)
            {
                companies.Add(new Company(language, index + more));
            }
        }

        return companies;
    }

    /// <summary>How one of them looks at the portal.</summary>
    /// <param name="role">Number of the role, from 0.</param>
    public View Of(int role)
    {
        var (script, width) = Ways[(3 * role + Turn) % Ways.Length];
        return new View(Language, script, width);
    }

    public override string ToString() => $"{Language}, from way {Turn}";
}
