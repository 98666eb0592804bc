namespace Fund.Gateway.OpenData;

/// <summary>
/// Who publishes, as other registers know it. An operator sets <c>OpenData:OrganisationIdentifier</c> and
/// <c>OpenData:GrantPrefix</c> to what those registers gave out; until then everything says that it is an example.
/// </summary>
/// <param name="Identifier">IATI organisation identifier.</param>
/// <param name="Name">Name of the Fund, in English.</param>
/// <param name="GrantPrefix">Publisher prefix of 360Giving, before every id of a grant.</param>
/// <param name="Licence">Address of the licence of everything that is published.</param>
internal sealed record Publisher(string Identifier, string Name, string GrantPrefix, string Licence)
{
    /// <summary>Multilateral, in IATI's list of organisation types.</summary>
    public const string IatiType = "40";

    public string FundActivity => $"{Identifier}-FUND";

    public static Publisher Of(IConfiguration configuration)
    {
        var settings = configuration.GetSection("OpenData");
        return new Publisher(
            settings["OrganisationIdentifier"] ?? "XI-EXAMPLE-VICTIMSFUND",
            settings["OrganisationName"] ?? "Trust Fund for Victims of Trafficking",
            settings["GrantPrefix"] ?? "360G-ExampleVictimsFund",
            settings["Licence"] ?? "https://creativecommons.org/licenses/by/4.0/"
        );
    }

    public string ActivityOf(string awardId) => $"{Identifier}-{awardId}";
}
