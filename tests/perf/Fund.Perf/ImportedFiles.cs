using System.Globalization;
using System.Text;

namespace Fund.Perf;

/// <summary>The files that bar 3 imports: gifts as CSV, and bank statements of an early and of a later version.</summary>
internal static class ImportedFiles
{
    private const int EntriesOfStatement = 10_000;

    public static ImportedFile Csv(IReadOnlyList<string> donors) =>
        new(
            "CSV",
            "contributions",
            ".csv",
            0.8,
            (path, rows, _) => WriteGiftsAsync(path, rows, donors),
            ["accounts", "donors"],
            [
                new CopiedTable(
                    "contributions",
                    "id, donor_id, amount_minor, amount_currency, value_date, channel, earmark, recorded_at, import_id, "
                        + "usd_cents, support_cost_cents, units_per_usd, rate_effective_date, valued_at",
                    "import_id = {0}"
                ),
                new CopiedTable(
                    "ledger_entries",
                    "id, transaction_id, account, amount_minor, amount_currency, entry_date, kind, cause_id, posted_at",
                    "cause_id in (select id from contributions where import_id = {0})"
                ),
            ]
        );

    /// <param name="version">Of camt.053.001, such as 08.</param>
    public static ImportedFile Camt053(int version) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"camt.053.001.{version:00}"),
            "bankStatement",
            ".xml",
            0.5,
            (path, rows, turn) => WriteStatementsAsync(path, rows, (100 * version) + turn, version),
            ["bank_statements"],
            [
                new CopiedTable(
                    "bank_entries",
                    "id, bank_statement_id, account, fingerprint, amount_minor, currency_code, raw_amount, is_credit, "
                        + "is_reversal, bank_status, booking_date, value_date, remitter_name, remitter_iban, reference, "
                        + "structured_reference, end_to_end_id, bank_reference, information, search_text, entry_number, "
                        + "part_number, line, state",
                    "bank_statement_id in (select bank_statement_id from statement_files s join bank_files f "
                        + "on f.id = s.bank_file_id where f.import_id = {0})"
                ),
            ]
        );

    private static async Task WriteGiftsAsync(string path, int rows, IReadOnlyList<string> donors)
    {
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
        await writer.WriteLineAsync("donorId,amount,currency,valueDate,channel,earmark");
        for (var row = 0; row < rows; row++)
        {
            var day = new DateOnly(2025, 1, 1).AddDays(row % 365);
            await writer.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{donors[row % donors.Count]},{(row % 5000) + 1}.{row % 100:00},USD,{day:yyyy-MM-dd},campaign,"
                )
            );
        }
    }

    /// <summary>A statement a day, each with gifts as banks write them: parties, references, remittance.</summary>
    private static async Task WriteStatementsAsync(string path, int rows, int turn, int version)
    {
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
        await writer.WriteAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                <?xml version="1.0" encoding="UTF-8"?>
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:00}"><BkToCstmrStmt>
                <GrpHdr><MsgId>M{turn}</MsgId><CreDtTm>2026-01-31T06:00:00</CreDtTm></GrpHdr>

                """
            )
        );
        for (var first = 0; first < rows; first += EntriesOfStatement)
        {
            var number = (first / EntriesOfStatement) + 1;
            var day = new DateOnly(2025, 1, 1).AddDays((number - 1) % 365);
            await writer.WriteAsync(Head(turn, number));
            for (var row = first; row < Math.Min(first + EntriesOfStatement, rows); row++)
            {
                await writer.WriteAsync(Entry(turn, row, day, version));
            }

            await writer.WriteAsync("</Stmt>\n");
        }

        await writer.WriteAsync("</BkToCstmrStmt></Document>\n");
    }

    private static string Head(int turn, int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <Stmt><Id>S{turn}-{number}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb><CreDtTm>2026-01-31T06:00:00</CreDtTm>
            <Acct><Id><IBAN>AT{turn:000000}0000000001234</IBAN></Id><Ccy>USD</Ccy></Acct>

            """
        );

    private static string Entry(int turn, int row, DateOnly day, int version)
    {
        var (status, party, end) = version < 7 ? ("BOOK", "", "") : ("<Cd>BOOK</Cd>", "<Pty>", "</Pty>");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <Ntry><Amt Ccy="USD">{(row % 5000) + 1}.{row % 100:00}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>{status}</Sts>
             <BookgDt><Dt>{day:yyyy-MM-dd}</Dt></BookgDt><ValDt><Dt>{day:yyyy-MM-dd}</Dt></ValDt>
             <AcctSvcrRef>B{turn}-{row}</AcctSvcrRef>
             <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
             <NtryDtls><TxDtls><Refs><EndToEndId>E2E-{turn}-{row}</EndToEndId></Refs>
              <RltdPties><Dbtr>{party}<Nm>Donor Number {row % 1000}</Nm>{end}</Dbtr>
               <DbtrAcct><Id><IBAN>FR76{row % 1000:00000000000000000000000}</IBAN></Id></DbtrAcct></RltdPties>
              <RmtInf><Ustrd>Contribution to the Trust Fund, letter {row}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>

            """
        );
    }
}
