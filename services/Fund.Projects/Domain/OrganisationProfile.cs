using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>What an organisation says of itself when it is registered.</summary>
public sealed record OrganisationProfile(
    string Name,
    string CountryCode,
    string RegistrationNumber,
    DateOnly RegisteredOn,
    int AssistingSinceYear,
    bool HasPseaPolicy
)
{
    public const int MaxNameLength = 200;
    public const int MaxRegistrationNumberLength = 100;
    private const int EarliestYear = 1800;

    /// <summary>Everything that is wrong with it as of today.</summary>
    public IEnumerable<FieldProblem> Problems(DateOnly today)
    {
        if (!Countries.Exists(CountryCode))
        {
            yield return new FieldProblem(
                "country_code",
                $"'{CountryCode}' is not an ISO 3166-1 country; use two capital letters such as KE."
            );
        }

        if (RegisteredOn > today)
        {
            yield return new FieldProblem(
                "registered_on",
                $"{RegisteredOn:yyyy-MM-dd} is in the future; today is {today:yyyy-MM-dd}."
            );
        }

        if (AssistingSinceYear < EarliestYear || AssistingSinceYear > today.Year)
        {
            yield return new FieldProblem(
                "assisting_since_year",
                $"{AssistingSinceYear} is not a year from {EarliestYear} to {today.Year}."
            );
        }
    }
}
