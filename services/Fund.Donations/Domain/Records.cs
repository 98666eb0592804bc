namespace Fund.Donations.Domain;

/// <summary>A donor's share of one award. Worked out once, then kept.</summary>
public sealed class AwardShare
{
    private AwardShare() { }

    public AwardShare(Guid awardId, Guid donorId, long shareCents, int shareBasisPoints)
    {
        AwardId = awardId;
        DonorId = donorId;
        ShareCents = shareCents;
        ShareBasisPoints = shareBasisPoints;
    }

    public Guid AwardId { get; private set; }

    public Guid DonorId { get; private set; }

    /// <summary>Part of the award, USD cents.</summary>
    public long ShareCents { get; private set; }

    /// <summary>Share of the pool, hundredths of a percent, rounded down.</summary>
    public int ShareBasisPoints { get; private set; }
}

/// <summary>What donors are told of a project: known since both parties signed its agreement.</summary>
public sealed class ProjectFact
{
    private ProjectFact() { }

    public ProjectFact(Guid agreementId, Guid awardId, string title, string countryCode, long amountCents)
    {
        AgreementId = agreementId;
        AwardId = awardId;
        Title = title;
        CountryCode = countryCode;
        AmountCents = amountCents;
    }

    public Guid AgreementId { get; private set; }

    public Guid AwardId { get; private set; }

    public string Title { get; private set; } = "";

    public string CountryCode { get; private set; } = "";

    public long AmountCents { get; private set; }
}

/// <summary>A figure of a release of published, disclosure-safe results.</summary>
public sealed class PublishedFigureFact
{
    private PublishedFigureFact() { }

    public PublishedFigureFact(
        Guid releaseId,
        int position,
        string measure,
        string figure,
        int releaseNumber,
        DateOnly upTo
    )
    {
        ReleaseId = releaseId;
        Position = position;
        Measure = measure;
        Figure = figure;
        ReleaseNumber = releaseNumber;
        UpTo = upTo;
    }

    public Guid ReleaseId { get; private set; }

    /// <summary>Place in the release, from 0.</summary>
    public int Position { get; private set; }

    public string Measure { get; private set; } = "";

    /// <summary>As published: a figure, or words where it is protected.</summary>
    public string Figure { get; private set; } = "";

    public int ReleaseNumber { get; private set; }

    public DateOnly UpTo { get; private set; }
}

/// <summary>The running number of a statement: the same question always gets the same.</summary>
public sealed class StatementNumber
{
    private StatementNumber() { }

    public Guid DonorId { get; private set; }

    public DateOnly FromDate { get; private set; }

    public DateOnly ToDate { get; private set; }

    /// <summary>Year in which it was asked first.</summary>
    public int Year { get; private set; }

    /// <summary>From 1 within the year.</summary>
    public int Number { get; private set; }
}

/// <summary>A posted line of the ledger, as it is read back.</summary>
public sealed class LedgerEntry
{
    private LedgerEntry() { }

    public Guid Id { get; private set; }

    public Guid TransactionId { get; private set; }

    public string Account { get; private set; } = "";

    /// <summary>Debit above zero, credit below zero.</summary>
    public Fund.Kernel.Money Amount { get; private set; }

    public DateOnly EntryDate { get; private set; }

    public string Kind { get; private set; } = "";

    public Guid CauseId { get; private set; }

    public Guid? CorrectsTransactionId { get; private set; }

    public DateTimeOffset PostedAt { get; private set; }
}
