using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>A bank statement that was taken in. Booking nothing: its entries wait for a person.</summary>
public sealed class BankStatement
{
    private BankStatement() { }

    public BankStatement(StatementHead head, DateTimeOffset importedAt)
    {
        Id = Guid.CreateVersion7(importedAt);
        BankReference = head.BankReference;
        Account = head.Account;
        CurrencyCode = head.CurrencyCode;
        ElectronicSequence = head.ElectronicSequence;
        PageNumber = head.PageNumber;
        FromDate = head.From;
        ToDate = head.To;
        Format = head.Format;
        ImportedAt = importedAt;
    }

    public Guid Id { get; private set; }

    /// <summary>The bank's own id of the statement.</summary>
    public string BankReference { get; private set; } = "";

    /// <summary>IBAN or other number of the Fund's account, without spaces.</summary>
    public string Account { get; private set; } = "";

    /// <summary>Of the account; empty when the bank does not say.</summary>
    public string CurrencyCode { get; private set; } = "";

    /// <summary>The bank's running number per account; 0 when it gives none.</summary>
    public long ElectronicSequence { get; private set; }

    /// <summary>From 1; a long statement may come in pages.</summary>
    public int PageNumber { get; private set; }

    public DateOnly? FromDate { get; private set; }

    public DateOnly? ToDate { get; private set; }

    /// <summary>Such as camt.053.001.08, or csv.</summary>
    public string Format { get; private set; } = "";

    public DateTimeOffset ImportedAt { get; private set; }

    /// <summary>What a person should know of the last import.</summary>
    public string[] Warnings { get; private set; } = [];

    /// <summary>Entries as the bank counts them, whatever they became here.</summary>
    public int EntryCount { get; private set; }

    /// <summary>It covers these days too.</summary>
    public void Cover(DateOnly? from, DateOnly? to)
    {
        FromDate = FromDate is { } first && first < from ? first : from;
        ToDate = ToDate is { } last && last > to ? last : to;
    }

    /// <summary>What the last import found.</summary>
    public void Finish(IEnumerable<Sentence> warnings, int entries)
    {
        Warnings = [.. warnings.Select(warning => warning.Text)];
        EntryCount = entries;
    }
}

/// <summary>A balance of a statement as the bank states it.</summary>
public sealed class BankBalance
{
    private BankBalance() { }

    public BankBalance(Guid statementId, int number, ReadBalance read)
    {
        BankStatementId = statementId;
        Number = number;
        Code = read.Code;
        CurrencyCode = read.CurrencyCode;
        Amount = read.Amount;
        BalanceDate = read.On;
    }

    public Guid BankStatementId { get; private set; }

    /// <summary>From 1, in the order of the file.</summary>
    public int Number { get; private set; }

    /// <summary>ISO 20022 balance type: OPBD, PRCD, CLBD, ITBD, CLAV, ...; empty when the bank has one of its own.</summary>
    public string Code { get; private set; } = "";

    public string CurrencyCode { get; private set; } = "";

    /// <summary>In units of the currency, signed, with the bank's own decimals: it is shown and compared, never booked.</summary>
    public decimal Amount { get; private set; }

    public DateOnly? BalanceDate { get; private set; }
}

/// <summary>A row of a statement's file that could not be taken as it stands.</summary>
public sealed class BankRowProblem
{
    private BankRowProblem() { }

    public BankRowProblem(Guid statementId, int number, RowProblem read)
    {
        BankStatementId = statementId;
        Number = number;
        Line = read.Place.Line;
        Position = read.Place.Position;
        Field = read.Field;
        Given = CamtCursor.Cut(read.Given, 100);
        Rule = read.Rule.Text;
    }

    public Guid BankStatementId { get; private set; }

    /// <summary>From 1, in the order of the file.</summary>
    public int Number { get; private set; }

    public int Line { get; private set; }

    public int Position { get; private set; }

    public string Field { get; private set; } = "";

    public string Given { get; private set; } = "";

    public string Rule { get; private set; } = "";
}

/// <summary>A file that statements were read from, kept as it came.</summary>
public sealed class BankFile
{
    private BankFile() { }

    public BankFile(
        byte[] sha256,
        string name,
        string mediaType,
        long size,
        string receivedBy,
        DateTimeOffset receivedAt,
        Guid? importId = null
    )
    {
        Id = Guid.CreateVersion7(receivedAt);
        Sha256 = sha256;
        FileName = name;
        MediaType = mediaType;
        SizeBytes = size;
        ReceivedBy = receivedBy;
        ReceivedAt = receivedAt;
        ImportId = importId;
    }

    public Guid Id { get; private set; }

    /// <summary>Recognises the very same file.</summary>
    public byte[] Sha256 { get; private set; } = [];

    public string FileName { get; private set; } = "";

    public string MediaType { get; private set; } = "";

    public long SizeBytes { get; private set; }

    /// <summary>Subject of the account that brought it.</summary>
    public string ReceivedBy { get; private set; } = "";

    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>The import that keeps its bytes; null when they are kept here.</summary>
    public Guid? ImportId { get; private set; }
}

/// <summary>A part of a file, at most a megabyte.</summary>
public sealed class BankFilePart
{
    private BankFilePart() { }

    public BankFilePart(Guid fileId, int number, byte[] content)
    {
        BankFileId = fileId;
        Number = number;
        Content = content;
    }

    /// <summary>Bytes of one part.</summary>
    public const int Size = 1024 * 1024;

    public Guid BankFileId { get; private set; }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    public byte[] Content { get; private set; } = [];
}

/// <summary>Which file a statement was read from; the same statement may come in several.</summary>
public sealed class StatementFile
{
    private StatementFile() { }

    public StatementFile(Guid statementId, Guid fileId)
    {
        BankStatementId = statementId;
        BankFileId = fileId;
    }

    public Guid BankStatementId { get; private set; }

    public Guid BankFileId { get; private set; }
}
