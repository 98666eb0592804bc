namespace Fund.Donations.Domain.Banking;

/// <summary>What one Ntry of a statement says, of whatever version.</summary>
internal sealed class CamtEntry
{
    /// <summary>Transactions one entry may list; a file with more is refused, because an entry is held as a whole.</summary>
    public const int MostTransactions = 100_000;

    public FilePlace Place { get; private init; }

    public CamtAmount? Amount { get; private set; }

    /// <summary>CRDT, DBIT or whatever stands there.</summary>
    public string Direction { get; private set; } = "";

    public bool IsReversal { get; private set; }

    /// <summary>BOOK, PDNG, INFO or FUTR: plain up to version 06, in a code after it.</summary>
    public string Status { get; private set; } = "";

    public DateOnly? BookingDate { get; private set; }

    public DateOnly? ValueDate { get; private set; }

    /// <summary>Field and text of a date that is none.</summary>
    public (string Field, string Given)? BadDate { get; private set; }

    public string BankReference { get; private set; } = "";

    public string Information { get; private set; } = "";

    public CamtCharges Charges { get; } = new();

    public CamtAmounts Amounts { get; } = new();

    /// <summary>Transactions the bank says the entry stands for, listed or not; 0 when it does not say.</summary>
    public int BatchSize { get; private set; }

    public List<CamtTransaction> Transactions { get; } = [];

    public bool IsCredit => Direction == "CRDT";

    /// <summary>Reads the Ntry the cursor stands on.</summary>
    public static CamtEntry Read(CamtCursor xml)
    {
        var entry = new CamtEntry { Place = xml.Place };
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            entry.Take(xml);
        }

        return entry;
    }

    private void Take(CamtCursor xml)
    {
        switch (xml.Name)
        {
            case "Amt":
                Amount = CamtAmount.Read(xml);
                break;
            case "CdtDbtInd":
                Direction = xml.Text(20);
                break;
            case "RvslInd":
                IsReversal = xml.Text(10) is "true" or "1";
                break;
            case "Sts":
                Status = CodeOrText(xml);
                break;
            case "BookgDt":
                BookingDate = Date(xml, "BookgDt");
                break;
            case "ValDt":
                ValueDate = Date(xml, "ValDt");
                break;
            case "AcctSvcrRef":
                BankReference = xml.Text(200);
                break;
            case "AddtlNtryInf":
                Information = xml.Text(500);
                break;
            case "Chrgs":
                Charges.Read(xml);
                break;
            case "AmtDtls":
                Amounts.Read(xml);
                break;
            case "NtryDtls":
                TakeDetails(xml);
                break;
            default:
                xml.Skip();
                break;
        }
    }

    private void TakeDetails(CamtCursor xml)
    {
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            switch (xml.Name)
            {
                case "TxDtls" when Transactions.Count == MostTransactions:
                    throw DonationRefusals
                        .NotAFile(
                            $"An entry lists more than {MostTransactions} transactions; ask the bank for several entries.",
                            Place.Line,
                            Place.Position
                        )
                        .AsException();
                case "TxDtls":
                    Transactions.Add(CamtTransaction.Read(xml));
                    break;
                case "Btch":
                    BatchSize += int.TryParse(xml.TextAt(15, "NbOfTxs"), out var size) && size > 0 ? size : 0;
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }
    }

    private DateOnly? Date(CamtCursor xml, string field)
    {
        var date = xml.Date(out var bad);
        if (bad is not null)
        {
            BadDate = (field, bad);
        }

        return date;
    }

    /// <summary>An element that has its code as text, or in a Cd or Prtry of its own.</summary>
    private static string CodeOrText(CamtCursor xml) => xml.TextOrTextAt(35, "Cd", "Prtry");
}

/// <summary>The amounts beside an entry's own: what was sent, and what went through the banks.</summary>
internal sealed class CamtAmounts
{
    /// <summary>What the sender told the own bank to send (InstdAmt).</summary>
    public CamtAmount? Instructed { get; private set; }

    /// <summary>The amount of the transaction (TxAmt), before charges.</summary>
    public CamtAmount? Transaction { get; private set; }

    public void Read(CamtCursor xml)
    {
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            switch (xml.Name)
            {
                case "InstdAmt":
                    Instructed = Inner(xml);
                    break;
                case "TxAmt":
                    Transaction = Inner(xml);
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }
    }

    private static CamtAmount? Inner(CamtCursor xml)
    {
        CamtAmount? amount = null;
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            if (xml.Name == "Amt")
            {
                amount = CamtAmount.Read(xml);
            }
            else
            {
                xml.Skip();
            }
        }

        return amount;
    }
}

/// <summary>
/// What the banks kept. Version 02 has one Chrgs with an amount for each; later ones have one Chrgs with a Rcrd for
/// each, and say whether it is taken off the amount of the entry.
/// </summary>
internal sealed class CamtCharges
{
    private readonly List<(CamtAmount Amount, bool IsKept, bool? IsIncluded)> _records = [];
    private CamtAmount? _total;

    /// <summary>Reads the Chrgs the cursor stands on, one of perhaps several.</summary>
    public void Read(CamtCursor xml)
    {
        (CamtAmount? Amount, bool IsKept, bool? IsIncluded) own = (null, true, null);
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            switch (xml.Name)
            {
                case "TtlChrgsAndTaxAmt":
                    _total = CamtAmount.Read(xml);
                    break;
                case "Rcrd":
                    ReadRecord(xml);
                    break;
                default:
                    own = Field(xml, own);
                    break;
            }
        }

        Add(own);
    }

    /// <summary>What was kept in one currency and is not in the entry's amount any more; null when nothing was.</summary>
    public decimal? KeptIn(string currency)
    {
        var records = _records.Where(record => record.Amount.Currency == currency && record.IsIncluded != false);
        var sum = records.Sum(record => (record.IsKept ? 1 : -1) * record.Amount.Value!.Value);
        if (_records.Count == 0 && _total is { Value: { } total } && _total.Value.Currency == currency)
        {
            sum = total;
        }

        return sum > 0 ? sum : null;
    }

    private void ReadRecord(CamtCursor xml)
    {
        (CamtAmount? Amount, bool IsKept, bool? IsIncluded) record = (null, true, null);
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            record = Field(xml, record);
        }

        Add(record);
    }

    private static (CamtAmount? Amount, bool IsKept, bool? IsIncluded) Field(
        CamtCursor xml,
        (CamtAmount? Amount, bool IsKept, bool? IsIncluded) record
    )
    {
        switch (xml.Name)
        {
            case "Amt":
                return record with { Amount = CamtAmount.Read(xml) };
            case "CdtDbtInd":
                return record with { IsKept = xml.Text(20) != "CRDT" };
            case "ChrgInclInd":
                return record with { IsIncluded = xml.Text(10) is "true" or "1" };
            default:
                xml.Skip();
                return record;
        }
    }

    private void Add((CamtAmount? Amount, bool IsKept, bool? IsIncluded) record)
    {
        if (record.Amount is { Value: not null } amount)
        {
            _records.Add((amount, record.IsKept, record.IsIncluded));
        }
    }
}
