using System.Xml.Linq;
using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>Puts one statement together from its parts and checks that it balances.</summary>
internal sealed class StatementBuilder(int line, int position)
{
    private readonly List<ReadEntry> _entries = [];
    private readonly List<string> _warnings = [];
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private string _id = "";
    private string _account = "";
    private string _currency = "";
    private (string Currency, decimal Amount)? _opening;
    private (string Currency, decimal Amount)? _closing;
    private decimal _booked;
    private bool _bookedInOtherCurrency;

    public void Take(XElement part)
    {
        switch (part.Name.LocalName)
        {
            case "Id":
                _id = part.Text();
                break;
            case "Acct":
                _account = Compact(part.At("Id", "IBAN").Text(), part.At("Id", "Othr", "Id").Text());
                _currency = part.Child("Ccy").Text();
                break;
            case "Bal":
                TakeBalance(part);
                break;
            default:
                TakeEntry(part);
                break;
        }
    }

    public ReadStatement Build()
    {
        if (_id.Length == 0 || _account.Length == 0)
        {
            var missing = _id.Length == 0 ? "id (Stmt/Id)" : "account (Stmt/Acct/Id)";
            throw DonationRefusals.NotAFile($"The statement has no {missing}.", line, position).AsException();
        }

        CheckBalance();
        return new ReadStatement(_id, _account, _currency, _entries, _warnings);
    }

    private void TakeBalance(XElement balance)
    {
        var amount = CamtAmount.Read(balance.Child("Amt"), balance.Place());
        var signed = CamtAmount.IsCredit(balance) ? amount.Value : -amount.Value;
        switch (balance.At("Tp", "CdOrPrtry", "Cd").Text())
        {
            // The day's opening wins over the closing of the day before, which some banks give instead.
            case "OPBD":
                _opening = (amount.Currency, signed);
                break;
            case "PRCD":
                _opening ??= (amount.Currency, signed);
                break;
            case "CLBD":
                _closing = (amount.Currency, signed);
                break;
        }
    }

    private void TakeEntry(XElement entry)
    {
        foreach (var read in new EntryReader(entry, _warnings).Read())
        {
            // The same movement may truly happen twice in one statement; the second is told apart by its count, so
            // that both are new the first time and both are known when the statement comes again.
            var count = _seen[read.Fingerprint] = _seen.GetValueOrDefault(read.Fingerprint) + 1;
            _entries.Add(count == 1 ? read : read with { Fingerprint = $"{read.Fingerprint}#{count}" });
        }

        var amount = CamtAmount.Read(entry.Child("Amt"), entry.Place());
        if (EntryReader.StatusOf(entry) != "BOOK")
        {
            return;
        }

        _booked += CamtAmount.IsCredit(entry) ? amount.Value : -amount.Value;
        _bookedInOtherCurrency |= _opening is { } opening && opening.Currency != amount.Currency;
    }

    private void CheckBalance()
    {
        if (_opening is not { } opening || _closing is not { } closing)
        {
            _warnings.Add("The statement has no opening or no closing balance, so its entries could not be checked.");
            return;
        }

        if (opening.Currency != closing.Currency || _bookedInOtherCurrency)
        {
            _warnings.Add(
                $"Opening balance in {opening.Currency}, closing balance in {closing.Currency}"
                    + (_bookedInOtherCurrency ? ", entries in another currency" : "")
                    + ": the entries could not be checked against them."
            );
            return;
        }

        if (opening.Amount + _booked != closing.Amount)
        {
            _warnings.Add(
                $"The statement does not balance: opening {Plain(opening.Amount)} + entries {Plain(_booked)} = "
                    + $"{Plain(opening.Amount + _booked)}, but the closing balance is {Plain(closing.Amount)} {closing.Currency}."
            );
        }
    }

    private static string Plain(decimal amount) =>
        amount.ToString("0.#####", System.Globalization.CultureInfo.InvariantCulture);

    private static string Compact(string iban, string other)
    {
        var number = iban.Length > 0 ? iban : other;
        return string.Concat(number.Where(character => !char.IsWhiteSpace(character))).ToUpperInvariant();
    }
}
