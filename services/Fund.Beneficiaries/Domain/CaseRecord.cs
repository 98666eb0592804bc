namespace Fund.Beneficiaries.Domain;

/// <summary>
/// What is kept of one person helped in one period: codes of the standard and a keyed hash in place of the pseudonym.
/// Without the person's consent only the hash and the services are kept: the person counts, and nothing is known.
/// </summary>
public sealed class CaseRecord
{
    private CaseRecord() { }

    public Guid Id { get; private set; }

    public Guid ReturnId { get; private set; }

    /// <summary>HMAC-SHA-256 of organisation and pseudonym; see <see cref="PseudonymKey"/>.</summary>
    public byte[] PersonHash { get; private set; } = [];

    /// <summary>HTCDS prs_Gender; empty when not recorded.</summary>
    public string Gender { get; private set; } = "";

    /// <summary>Band of the public CTDC data; empty when not recorded.</summary>
    public string AgeBand { get; private set; } = "";

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public List<string> Citizenships { get; private set; } = [];

    /// <summary>HTCDS vic_TraffickingStatus; empty when not recorded.</summary>
    public string TraffickingStatus { get; private set; } = "";

    /// <summary>HTCDS vic_TypeOfExploitation; the first is the principal form, under which the person is counted.</summary>
    public List<string> TypesOfExploitation { get; private set; } = [];

    /// <summary>HTCDS hte_Country, ISO 3166-1 alpha-2.</summary>
    public List<string> CountriesOfExploitation { get; private set; } = [];

    /// <summary>HTCDS hte_Type; empty when not recorded.</summary>
    public string TraffickingType { get; private set; } = "";

    /// <summary>HTCDS spl_Type of the services delivered in the period, each once.</summary>
    public List<string> Services { get; private set; } = [];

    /// <summary>HTCDS con_Consent; null when not recorded.</summary>
    public bool? Consent { get; private set; }

    /// <summary>Principal form of exploitation; empty when not recorded.</summary>
    public string PrincipalExploitation => TypesOfExploitation is [var first, ..] ? first : "";

    /// <summary>child, adult or empty.</summary>
    public string AgeGroup => AgeBands.GroupOf(AgeBand);

    /// <summary>Keeps what may be kept of a checked record.</summary>
    public static CaseRecord Of(Guid returnId, byte[] personHash, CaseFacts facts)
    {
        var record = new CaseRecord
        {
            Id = Guid.CreateVersion7(),
            ReturnId = returnId,
            PersonHash = personHash,
            Services = [.. facts.Services],
            Consent = facts.Consent,
        };
        if (facts.Consent == false)
        {
            return record;
        }

        record.Gender = facts.Gender;
        record.AgeBand = facts.AgeBand;
        record.Citizenships = [.. facts.Citizenships];
        record.TraffickingStatus = facts.TraffickingStatus;
        record.TypesOfExploitation = [.. facts.TypesOfExploitation];
        record.CountriesOfExploitation = [.. facts.CountriesOfExploitation];
        record.TraffickingType = facts.TraffickingType;
        return record;
    }
}

/// <summary>The codes of one record as submitted, checked against the standard. Texts are empty when not recorded.</summary>
public sealed record CaseFacts(
    string Gender,
    string AgeBand,
    IReadOnlyList<string> Citizenships,
    string TraffickingStatus,
    IReadOnlyList<string> TypesOfExploitation,
    IReadOnlyList<string> CountriesOfExploitation,
    string TraffickingType,
    IReadOnlyList<string> Services,
    bool? Consent
);
