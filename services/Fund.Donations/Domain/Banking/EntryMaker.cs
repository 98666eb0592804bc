using System.Globalization;
using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>
/// Turns one Ntry into the movements it stands for: one per transaction when the bank lists several that add up to the
/// entry, otherwise one. Nothing is lost: what cannot be held exactly is kept as the bank wrote it, with the reason.
/// </summary>
internal sealed class EntryMaker(Fingerprint? fingerprint, List<Sentence> warnings)
{
    /// <summary>Warnings kept of one statement; whoever has this many does not read further ones.</summary>
    public const int MostWarnings = 200;

    private const int LongestReference = 1000;

    /// <summary>An amount of one part, what was sent, and what was kept of it.</summary>
    private readonly record struct Figures(CamtAmount Amount, decimal? Gross, decimal? Charges);

    /// <param name="entry">As read.</param>
    /// <param name="number">Within the statement, from 1.</param>
    public IEnumerable<StatementPart> Make(CamtEntry entry, int number)
    {
        if (entry.Direction is not ("CRDT" or "DBIT"))
        {
            return [Problem(entry, "CdtDbtInd", entry.Direction, "The direction of an entry is CRDT or DBIT.")];
        }

        var whole = entry.Amount ?? new CamtAmount("", null, "");
        whole.ToMoney(out var rule);
        var (field, given) = ("Amt", $"{whole.Raw} {whole.Currency}".Trim());
        if (rule is null && entry.BadDate is { } date)
        {
            (field, given, rule) = (date.Field, date.Given, "A date is year-month-day, such as 2026-10-01.");
        }

        if (rule is not null)
        {
            var only = Whole(entry, number, whole, rule);
            return [Problem(entry, field, given, rule), only];
        }

        if (entry.Transactions.Count > 1 && Split(entry, whole) is { } parts)
        {
            return Parts(entry, number, parts);
        }

        WarnOfBatch(entry);
        return [Whole(entry, number, whole, null)];
    }

    private IEnumerable<StatementPart> Parts(CamtEntry entry, int number, List<Figures> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            yield return Movement(entry, [entry.Transactions[i]], parts[i], number, i + 1, null);
        }
    }

    private ReadEntry Whole(CamtEntry entry, int number, CamtAmount whole, Sentence? rule)
    {
        var only = entry.Transactions.Count == 1 ? entry.Transactions[0] : null;
        var charges = entry.KeptIn(whole.Currency) ?? only?.KeptIn(whole.Currency);
        var sent = Sent(entry.Amounts, whole.Currency) ?? Sent(only?.Amounts, whole.Currency);
        return Movement(entry, entry.Transactions, Kept(whole, sent, charges), number, 0, rule);
    }

    /// <summary>
    /// What was sent and what was kept. When the bank gives both figures they decide; a charge that was not taken off
    /// this amount is none of its business.
    /// </summary>
    private static Figures Kept(CamtAmount net, decimal? sent, decimal? charges)
    {
        if (net.Value is not { } value)
        {
            return new Figures(net, null, null);
        }

        return (sent, charges) switch
        {
            ({ } gross, _) when gross > value => new Figures(net, gross, gross - value),
            ({ } gross, _) when gross == value => new Figures(net, null, null),
            (_, { } kept) => new Figures(net, value + kept, kept),
            _ => new Figures(net, null, null),
        };
    }

    /// <summary>What was sent in the entry's own currency, before charges; null when the bank does not say.</summary>
    private static decimal? Sent(CamtAmounts? amounts, string currency) =>
        amounts?.Instructed is { Value: { } instructed } first && first.Currency == currency ? instructed
        : amounts?.Transaction is { Value: { } transaction } second && second.Currency == currency ? transaction
        : null;

    /// <summary>The transactions with their amounts, or null when they are not the whole of the entry.</summary>
    private List<Figures>? Split(CamtEntry entry, CamtAmount whole)
    {
        var parts = new List<Figures>(entry.Transactions.Count);
        foreach (var transaction in entry.Transactions)
        {
            var sameWay = transaction.Direction.Length == 0 || transaction.Direction == entry.Direction;
            if (!sameWay || AmountOf(transaction, whole.Currency) is not { Value: { } value } amount)
            {
                break;
            }

            parts.Add(
                Kept(amount, Sent(transaction.Amounts, whole.Currency), null) with
                {
                    Charges = transaction.KeptIn(whole.Currency),
                }
            );
        }

        if (parts.Count == entry.Transactions.Count)
        {
            var net = parts.ConvertAll(AfterCharges);
            if (Fits(parts, whole))
            {
                return parts.ConvertAll(part =>
                    part with
                    {
                        Gross = part.Charges is null ? part.Gross : part.Amount.Value + part.Charges,
                    }
                );
            }

            if (Fits(net, whole))
            {
                return net;
            }
        }

        Warn(
            $"Line {Text(entry.Place.Line)}: the {Text(entry.Transactions.Count)} transactions of an entry do not add up "
                + $"to it (amounts missing, charges, another direction or currency); it is taken as one, to be split by a person."
        );
        return null;
    }

    private static Figures AfterCharges(Figures part) =>
        part.Charges is { } charges && part.Amount.Value is { } gross && gross > charges
            ? new Figures(
                part.Amount with
                {
                    Value = gross - charges,
                    Raw = (gross - charges).ToString(CultureInfo.InvariantCulture),
                },
                gross,
                charges
            )
            : part;

    private static bool Fits(List<Figures> parts, CamtAmount whole) =>
        parts.TrueForAll(part => part.Amount.ToMoney(out _) is { IsPositive: true })
        && parts.Sum(part => part.Amount.Value!.Value) == whole.Value;

    /// <summary>A transaction's amount in the entry's currency.</summary>
    private static CamtAmount? AmountOf(CamtTransaction transaction, string currency)
    {
        ReadOnlySpan<CamtAmount?> places =
        [
            transaction.Amount,
            transaction.Amounts?.Transaction,
            transaction.Amounts?.Instructed,
        ];
        foreach (var place in places)
        {
            if (place is { } amount && amount.Currency == currency)
            {
                return amount;
            }
        }

        return null;
    }

    private ReadEntry Movement(
        CamtEntry entry,
        IReadOnlyList<CamtTransaction> transactions,
        Figures figures,
        int number,
        int part,
        Sentence? rule
    )
    {
        var first = transactions.Count > 0 ? transactions[0] : null;
        var party = transactions.Count == 1 ? (entry.IsCredit ? first!.Debtor : first!.Creditor) : null;
        var bank = Fingerprint.IsNone(entry.BankReference) ? first?.BankReference ?? "" : entry.BankReference;
        var undated = entry.ValueDate is null && entry.BookingDate is null;
        var money = figures.Amount.ToMoney(out _);
        var read = new ReadEntry
        {
            Amount = money,
            CurrencyCode = figures.Amount.Currency,
            RawAmount = figures.Amount.Raw,
            IsCredit = entry.IsCredit,
            IsReversal = entry.IsReversal,
            Status = CamtCursor.Cut(entry.Status, 10),
            BookingDate = entry.BookingDate ?? (undated ? first?.Day : null),
            ValueDate = entry.ValueDate,
            RemitterName =
                party is null ? ""
                : party.Name.Length > 0 ? party.Name
                : party.UltimateName,
            RemitterIban = party?.Account ?? "",
            Reference = CamtCursor.Cut(References(transactions), LongestReference),
            StructuredReference = transactions.Count == 1 ? Joined(first!.StructuredReferences) : "",
            EndToEndId = transactions.Count == 1 && !Fingerprint.IsNone(first!.EndToEndId) ? first.EndToEndId : "",
            BankReference = Fingerprint.IsNone(bank) ? "" : bank,
            Information = CamtCursor.Cut(Information(entry, transactions, party), LongestReference),
            GrossMinor = Minor(figures.Gross, money),
            ChargesMinor = Minor(figures.Charges, money),
            EntryNumber = number,
            PartNumber = part,
            Line = entry.Place.Line,
            Problem = rule,
        };
        if (fingerprint is not null)
        {
            read.RecogniseBy(fingerprint.Of(read));
        }

        return read;
    }

    private static string References(IReadOnlyList<CamtTransaction> transactions)
    {
        var texts = new List<string>();
        var length = 0;
        foreach (var transaction in transactions)
        {
            texts.AddRange(transaction.StructuredReferences);
            texts.Add(transaction.EndToEndId);
            texts.Add(string.Join(' ', transaction.Unstructured));
            length += texts[^1].Length;
            if (length > LongestReference)
            {
                break;
            }
        }

        return Joined(texts);
    }

    private static string Information(CamtEntry entry, IReadOnlyList<CamtTransaction> transactions, CamtParty? party)
    {
        List<string> texts = [entry.Information];
        if (transactions.Count == 1)
        {
            texts.AddRange(transactions[0].Further);
        }

        if (party is { Name.Length: > 0, UltimateName.Length: > 0 })
        {
            texts.Add(party.UltimateName);
        }

        return Joined(texts);
    }

    private static string Joined(List<string> texts) =>
        texts.Count == 0
            ? ""
            : string.Join(" / ", texts.Where(text => !Fingerprint.IsNone(text)).Distinct(StringComparer.Ordinal));

    private static long? Minor(decimal? value, Money? money) =>
        value is { } amount
        && money is { } inCurrency
        && amount * inCurrency.Currency.MinorUnitsPerUnit is var scaled
        && scaled == decimal.Truncate(scaled)
        && scaled <= Contribution.LargestMinorUnits
            ? (long)scaled
            : null;

    private void WarnOfBatch(CamtEntry entry)
    {
        if (entry.Transactions.Count == 0 && entry.BatchSize > 1)
        {
            Warn(
                $"Line {Text(entry.Place.Line)}: an entry stands for {Text(entry.BatchSize)} transactions that the bank "
                    + $"does not list; it is taken as one, to be split by a person."
            );
        }
    }

    private void Warn(Sentence warning)
    {
        if (warnings.Count < MostWarnings)
        {
            warnings.Add(warning);
        }
    }

    private static RowProblem Problem(CamtEntry entry, string field, string given, Sentence rule) =>
        new(entry.Place, field, given, rule);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
