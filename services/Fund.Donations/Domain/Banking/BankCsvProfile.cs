using Fund.Donations.Domain.Importing;
using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>How CSV files are read, kept under a name: those of one account, or those with contributions or donors.</summary>
public sealed class BankCsvProfile
{
    /// <summary>Characters a name may have.</summary>
    public const int LongestName = 100;

    private BankCsvProfile() { }

    public BankCsvProfile(ImportKind kind, string account, string name)
    {
        Id = Guid.CreateVersion7();
        Kind = kind;
        Account = account;
        Name = name;
    }

    public Guid Id { get; private set; }

    /// <summary>What the files hold; never a statement in XML, which needs no layout.</summary>
    public ImportKind Kind { get; private set; }

    /// <summary>IBAN or other number of the Fund's account, without spaces, in capitals; empty unless the files are a bank's.</summary>
    public string Account { get; private set; } = "";

    public string Name { get; private set; } = "";

    public CsvLayout Layout { get; private set; } = CsvLayout.Plain;

    /// <summary>Subject of the account that saved it last.</summary>
    public string SavedBy { get; private set; } = "";

    public DateTimeOffset SavedAt { get; private set; }

    /// <summary>Raised every time it is saved, from 1.</summary>
    public int Version { get; private set; }

    /// <summary>The layout for a file: as saved, with the account of every row.</summary>
    public CsvLayout LayoutOfFile =>
        Layout with
        {
            Columns =
            [
                .. Layout.Columns.Where(column => column.Field != BankCsvFields.Account),
                new ColumnSource(BankCsvFields.Account, "", Account),
            ],
        };

    public void Save(CsvLayout layout, string savedBy, DateTimeOffset savedAt) =>
        (Layout, SavedBy, SavedAt, Version) = (layout, savedBy, savedAt, Version + 1);

    /// <summary>The same for whoever saw a version of it.</summary>
    /// <exception cref="RefusedException">CHANGED_MEANWHILE when it was saved since.</exception>
    public void Change(CsvLayout layout, int seen, string savedBy, DateTimeOffset savedAt)
    {
        if (seen != Version)
        {
            throw Refusals.ChangedMeanwhile("layout").AsException();
        }

        Save(layout, savedBy, savedAt);
    }
}

/// <summary>What a row of a bank's CSV file may say.</summary>
public static class BankCsvFields
{
    /// <summary>The Fund's own account; the same for all rows of a file.</summary>
    public const string Account = "account";
    public const string BookingDate = "bookingDate";
    public const string ValueDate = "valueDate";

    /// <summary>Signed: money that went out is below zero.</summary>
    public const string Amount = "amount";

    /// <summary>Money that went out, where the bank has two columns.</summary>
    public const string Debit = "debit";

    /// <summary>Money that came in, where the bank has two columns.</summary>
    public const string Credit = "credit";
    public const string Currency = "currency";
    public const string RemitterName = "remitterName";
    public const string RemitterIban = "remitterIban";
    public const string Reference = "reference";
    public const string StructuredReference = "structuredReference";
    public const string EndToEndId = "endToEndId";

    /// <summary>The bank's own reference of the movement.</summary>
    public const string BankReference = "bankReference";
    public const string Information = "information";

    public static IReadOnlyList<string> All { get; } =
    [
        Account,
        BookingDate,
        ValueDate,
        Amount,
        Debit,
        Credit,
        Currency,
        RemitterName,
        RemitterIban,
        Reference,
        StructuredReference,
        EndToEndId,
        BankReference,
        Information,
    ];
}
