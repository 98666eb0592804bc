using Fund.Donations.Domain;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Domain.Importing;
using Fund.Donations.Persistence;
using Fund.Kernel;

namespace Fund.Donations.Features.Importing;

/// <summary>A movement in a bank's CSV file.</summary>
internal sealed record BankRow(long Row, ReadEntry Entry) : IImportRow;

/// <summary>
/// Movements of one account from a bank's CSV file: one signed amount, or a column for each direction. They become a
/// statement of their own without balances, and wait for a person like those of any other.
/// </summary>
internal sealed class ImportBankCsv(DonationsDb db, ImportFiles files, IServiceScopeFactory scopes, TimeProvider clock)
    : CsvImporter<BankRow>(db, files, scopes, clock)
{
    private const int LongestText = 1000;
    private const int LongestNumber = 34;

    private string _account = "";
    private Fingerprint? _fingerprint;
    private int _number;

    public override ImportKind Kind => ImportKind.BankCsv;

    protected override IReadOnlyList<string> Fields => BankCsvFields.All;

    protected override void RequireFields(CsvRows rows)
    {
        _account = CamtTransaction.Compact(rows.Constant(BankCsvFields.Account));
        if (_account.Length == 0)
        {
            throw Unreadable(rows, "Say of which account the file is: a constant for the field account.");
        }

        if (!rows.Has(BankCsvFields.Currency))
        {
            throw Unreadable(rows, "Say which column has the currency, or which currency all rows have.");
        }

        if (!rows.Has(BankCsvFields.BookingDate) && !rows.Has(BankCsvFields.ValueDate))
        {
            throw Unreadable(rows, "Say which column has the bookingDate or the valueDate.");
        }

        var split = rows.Has(BankCsvFields.Debit) || rows.Has(BankCsvFields.Credit);
        if (rows.Has(BankCsvFields.Amount) == split)
        {
            throw Unreadable(
                rows,
                "Say which column has the amount, signed; or else which have debit and credit, but not both ways."
            );
        }

        // The file is read from its start each time, also after a stop, so that equal rows are told apart as before.
        _fingerprint = new Fingerprint(_account);
        _number = 0;
    }

    protected override BankRow? Read(CsvRows rows, CellReader cells, ImportFile import)
    {
        var currency = cells.Currency(BankCsvFields.Currency);
        var signed = rows.Has(BankCsvFields.Amount)
            ? cells.SignedAmount(BankCsvFields.Amount, currency)
            : Split(cells, rows, currency);
        var booked = Date(rows, cells, BankCsvFields.BookingDate);
        var valued = Date(rows, cells, BankCsvFields.ValueDate);
        if (cells.Problems is null && booked is null && valued is null)
        {
            cells.RefuseRow("The row has neither a bookingDate nor a valueDate.");
        }

        var entry = Texts(cells);
        if (cells.Problems is not null || signed is not { } amount)
        {
            return null;
        }

        var read = entry with
        {
            Amount = amount.IsNegative ? -amount : amount,
            CurrencyCode = currency.Code,
            RawAmount = amount.ToDecimalString(),
            IsCredit = !amount.IsNegative,
            BookingDate = booked,
            ValueDate = valued,
            EntryNumber = ++_number,
            Line = checked((int)rows.Row),
        };
        read.RecogniseBy(_fingerprint!.Of(read));
        return new BankRow(rows.Row, read);
    }

    protected override void Pass(CsvRows rows, CellReader cells, ImportFile import)
    {
        if (rows.Problem is null)
        {
            Read(rows, cells, import);
        }
    }

    protected override Money? SumOf(BankRow row) => row.Entry.IsCandidate ? row.Entry.Amount : null;

    protected override Task ResolveAsync(
        DonationsDb db,
        ImportFile import,
        ImportBatch<BankRow> batch,
        CancellationToken cancellationToken
    ) => Task.CompletedTask;

    protected override async Task<(bool StandsAlone, Func<CancellationToken, Task> WriteAsync)> ReadyAsync(
        DonationsDb db,
        ImportFile import,
        ImportBatch<BankRow> batch,
        CancellationToken cancellationToken
    )
    {
        var kept = await db.KeptForAsync(import, "text/csv", Clock.GetUtcNow(), cancellationToken);
        var days = batch.Rows.Select(row => row.Entry.ValueDate ?? row.Entry.BookingDate).Order().ToList();
        var head = new StatementHead(
            $"csv {import.Id:N}"[..35],
            _account,
            "",
            0,
            1,
            days[0],
            days[^1],
            "csv",
            [],
            new FilePlace(1, 1)
        );
        var entries = batch.Rows.ConvertAll(row => row.Entry);
        return (true, token => new StatementTaker(db, Clock).AppendAsync(head, entries, kept.Id, token));
    }

    /// <summary>One of two columns has an amount; the other is empty or zero.</summary>
    private static Money? Split(CellReader cells, CsvRows rows, Currency currency)
    {
        var debit = cells.SignedAmount(BankCsvFields.Debit, currency, required: false);
        var credit = cells.SignedAmount(BankCsvFields.Credit, currency, required: false);
        if (cells.Problems is not null)
        {
            return null;
        }

        var (hasDebit, hasCredit) = (debit is { IsZero: false }, credit is { IsZero: false });
        if (hasDebit == hasCredit)
        {
            cells.RefuseRow(
                hasDebit
                    ? "The row has both a debit and a credit; a movement has one direction."
                    : "The row has neither a debit nor a credit."
            );
            return null;
        }

        // Some banks write a minus into the debit column, others do not; a minus in the credit column is a mistake.
        if (hasCredit && credit!.Value.IsNegative)
        {
            cells.Refuse(BankCsvFields.Credit, "A credit is not below zero.");
            return null;
        }

        return hasCredit ? credit
            : debit!.Value.IsNegative ? debit
            : -debit!.Value;
    }

    private static ReadEntry Texts(CellReader cells)
    {
        var structured = cells.Text(BankCsvFields.StructuredReference, LongestText);
        var endToEnd = cells.Text(BankCsvFields.EndToEndId, LongestText);
        var text = cells.Text(BankCsvFields.Reference, LongestText);
        string[] references = [structured, endToEnd, text];
        return new ReadEntry
        {
            Amount = null,
            CurrencyCode = "",
            RawAmount = "",
            IsCredit = false,
            IsReversal = false,
            Status = "BOOK",
            RemitterName = cells.Text(BankCsvFields.RemitterName, Donor.LongestName),
            RemitterIban = CamtTransaction.Compact(cells.Text(BankCsvFields.RemitterIban, 2 * LongestNumber)),
            StructuredReference = structured,
            EndToEndId = endToEnd,
            Reference = CamtCursor.Cut(
                string.Join(" / ", references.Where(reference => !Fingerprint.IsNone(reference)).Distinct()),
                LongestText
            ),
            BankReference = cells.Text(BankCsvFields.BankReference, 200),
            Information = cells.Text(BankCsvFields.Information, LongestText),
        };
    }

    private static DateOnly? Date(CsvRows rows, CellReader cells, string field) =>
        rows[field].Length == 0 ? null : cells.Date(field);

    private static UnreadableFileException Unreadable(CsvRows rows, Sentence what) =>
        new(new Sentence($"{what} {Columns(rows)}", []), rows.Columns);

    private static Sentence Columns(CsvRows rows) => $"The columns of the file are {string.Join(", ", rows.Columns)}.";
}
