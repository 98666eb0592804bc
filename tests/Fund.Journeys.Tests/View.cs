using Fund.Gateway.Portal;

namespace Fund.Journeys.Tests;

/// <summary>How somebody looks at the portal.</summary>
/// <param name="Language">Code of the language.</param>
/// <param name="Script">False where JavaScript is off.</param>
/// <param name="Width">Of the screen, in CSS pixels.</param>
public sealed record View(string Language, bool Script, int Width)
{
    private static readonly (bool Script, int Width)[] Ways = [(true, 1280), (false, 390), (true, 390), (false, 1280)];

    /// <summary>Everything, instead of one way for each language: <c>FUND_JOURNEYS=all</c>.</summary>
    public static bool All { get; } = Environment.GetEnvironmentVariable("FUND_JOURNEYS") == "all";

    /// <summary>
    /// Every language, each in one of the four ways. Neighbouring audiences begin with another way, so that four of
    /// them see each language in every way, and each of them sees every way in some language.
    /// </summary>
    public static TheoryData<View> Of(int audience)
    {
        var views = new TheoryData<View>();
        var wanted = Environment.GetEnvironmentVariable("FUND_LANGUAGES")?.Split(',');
        foreach (var (index, language) in Languages.All.Select(language => language.Code).Index())
        {
            if (wanted?.Contains(language) == false)
            {
                continue;
            }

            foreach (var (script, width) in All ? Ways : [Ways[(audience + index) % Ways.Length]])
            {
                views.Add(new View(language, script, width));
            }
        }

        return views;
    }

    public override string ToString() => $"{Language}, {(Script ? "with" : "without")} scripts, {Width} px";
}
