namespace Fund.Donations.Domain;

/// <summary>Who gives. The numbers are those of the wire.</summary>
public enum DonorKind
{
    MemberState = 1,
    IntergovernmentalOrganisation = 2,
    PrivateSector = 3,
    Foundation = 4,
    Individual = 5,
    Campaign = 6,
}

/// <summary>Somebody who gives. Never deleted.</summary>
public sealed class Donor
{
    /// <summary>Characters a name may have.</summary>
    public const int LongestName = 200;

    /// <summary>The six languages of the United Nations.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "fr", "es", "ar", "ru", "zh"];

    private Donor() { }

    public Donor(
        DonorKind kind,
        string name,
        string? countryCode,
        string language,
        bool publiclyAnonymous,
        DateTimeOffset registeredAt
    )
    {
        Id = Guid.CreateVersion7();
        Kind = kind;
        Name = name;
        SearchName = NameFolding.Fold(name);
        NameWords = [.. NameFolding.Words(name).Order(StringComparer.Ordinal)];
        CountryCode = countryCode;
        Language = language;
        PubliclyAnonymous = publiclyAnonymous;
        RegisteredAt = registeredAt;
    }

    public Guid Id { get; private set; }

    public DonorKind Kind { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The name without case and accents, for searching and ordering.</summary>
    public string SearchName { get; private set; } = "";

    /// <summary>Words of the folded name that tell donors apart, for matching bank entries.</summary>
    public string[] NameWords { get; private set; } = [];

    /// <summary>ISO 3166-1 alpha-2, or null.</summary>
    public string? CountryCode { get; private set; }

    public string Language { get; private set; } = "en";

    public bool PubliclyAnonymous { get; private set; }

    public DateTimeOffset RegisteredAt { get; private set; }

    /// <summary>
    /// Contributor type of the United Nations financial data standards. Individuals and campaigns have no type of
    /// their own there and are reported as other contributors.
    /// </summary>
    public string UnDonorType => UnDonorTypeOf(Kind);

    /// <inheritdoc cref="UnDonorType"/>
    public static string UnDonorTypeOf(DonorKind kind) =>
        kind switch
        {
            DonorKind.MemberState => "C01A",
            DonorKind.IntergovernmentalOrganisation => "C04",
            DonorKind.Foundation => "C05",
            DonorKind.PrivateSector => "C06",
            _ => "C08",
        };
}

/// <summary>An account a donor was seen to pay from, learned when a person confirmed a bank entry.</summary>
public sealed class DonorIban
{
    private DonorIban() { }

    public Guid DonorId { get; private set; }

    /// <summary>Without spaces, in capitals. Personal data: for matching and for staff, never logged.</summary>
    public string Iban { get; private set; } = "";

    /// <summary>The entry it was learned from.</summary>
    public Guid BankEntryId { get; private set; }
}
