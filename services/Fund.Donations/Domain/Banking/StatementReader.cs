using System.Globalization;
using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>Reads one Stmt of a message: its head when the first entry comes or it ends, then entry by entry.</summary>
internal sealed class StatementReader(CamtCursor xml, string format, bool fingerprints)
{
    private readonly FilePlace _place = xml.Place;
    private readonly List<ReadBalance> _balances = [];
    private readonly List<Sentence> _warnings = [];
    private readonly BalanceCheck _check = new();
    private string _id = "";
    private string _account = "";
    private string _currency = "";
    private long _sequence;
    private int _page = 1;
    private DateOnly? _from;
    private DateOnly? _to;
    private int _entries;

    /// <summary>Reads the Stmt the cursor stands on.</summary>
    public IEnumerable<StatementPart> Read()
    {
        EntryMaker? maker = null;
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            if (xml.Name != "Ntry")
            {
                TakeHead();
                continue;
            }

            if (maker is null)
            {
                yield return Head();
                maker = new EntryMaker(fingerprints ? new Fingerprint(_account) : null, _warnings);
            }

            var entry = CamtEntry.Read(xml);
            Sum(entry);
            foreach (var part in maker.Make(entry, ++_entries))
            {
                yield return part;
            }
        }

        if (maker is null)
        {
            yield return Head();
        }

        yield return new StatementEnd(_warnings, _check, _entries);
    }

    private void TakeHead()
    {
        switch (xml.Name)
        {
            case "Id":
                _id = xml.Text(35);
                break;
            case "ElctrncSeqNb":
                _sequence = long.TryParse(xml.Text(20), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : 0;
                break;
            case "StmtPgntn":
                _page = int.TryParse(xml.TextAt(10, "PgNb"), out var page) && page > 0 ? page : 1;
                break;
            case "FrToDt":
                TakeRange();
                break;
            case "Acct":
                TakeAccount();
                break;
            case "Bal":
                TakeBalance();
                break;
            default:
                xml.Skip();
                break;
        }
    }

    private void TakeRange()
    {
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            switch (xml.Name)
            {
                case "FrDtTm" or "FrDt":
                    _from = CamtCursor.DayOf(xml.Text(40));
                    break;
                case "ToDtTm" or "ToDt":
                    _to = CamtCursor.DayOf(xml.Text(40));
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }
    }

    private void TakeAccount()
    {
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            switch (xml.Name)
            {
                case "Id":
                    _account = CamtTransaction.Number(xml);
                    break;
                case "Ccy":
                    _currency = xml.Text(3);
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }
    }

    private void TakeBalance()
    {
        var place = xml.Place;
        var (code, direction) = ("", "");
        CamtAmount? amount = null;
        DateOnly? on = null;
        for (var inside = xml.Enter(); xml.Next(inside); )
        {
            switch (xml.Name)
            {
                case "Tp":
                    code = xml.TextAt(4, "CdOrPrtry", "Cd");
                    break;
                case "Amt":
                    amount = CamtAmount.Read(xml);
                    break;
                case "CdtDbtInd":
                    direction = xml.Text(20);
                    break;
                case "Dt":
                    on = xml.Date(out _);
                    break;
                default:
                    xml.Skip();
                    break;
            }
        }

        Add(place, code, amount, direction, on);
    }

    private void Add(FilePlace place, string code, CamtAmount? amount, string direction, DateOnly? on)
    {
        if (amount is not { Value: { } value } || direction is not ("CRDT" or "DBIT"))
        {
            _warnings.Add(
                $"Line {place.Line.ToString(CultureInfo.InvariantCulture)}: a balance has '{amount?.Raw}' as its amount and "
                    + $"'{direction}' as its direction; it was left out."
            );
            return;
        }

        var balance = new ReadBalance(code, amount.Value.Currency, direction == "CRDT" ? value : -value, on);
        _check.Take(balance);
        if (_balances.Count < EntryMaker.MostWarnings)
        {
            _balances.Add(balance);
        }
    }

    private StatementHead Head()
    {
        if (_id.Length == 0 || _account.Length == 0)
        {
            // Said by these names in every language.
            var missing = _id.Length == 0 ? "id (Stmt/Id)" : "account (Stmt/Acct/Id)";
            throw DonationRefusals
                .NotAFile($"The statement has no {missing} before its entries.", _place.Line, _place.Position)
                .AsException();
        }

        return new StatementHead(_id, _account, _currency, _sequence, _page, _from, _to, format, _balances, _place);
    }

    private void Sum(CamtEntry entry)
    {
        if (entry is { Status: "BOOK", Direction: "CRDT" or "DBIT", Amount: { Value: { } value } amount })
        {
            _check.TakeBooked(amount.Currency, entry.IsCredit ? value : -value);
        }
    }
}
