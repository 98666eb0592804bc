namespace Fund.Donations.Domain.Banking;

/// <summary>What one TxDtls of an entry says, of whatever version.</summary>
internal sealed class CamtTransaction : CamtFigures
{
    private const int LongestName = 200;
    private const int LongestNumber = 34;

    public string BankReference { get; private set; } = "";

    public string EndToEndId { get; private set; } = "";

    /// <summary>Creditor's references, in the order of the file.</summary>
    public List<string> StructuredReferences { get; } = [];

    public List<string> Unstructured { get; } = [];

    /// <summary>Numbers of documents the payment is for, and what the bank adds in words.</summary>
    public List<string> Further { get; } = [];

    public CamtParty Debtor { get; } = new();

    public CamtParty Creditor { get; } = new();

    /// <summary>Day of settlement, acceptance or the transaction: the first that is given.</summary>
    public DateOnly? Day { get; private set; }

    /// <summary>Reads the TxDtls the cursor stands on.</summary>
    public static CamtTransaction Read(CamtCursor xml)
    {
        var transaction = new CamtTransaction();
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            transaction.Take(xml);
        }

        return transaction;
    }

    private void Take(CamtCursor xml)
    {
        switch (xml.Name)
        {
            case "Refs":
                TakeReferences(xml);
                break;
            case "RmtInf":
                TakeRemittance(xml);
                break;
            case "RltdPties":
                TakeParties(xml);
                break;
            case "RltdDts":
                TakeDates(xml);
                break;
            case "AddtlTxInf":
                Further.Add(xml.Text(500));
                break;
            default:
                TakeFigure(xml);
                break;
        }
    }

    private void TakeReferences(CamtCursor xml)
    {
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            switch (xml.Name)
            {
                case "AcctSvcrRef":
                    BankReference = xml.Text(200);
                    break;
                case "EndToEndId":
                    EndToEndId = xml.Text(100);
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }
    }

    private void TakeRemittance(CamtCursor xml)
    {
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            switch (xml.Name)
            {
                case "Ustrd":
                    Unstructured.Add(xml.Text(1000));
                    break;
                case "Strd":
                    TakeStructured(xml);
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }
    }

    private void TakeStructured(CamtCursor xml)
    {
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            switch (xml.Name)
            {
                case "CdtrRefInf":
                    StructuredReferences.Add(xml.TextAt(200, "Ref"));
                    break;
                case "RfrdDocInf":
                    Further.Add(xml.TextAt(200, "Nb"));
                    break;
                case "AddtlRmtInf":
                    Further.Add(xml.Text(500));
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }
    }

    private void TakeParties(CamtCursor xml)
    {
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            switch (xml.Name)
            {
                case "Dbtr" or "UltmtDbtr" or "DbtrAcct":
                    Take(Debtor, xml);
                    break;
                case "Cdtr" or "UltmtCdtr" or "CdtrAcct":
                    Take(Creditor, xml);
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }
    }

    private static void Take(CamtParty party, CamtCursor xml)
    {
        if (xml.Name.EndsWith("Acct", StringComparison.Ordinal))
        {
            party.HasAccount(AccountNumber(xml));
        }
        else if (xml.Name.StartsWith("Ultmt", StringComparison.Ordinal))
        {
            party.ActsFor(PartyName(xml));
        }
        else
        {
            party.IsCalled(PartyName(xml));
        }
    }

    private void TakeDates(CamtCursor xml)
    {
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            if (xml.Name is "IntrBkSttlmDt" or "AccptncDtTm" or "TxDtTm")
            {
                Day ??= CamtCursor.DayOf(xml.Text(40));
            }
            else
            {
                xml.Skip();
            }
        }
    }

    /// <summary>A party's name: its own up to version 06; of a person or organisation, or of a bank, after it.</summary>
    private static string PartyName(CamtCursor xml)
    {
        var name = "";
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            var found = xml.Name switch
            {
                "Nm" => xml.Text(LongestName),
                "Pty" => xml.TextAt(LongestName, "Nm"),
                "Agt" => xml.TextAt(LongestName, "FinInstnId", "Nm"),
                _ => null,
            };
            if (found is null)
            {
                xml.Skip();
            }

            name = name.Length > 0 ? name : found ?? "";
        }

        return name;
    }

    /// <summary>The number of the account the cursor stands on.</summary>
    private static string AccountNumber(CamtCursor xml)
    {
        var number = "";
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            if (xml.Name == "Id")
            {
                number = Number(xml);
            }
            else
            {
                xml.Skip();
            }
        }

        return number;
    }

    /// <summary>The IBAN in the account's Id the cursor stands on, or its other number: without spaces, in capitals.</summary>
    internal static string Number(CamtCursor xml)
    {
        var number = "";
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            var found = xml.Name switch
            {
                "IBAN" => xml.Text(60),
                "Othr" => xml.TextAt(60, "Id"),
                _ => null,
            };
            if (found is null)
            {
                xml.Skip();
            }

            number = number.Length > 0 ? number : found ?? "";
        }

        return Compact(number);
    }

    /// <summary>A number without spaces, in capitals.</summary>
    internal static string Compact(string number)
    {
        if (number.AsSpan().ContainsAny(" \t\n\u00a0"))
        {
            number = string.Concat(number.Where(character => !char.IsWhiteSpace(character)));
        }

        return CamtCursor.Cut(number.ToUpperInvariant(), LongestNumber);
    }
}

/// <summary>One side of a transaction.</summary>
internal sealed class CamtParty
{
    public string Name { get; private set; } = "";

    /// <summary>For whom it pays or receives, when that is somebody else.</summary>
    public string UltimateName { get; private set; } = "";

    public string Account { get; private set; } = "";

    public void IsCalled(string name) => Name = name;

    public void ActsFor(string name) => UltimateName = name;

    public void HasAccount(string number) => Account = number;
}
