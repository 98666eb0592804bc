namespace Fund.Donations.Domain.Banking;

/// <summary>What an entry and each of its transactions say in the same elements: amounts, direction and charges.</summary>
internal abstract class CamtFigures
{
    private CamtCharges? _charges;

    public CamtAmount? Amount { get; private set; }

    /// <summary>CRDT, DBIT or whatever stands there; empty when nothing does, which in a transaction means as the entry.</summary>
    public string Direction { get; private set; } = "";

    /// <summary>Null when the bank gives none beside the amount itself.</summary>
    public CamtAmounts? Amounts { get; private set; }

    /// <summary>What was kept in one currency and is not in the amount any more; null when nothing was.</summary>
    public decimal? KeptIn(string currency) => _charges?.KeptIn(currency);

    /// <summary>Takes the element the cursor stands on, or goes by it.</summary>
    protected void TakeFigure(CamtCursor xml)
    {
        switch (xml.Name)
        {
            case "Amt":
                Amount = CamtAmount.Read(xml);
                break;
            case "CdtDbtInd":
                Direction = xml.Text(20);
                break;
            case "AmtDtls":
                (Amounts ??= new CamtAmounts()).Read(xml);
                break;
            case "Chrgs":
                (_charges ??= new CamtCharges()).Read(xml);
                break;
            default:
                xml.Skip();
                break;
        }
    }
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
