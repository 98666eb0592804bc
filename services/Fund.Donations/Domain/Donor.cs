using Fund.Kernel;

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

    /// <summary>Contributor type that a person stated; null when it follows from the kind.</summary>
    public string? StatedUnType { get; private set; }

    /// <summary>Raised by every change; who changes says which version they saw.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>The donor that this one turned out to be; null for all but merged duplicates.</summary>
    public Guid? MergedInto { get; private set; }

    public DateTimeOffset? MergedAt { get; private set; }

    /// <summary>Contributor type of the United Nations financial data standards, C01A to C08B.</summary>
    public string UnDonorType => StatedUnType ?? UnDonorTypes.Usual(Kind);

    /// <summary>Everything about a donor that a person may state anew.</summary>
    public sealed record Particulars(
        DonorKind Kind,
        string Name,
        string? CountryCode,
        string Language,
        bool PubliclyAnonymous,
        string? UnType
    );

    /// <summary>States it anew.</summary>
    /// <param name="particulars">Checked before.</param>
    /// <param name="seenVersion">Version that the person saw.</param>
    /// <exception cref="RefusedException">CHANGED_MEANWHILE or DONOR_MERGED.</exception>
    public void Change(Particulars particulars, int seenVersion)
    {
        RequireNotMerged();
        if (seenVersion != Version)
        {
            throw Refusals.ChangedMeanwhile("donor").AsException();
        }

        Name = particulars.Name;
        SearchName = NameFolding.Fold(particulars.Name);
        NameWords = [.. NameFolding.Words(particulars.Name).Order(StringComparer.Ordinal)];
        Kind = particulars.Kind;
        CountryCode = particulars.CountryCode;
        Language = particulars.Language;
        PubliclyAnonymous = particulars.PubliclyAnonymous;
        State(particulars.UnType);
        Version++;
    }

    /// <summary>States the contributor type, or leaves it to the kind.</summary>
    public void State(string? unType) => StatedUnType = unType == UnDonorTypes.Usual(Kind) ? null : unType;

    /// <exception cref="RefusedException">DONOR_MERGED, with the donor that this one is now.</exception>
    public void RequireNotMerged()
    {
        if (MergedInto is { } survivor)
        {
            throw DonationRefusals.DonorMerged("donor_id", Id, survivor).AsException();
        }
    }

    /// <summary>Becomes a part of another donor, which is the same in truth.</summary>
    /// <exception cref="RefusedException">MERGE_INTO_ITSELF, DONOR_MERGED or DIFFERENT_MEMBER_STATES.</exception>
    public void MergeInto(Donor survivor, DateTimeOffset at)
    {
        if (survivor.Id == Id)
        {
            throw DonationRefusals.MergeIntoItself(Id).AsException();
        }

        if (MergedInto is { } already)
        {
            throw DonationRefusals.DonorMerged("duplicate_id", Id, already).AsException();
        }

        survivor.RequireNotMerged();
        if (
            Kind == DonorKind.MemberState
            && survivor.Kind == DonorKind.MemberState
            && CountryCode != survivor.CountryCode
        )
        {
            throw DonationRefusals.DifferentMemberStates(CountryCode, survivor.CountryCode).AsException();
        }

        MergedInto = survivor.Id;
        MergedAt = at;
        Version++;
        survivor.Version++;
    }

    /// <summary>Is a donor of its own again.</summary>
    public void Part(Donor survivor)
    {
        MergedInto = null;
        MergedAt = null;
        Version++;
        survivor.Version++;
    }
}

/// <summary>
/// Contributor types of the United Nations financial data standards, as the CEB publishes them: C01A governments, C02
/// non-governmental organisations, C03 public-private partnerships, C04 multilateral (C04A international financial
/// institutions, C04B global vertical funds, C04C UN organisations, C04D UN inter-agency pooled funds, C04E others), C05
/// foundations, C06 private sector, C07 academic, training and research institutions, C08 others (C08A the European
/// Union, C08B all else). C09 is revenue that nobody contributed, such as interest: no donor has it.
/// </summary>
public static class UnDonorTypes
{
    /// <summary>What a donor of a kind is unless somebody states otherwise.</summary>
    public static string Usual(DonorKind kind) =>
        kind switch
        {
            DonorKind.MemberState => "C01A",
            DonorKind.IntergovernmentalOrganisation => "C04",
            DonorKind.Foundation => "C05",
            DonorKind.PrivateSector => "C06",
            _ => "C08",
        };

    /// <summary>What may be stated of a donor of a kind.</summary>
    public static IReadOnlyList<string> Allowed(DonorKind kind) =>
        kind switch
        {
            DonorKind.MemberState => ["C01A"],
            DonorKind.IntergovernmentalOrganisation => ["C04", "C04A", "C04B", "C04C", "C04D", "C04E", "C08A", "C03"],
            DonorKind.Foundation => ["C05", "C02", "C07"],
            DonorKind.PrivateSector => ["C06", "C02", "C03", "C07"],
            _ => ["C08", "C08B"],
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
