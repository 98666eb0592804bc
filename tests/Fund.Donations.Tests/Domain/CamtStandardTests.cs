using System.Text;
using System.Xml;
using System.Xml.Schema;
using Fund.Donations.Domain.Banking;
using Fund.Testing;

namespace Fund.Donations.Tests.Domain;

/// <summary>
/// Files that ISO's own schemas call valid are read alike, whatever their version, encoding, prefix or envelope.
/// </summary>
public sealed class CamtStandardTests
{
    private const string Prefix = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.";

    [Theory]
    [InlineData("02")]
    [InlineData("04")]
    [InlineData("08")]
    public void A_file_the_schema_calls_valid_is_read_with_everything_in_it(string version)
    {
        var text = Document(version);
        Validate(text, version);

        Check(ReadStatement.All(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("09")]
    [InlineData("13")]
    [InlineData("42")]
    public void A_later_version_of_the_same_structure_is_read_the_same(string version) =>
        Check(ReadStatement.All(Encoding.UTF8.GetBytes(Document("08").Replace(Prefix + "08", Prefix + version))));

    [Theory]
    [InlineData("camt.053.001.01")]
    [InlineData("camt.052.001.08")]
    [InlineData("camt.054.001.08")]
    [InlineData("pain.001.001.09")]
    public void Other_messages_are_refused_with_what_was_given_and_what_is_allowed(string message)
    {
        var text = Document("08").Replace("camt.053.001.08", message);

        var refusal = Refused.By(() => ReadStatement.All(Encoding.UTF8.GetBytes(text)));

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Allowed is a <Document> of camt.053.001.02 or a later version", refusal.Message);
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("iso-8859-1", false)]
    [InlineData("windows-1252", false)]
    public void An_encoding_that_is_declared_rightly_is_read(string name, bool mark)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(name);
        var declared = name.StartsWith("utf-16", StringComparison.Ordinal) ? "utf-16" : name;
        var text = $"<?xml version=\"1.0\" encoding=\"{declared}\"?>{Document("08")}";
        byte[] file = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];

        Check(ReadStatement.All(file));
    }

    [Fact]
    public void An_encoding_that_is_declared_wrongly_is_refused_with_its_place()
    {
        var file = Encoding.Latin1.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{Document("08")}");

        var refusal = Refused.By(() => ReadStatement.All(file));

        Assert.Equal("BAD_FILE", refusal.Reason);
        Assert.StartsWith("Line ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prefixes_and_envelopes_make_no_difference()
    {
        var prefixed = Document("08").Replace("</", "</ns2:").Replace("<", "<ns2:").Replace("<ns2:/ns2:", "</ns2:");
        prefixed = prefixed.Replace("xmlns=", "xmlns:ns2=");
        var wrapped =
            "<BizData xmlns=\"urn:iso:std:iso:20022:tech:xsd:head.003.001.01\"><AppHdr><Fr>x</Fr></AppHdr>"
            + $"{Document("08")}</BizData>";

        Check(ReadStatement.All(Encoding.UTF8.GetBytes(prefixed)));
        Check(ReadStatement.All(Encoding.UTF8.GetBytes(wrapped)));
    }

    [Fact]
    public void Pages_of_one_statement_balance_by_their_interim_balances()
    {
        var first = CamtFile
            .Statement("S1", CamtFile.Balance("ITBD", "10.00", "EUR") + CamtFile.Entry("10.00"))
            .Replace(CamtFile.Balance("CLBD", "0", "EUR"), "")
            .Replace("<Acct>", "<StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn><Acct>");
        var last = CamtFile
            .Statement("S1", CamtFile.Balance("ITBD", "10.00", "EUR") + CamtFile.Entry("5.00"), closing: "15.00")
            .Replace(CamtFile.Balance("OPBD", "0", "EUR"), "")
            .Replace("<Acct>", "<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn><Acct>");

        var statements = ReadStatement.All(CamtFile.Of(first + last));

        Assert.All(statements, statement => Assert.Empty(statement.Warnings));
        Assert.Equal([1, 2], statements.Select(statement => statement.Head.PageNumber));
    }

    [Fact]
    public void Every_currency_is_balanced_by_itself()
    {
        var statement = CamtFile.Statement(
            "S1",
            CamtFile.Balance("OPBD", "5.00", "USD")
                + CamtFile.Balance("CLBD", "9.00", "USD")
                + CamtFile.Entry("10.00")
                + CamtFile.Entry("3.00", "USD"),
            closing: "10.00"
        );

        var warning = Assert.Single(Assert.Single(ReadStatement.All(CamtFile.Of(statement))).Warnings);

        Assert.Contains("closing balance is 9 USD", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void The_previous_closing_stands_in_for_an_opening_and_a_missing_one_is_warned_of()
    {
        var previous = CamtFile
            .Statement("S1", CamtFile.Entry("10.00"), opening: "1", closing: "11")
            .Replace("OPBD", "PRCD");
        var none = CamtFile.Statement("S2", CamtFile.Entry("10.00"), closing: "10").Replace("OPBD", "OPAV");

        Assert.Empty(Assert.Single(ReadStatement.All(CamtFile.Of(previous))).Warnings);
        Assert.Contains(
            "EUR has no opening balance",
            Assert.Single(Assert.Single(ReadStatement.All(CamtFile.Of(none))).Warnings),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_batch_the_bank_does_not_list_is_one_entry_with_a_warning()
    {
        var entry = CamtFile.Entry("90.00", details: "<Btch><NbOfTxs>3</NbOfTxs></Btch>");

        var statement = Assert.Single(
            ReadStatement.All(CamtFile.Of(CamtFile.Statement("S1", entry, closing: "90.00")))
        );

        Assert.True(Assert.Single(statement.Entries).IsCandidate);
        Assert.Contains("3 transactions", Assert.Single(statement.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_arrived_is_booked_and_what_the_banks_kept_is_shown()
    {
        const string details =
            "<TxDtls><AmtDtls><InstdAmt><Amt Ccy=\"EUR\">100.00</Amt></InstdAmt></AmtDtls>"
            + "<Chrgs><Rcrd><Amt Ccy=\"EUR\">2.50</Amt><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs></TxDtls>";
        var included = CamtFile.Entry("97.50", details: details);
        var apart = CamtFile.Entry(
            "100.00",
            details: "<TxDtls><Chrgs><Rcrd><Amt Ccy=\"EUR\">2.50</Amt><ChrgInclInd>false</ChrgInclInd></Rcrd></Chrgs></TxDtls>"
        );
        var old = CamtFile
            .Entry("97.50", details: "<TxDtls/>")
            .Replace("<NtryDtls>", "<Chrgs><Amt Ccy=\"EUR\">2.50</Amt></Chrgs><NtryDtls>");

        var entries = Read(included + apart + old).Entries;

        Assert.Equal((9750L, 10000L, 250L), Figures(entries[0]));
        Assert.Equal((10000L, null, null), Figures(entries[1]));
        Assert.Equal((9750L, 10000L, 250L), Figures(entries[2]));
    }

    [Fact]
    public void Transactions_whose_charges_were_taken_off_the_entry_become_parts_of_what_arrived()
    {
        const string details =
            "<TxDtls><Amt Ccy=\"EUR\">10.00</Amt><Chrgs><Rcrd><Amt Ccy=\"EUR\">1.00</Amt></Rcrd></Chrgs></TxDtls>"
            + "<TxDtls><Amt Ccy=\"EUR\">20.00</Amt></TxDtls>";

        var entries = Read(CamtFile.Entry("29.00", details: details)).Entries;

        Assert.Equal((900L, 1000L, 100L), Figures(entries[0]));
        Assert.Equal((2000L, null, null), Figures(entries[1]));
    }

    [Fact]
    public void An_amount_in_the_account_currency_is_taken_though_it_was_sent_in_another()
    {
        const string details =
            "<TxDtls><Amt Ccy=\"USD\">11.00</Amt><AmtDtls><TxAmt><Amt Ccy=\"EUR\">10.00</Amt></TxAmt></AmtDtls></TxDtls>"
            + "<TxDtls><Amt Ccy=\"USD\">22.00</Amt><AmtDtls><TxAmt><Amt Ccy=\"EUR\">20.00</Amt></TxAmt></AmtDtls></TxDtls>";

        var entries = Read(CamtFile.Entry("30.00", details: details)).Entries;

        Assert.Equal([1000L, 2000L], entries.Select(entry => entry.Amount?.MinorUnits ?? 0));
    }

    private static (long?, long?, long?) Figures(ReadEntry entry) =>
        (entry.Amount?.MinorUnits, entry.GrossMinor, entry.ChargesMinor);

    private static ReadStatement Read(string entries) =>
        Assert.Single(ReadStatement.All(CamtFile.Of(CamtFile.Statement("S1", entries))));

    private static void Check(IReadOnlyList<ReadStatement> statements)
    {
        var statement = Assert.Single(statements);
        Assert.Empty(statement.Warnings);
        Assert.Empty(statement.Problems);
        Assert.Equal(
            ("2026-118", "AT611904300234573201", 118),
            (statement.Head.BankReference, statement.Head.Account, statement.Head.ElectronicSequence)
        );
        Assert.Equal((new DateOnly(2026, 10, 5), new DateOnly(2026, 10, 6)), (statement.Head.From, statement.Head.To));
        var entries = statement.Entries;
        Assert.Equal([true, true, false, false], entries.Select(entry => entry.IsCandidate));
        Assert.Equal(
            ("Société d'Été", "FR7630006000011234567890189"),
            (entries[0].RemitterName, entries[0].RemitterIban)
        );
        Assert.Equal(("RF18539007547034", "E2E-1"), (entries[0].StructuredReference, entries[0].EndToEndId));
        Assert.Equal("RF18539007547034 / E2E-1 / Pour les victimes", entries[0].Reference);
        Assert.Equal([9750L, 5000L, 1000L, 700L], entries.Select(entry => entry.Amount?.MinorUnits ?? 0));
        Assert.Equal((10000L, 250L), (entries[0].GrossMinor, entries[0].ChargesMinor));
        Assert.Equal(("12345", 2), (entries[1].RemitterIban, entries[1].PartNumber));
        Assert.Equal((true, "DBIT"), (entries[2].IsReversal, entries[2].IsCredit ? "CRDT" : "DBIT"));
        Assert.Equal("PDNG", entries[3].Status);
        Assert.Equal(new DateOnly(2026, 10, 6), entries[3].BookingDate);
    }

    private static void Validate(string text, string version)
    {
        var schemas = new XmlSchemaSet();
        using var schema = new MemoryStream(SharedFiles.Read($"standards/camt053/xsd/camt.053.001.{version}.xsd"));
        using var schemaReader = XmlReader.Create(schema);
        schemas.Add(null, schemaReader);
        var problems = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas };
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, e) => problems.Add(e.Message);
        using var reader = XmlReader.Create(new StringReader(text), settings);
        while (reader.Read()) { }

        Assert.Empty(problems);
    }

    /// <summary>One statement with a batch of two gifts, a reversal and a pending entry, as each version writes it.</summary>
    private static string Document(string version)
    {
        var isOld = version == "02";
        var status = version == "08" ? "<Cd>BOOK</Cd>" : "BOOK";
        var pending = version == "08" ? "<Cd>PDNG</Cd>" : "PDNG";
        var first = Transaction(
            version,
            "100.00",
            "Société d'Été",
            "<IBAN>FR7630006000011234567890189</IBAN>",
            "E2E-1",
            charges: "2.50"
        );
        var second = Transaction(
            version,
            "50.00",
            "A. Friend",
            "<Othr><Id>12345</Id></Othr>",
            "NOTPROVIDED",
            charges: null
        );
        var header = isOld ? "" : "<StmtPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>";
        return $"""
            <Document xmlns="{Prefix}{version}"><BkToCstmrStmt>
            <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-10-06T18:00:00+02:00</CreDtTm></GrpHdr>
            <Stmt><Id>2026-118</Id>{header}<ElctrncSeqNb>118</ElctrncSeqNb><CreDtTm>2026-10-06T18:00:00+02:00</CreDtTm>
            <FrToDt><FrDtTm>2026-10-05T00:00:00+02:00</FrDtTm><ToDtTm>2026-10-06T23:59:59+02:00</ToDtTm></FrToDt>
            <Acct><Id><IBAN>AT611904300234573201</IBAN></Id><Ccy>EUR</Ccy></Acct>
            {Balance("PRCD", "1000.00")}{Balance("OPBD", "1000.00")}{Balance("CLBD", "1137.50")}
            <Ntry><NtryRef>1</NtryRef><Amt Ccy="EUR">147.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>{status}</Sts>
            <BookgDt><Dt>2026-10-05</Dt></BookgDt><ValDt><Dt>2026-10-05</Dt></ValDt><AcctSvcrRef>B-1</AcctSvcrRef>
            <BkTxCd><Prtry><Cd>1</Cd></Prtry></BkTxCd><NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>{first}{second}</NtryDtls></Ntry>
            <Ntry><Amt Ccy="EUR">10</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>{status}</Sts>
            <BookgDt><Dt>2026-10-06</Dt></BookgDt><BkTxCd><Prtry><Cd>1</Cd></Prtry></BkTxCd></Ntry>
            <Ntry><Amt Ccy="EUR">7.0</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>{pending}</Sts>
            <BookgDt><DtTm>2026-10-06T23:59:59-05:00</DtTm></BookgDt><BkTxCd><Prtry><Cd>1</Cd></Prtry></BkTxCd></Ntry>
            </Stmt></BkToCstmrStmt></Document>
            """;
    }

    private static string Balance(string code, string amount) =>
        $"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
        + "<Dt><Dt>2026-10-05</Dt></Dt></Bal>";

    private static string Transaction(
        string version,
        string amount,
        string name,
        string account,
        string id,
        string? charges
    )
    {
        var isOld = version == "02";
        var own = isOld
            ? $"<AmtDtls><TxAmt><Amt Ccy=\"EUR\">{amount}</Amt></TxAmt></AmtDtls>"
            : $"<Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>";
        var kept = charges is null ? "" : $"<Amt Ccy=\"EUR\">{charges}</Amt>";
        kept =
            charges is null ? ""
            : isOld ? $"<Chrgs>{kept}</Chrgs>"
            : $"<Chrgs><Rcrd>{kept}<ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>";
        var party = version == "08" ? $"<Pty><Nm>{name}</Nm></Pty>" : $"<Nm>{name}</Nm>";
        var structured = charges is null
            ? ""
            : "<RmtInf><Ustrd>Pour les</Ustrd><Ustrd>victimes</Ustrd><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>";
        if (account.Contains("Othr") && version == "02")
        {
            account = "<Othr><Id>12345</Id></Othr>";
        }

        return $"<TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs>{own}{kept}<RltdPties><Dbtr>{party}</Dbtr>"
            + $"<DbtrAcct><Id>{account}</Id></DbtrAcct></RltdPties>{structured}</TxDtls>";
    }
}
