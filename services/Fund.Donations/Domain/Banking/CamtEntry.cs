namespace Fund.Donations.Domain.Banking;

/// <summary>What one Ntry of a statement says, of whatever version.</summary>
internal sealed class CamtEntry : CamtFigures
{
    /// <summary>Transactions one entry may list; a file with more is refused, because an entry is held as a whole.</summary>
    public const int MostTransactions = 100_000;

    public FilePlace Place { get; private init; }

    public bool IsReversal { get; private set; }

    /// <summary>BOOK, PDNG, INFO or FUTR: plain up to version 06, in a code after it.</summary>
    public string Status { get; private set; } = "";

    public DateOnly? BookingDate { get; private set; }

    public DateOnly? ValueDate { get; private set; }

    /// <summary>Field and text of a date that is none.</summary>
    public (string Field, string Given)? BadDate { get; private set; }

    public string BankReference { get; private set; } = "";

    public string Information { get; private set; } = "";

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
            case "NtryDtls":
                TakeDetails(xml);
                break;
            default:
                TakeFigure(xml);
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
