using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>
/// Turns one Ntry into the movements it stands for: one per transaction when the bank lists several that add up to the
/// entry, otherwise one. Nothing is lost: what cannot be held exactly is kept as the bank wrote it.
/// </summary>
internal sealed class EntryReader(XElement entry, List<string> warnings)
{
    /// <summary>References that banks write when there is none.</summary>
    private static readonly HashSet<string> NoReference = new(StringComparer.OrdinalIgnoreCase)
    {
        "",
        "NONREF",
        "NOTPROVIDED",
        "NOTAVAILABLE",
    };

    private readonly bool _isCredit = CamtAmount.IsCredit(entry);
    private readonly string _status = StatusOf(entry);

    /// <summary>BOOK, PDNG or INFO: plain up to version 04, in a code after it.</summary>
    public static string StatusOf(XElement entry)
    {
        var status = entry.Child("Sts");
        var code = status.Child("Cd").Text();
        return code.Length > 0 ? code : status.Text();
    }

    public IEnumerable<ReadEntry> Read()
    {
        var whole = CamtAmount.Read(entry.Child("Amt"), entry.Place());
        if (whole.ToMoney() is null)
        {
            warnings.Add(
                $"Line {entry.Place().Line}: {whole.Raw} {whole.Currency} cannot be held exactly "
                    + "(unknown currency, or more decimals than it has); the entry is shown but cannot be booked."
            );
        }

        var transactions = entry.Children("NtryDtls").SelectMany(details => details.Children("TxDtls")).ToList();
        if (transactions.Count > 1 && Split(whole, transactions) is { } parts)
        {
            return parts.Select((part, index) => Make(part.Amount, part.Transaction, index + 1));
        }

        return [Make(whole, transactions.Count > 0 ? transactions[0] : null, 0, transactions)];
    }

    /// <summary>The transactions with their amounts, or null when they are not the whole of the entry.</summary>
    private List<(CamtAmount Amount, XElement Transaction)>? Split(CamtAmount whole, List<XElement> transactions)
    {
        var parts = new List<(CamtAmount Amount, XElement Transaction)>(transactions.Count);
        foreach (var transaction in transactions)
        {
            var amount = transaction.Child("Amt") ?? transaction.At("AmtDtls", "TxAmt", "Amt");
            if (amount is null)
            {
                break;
            }

            parts.Add((CamtAmount.Read(amount, entry.Place()), transaction));
        }

        var complete =
            parts.Count == transactions.Count
            && parts.TrueForAll(part => part.Amount.Currency == whole.Currency && part.Amount.ToMoney() is not null)
            && parts.TrueForAll(part => SameDirection(part.Transaction))
            && parts.Sum(part => part.Amount.Value) == whole.Value;
        if (complete)
        {
            return parts;
        }

        warnings.Add(
            $"Line {entry.Place().Line}: the {transactions.Count} transactions of an entry do not add up to it "
                + "(amounts missing, charges, or another currency); it is taken as one, to be split by a person."
        );
        return null;
    }

    private bool SameDirection(XElement transaction) =>
        transaction.Child("CdtDbtInd") is null || CamtAmount.IsCredit(Placed(transaction)) == _isCredit;

    private XElement Placed(XElement transaction)
    {
        if (transaction.Annotation<FilePlace>() is null)
        {
            transaction.AddAnnotation(entry.Place());
        }

        return transaction;
    }

    private ReadEntry Make(CamtAmount amount, XElement? transaction, int index, IReadOnlyList<XElement>? all = null)
    {
        var parties = transaction.Child("RltdPties");
        var party = _isCredit ? "Dbtr" : "Cdtr";
        var read = new ReadEntry
        {
            Fingerprint = "",
            Amount = amount.ToMoney(),
            CurrencyCode = Cut(amount.Currency, 3),
            RawAmount = Cut(amount.Raw, 40),
            IsCredit = _isCredit,
            IsReversal = entry.Child("RvslInd").Text() is "true" or "1",
            Status = Cut(_status, 10),
            BookingDate = entry.Child("BookgDt").Date(),
            ValueDate = entry.Child("ValDt").Date(),
            RemitterName = all is { Count: > 1 } ? "" : Cut(Name(parties, party), 200),
            RemitterIban = all is { Count: > 1 } ? "" : Cut(Iban(parties, party), 34),
            Reference = Cut(References(all ?? (transaction is null ? [] : [transaction])), 1000),
        };
        return read with { Fingerprint = FingerprintOf(read, transaction, index) };
    }

    private static string Name(XElement? parties, string party)
    {
        foreach (var role in new[] { party, "Ultmt" + party })
        {
            var element = parties.Child(role);
            var name = element.At("Pty", "Nm").Text();
            name = name.Length > 0 ? name : element.Child("Nm").Text();
            if (name.Length > 0)
            {
                return name;
            }
        }

        return "";
    }

    private static string Iban(XElement? parties, string party)
    {
        var id = parties.At(party + "Acct", "Id");
        var number = id.Child("IBAN").Text();
        number = number.Length > 0 ? number : id.At("Othr", "Id").Text();
        return string.Concat(number.Where(character => !char.IsWhiteSpace(character))).ToUpperInvariant();
    }

    private static string References(IReadOnlyList<XElement> transactions)
    {
        var texts = new List<string>();
        foreach (var transaction in transactions)
        {
            var remittance = transaction.Child("RmtInf");
            texts.AddRange(remittance.Children("Strd").Select(part => part.At("CdtrRefInf", "Ref").Text()));
            texts.Add(transaction.At("Refs", "EndToEndId").Text());
            texts.Add(string.Join(' ', remittance.Children("Ustrd").Select(part => part.Text())));
        }

        return string.Join(" / ", texts.Where(text => !NoReference.Contains(text)).Distinct(StringComparer.Ordinal));
    }

    /// <summary>
    /// The bank's own reference with the figures that must agree with it, or a digest of everything known. Pending and
    /// booked are told apart, because the same movement comes once as each.
    /// </summary>
    private string FingerprintOf(ReadEntry read, XElement? transaction, int index)
    {
        var service = entry.Child("AcctSvcrRef").Text();
        service = NoReference.Contains(service) ? transaction.At("Refs", "AcctSvcrRef").Text() : service;
        string[] figures =
        [
            read.Status,
            read.IsCredit ? "C" : "D",
            read.IsReversal ? "R" : "",
            read.Amount is { } amount ? amount.ToDecimalString() : read.RawAmount,
            read.CurrencyCode,
            $"{read.ValueDate ?? read.BookingDate:yyyy-MM-dd}",
        ];
        string[] parts = NoReference.Contains(service)
            ?
            [
                "details",
                .. figures,
                $"{read.BookingDate:yyyy-MM-dd}",
                read.RemitterName,
                read.RemitterIban,
                read.Reference,
            ]
            : ["reference", service, .. figures, index.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        var bytes = Encoding.UTF8.GetBytes(string.Join('\u001f', parts));
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
