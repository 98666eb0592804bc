using System.Diagnostics;
using System.Text;
using Fund.Donations.Domain.Banking;
using Fund.Kernel;
using Fund.Testing;
using static Fund.Donations.Tests.Domain.CamtFile;

namespace Fund.Donations.Tests.Domain;

public sealed class Camt053Tests
{
    private static readonly Currency Eur = Currency.Parse("EUR");

    [Fact]
    public void The_version_2_sample_is_read_and_its_balances_in_other_currencies_are_warned_of()
    {
        var statement = Assert.Single(Sample("camt053.v2.minimal.xml"));

        Assert.Equal("253EURNL26VAYB8060476890", statement.Head.BankReference);
        Assert.Equal("NL26VAYB8060476890", statement.Head.Account);
        Assert.Contains("could not be checked", Assert.Single(statement.Warnings), StringComparison.Ordinal);
        var entry = Assert.Single(statement.Entries);
        Assert.Equal(new Money(885, Eur), entry.Amount);
        Assert.Equal("NAME NAME", entry.RemitterName);
        Assert.Equal("NL56AGDH9619008421", entry.RemitterIban);
        Assert.Equal("4654654654654654", entry.Reference);
        Assert.Equal(new DateOnly(2014, 12, 31), entry.BookingDate);
        Assert.Equal(new DateOnly(2015, 1, 2), entry.ValueDate);
        Assert.True(entry.IsCandidate);
    }

    [Fact]
    public void The_versions_4_and_8_of_one_statement_give_the_same_entry()
    {
        var old = Assert.Single(Assert.Single(Sample("camt053.v4.xml")).Entries);
        var current = Assert.Single(Assert.Single(Sample("camt053.v8.xml")).Entries);

        Assert.Equal(old.Fingerprint, current.Fingerprint);
        Assert.Equal("NAME NAME", current.RemitterName);
        Assert.Equal(new DateOnly(2014, 12, 31), current.BookingDate);
        Assert.Equal("4654654654654654 / MUELL/FINP/RA12345", current.Reference);
        Assert.Equal(new Money(885, Eur), current.Amount);
    }

    [Fact]
    public void Several_statements_in_a_file_are_all_read_and_a_debit_is_no_candidate()
    {
        var statements = Sample("camt053.v2.multi.statement.xml");

        Assert.Equal(2, statements.Count);
        Assert.All(statements, statement => Assert.Empty(statement.Warnings));
        Assert.True(statements[0].Entries[0].IsCandidate);
        Assert.False(statements[1].Entries[0].IsCandidate);
    }

    [Fact]
    public void Trailing_zeros_are_no_decimals_too_many()
    {
        var statement = Assert.Single(Sample("camt053.v2.five.decimals.xml"));

        Assert.Equal(new Money(885, Eur), Assert.Single(statement.Entries).Amount);
        Assert.Contains("does not balance", Assert.Single(statement.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_statement_is_refused() =>
        Assert.Equal("BAD_FILE", Refused.By(() => Sample("camt053.v2.wrong.xml")).Reason);

    [Fact]
    public void More_decimals_than_the_currency_has_keep_the_entry_as_information_with_the_banks_own_figure()
    {
        var statement = Read(Statement("S1", "\n" + Entry("8.855") + "\n" + Entry("5000.5", "JPY")));

        Assert.All(statement.Entries, entry => Assert.Null(entry.Amount));
        Assert.All(statement.Entries, entry => Assert.False(entry.IsCandidate));
        Assert.Equal("8.855", statement.Entries[0].RawAmount);
        Assert.Equal([2, 3], statement.Problems.Select(problem => problem.Place.Line));
        Assert.Equal(["8.855 EUR", "5000.5 JPY"], statement.Problems.Select(problem => problem.Given));
        Assert.All(
            statement.Problems,
            problem => Assert.Contains("decimals", problem.Rule.Text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_statement_that_does_not_balance_is_taken_with_a_warning_that_has_the_figures()
    {
        var statement = Read(Statement("S1", Entry("10.00"), opening: "5.00", closing: "16.00"));

        var warning = Assert.Single(statement.Warnings);
        Assert.Contains("opening 5 + entries 10 = 15", warning, StringComparison.Ordinal);
        Assert.Contains("closing balance is 16", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Pending_entries_reversals_and_debits_are_information()
    {
        var statement = Read(
            Statement(
                "S1",
                Entry("10.00", status: "PDNG") + Entry("3.00", reversal: true) + Entry("4.00", direction: "DBIT")
            )
        );

        Assert.All(statement.Entries, entry => Assert.False(entry.IsCandidate));
        Assert.True(statement.Entries[1].IsReversal);
    }

    [Fact]
    public void Transactions_that_add_up_become_an_entry_each()
    {
        var statement = Read(Statement("S1", Entry("30.00", details: Transaction("10.00") + Transaction("20.00"))));

        Assert.Equal([1000L, 2000L], statement.Entries.Select(entry => entry.Amount?.MinorUnits ?? 0));
        Assert.Equal(2, statement.Entries.Select(entry => entry.Fingerprint).Distinct().Count());
    }

    [Fact]
    public void Transactions_that_do_not_add_up_stay_one_entry_with_a_warning()
    {
        var statement = Read(
            Statement("S1", Entry("28.50", details: Transaction("10.00") + Transaction("20.00")), closing: "28.50")
        );

        Assert.Equal(2850, Assert.Single(statement.Entries).Amount?.MinorUnits);
        Assert.Contains("do not add up", Assert.Single(statement.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_movement_twice_in_one_statement_is_two_entries_that_are_recognised_again()
    {
        var file = Statement("S1", Entry("10.00") + Entry("10.00"));

        var first = Read(file).Entries.Select(entry => entry.Fingerprint).ToList();
        var again = Read(file).Entries.Select(entry => entry.Fingerprint).ToList();

        Assert.Equal(2, first.Distinct().Count());
        Assert.Equal(first, again);
    }

    [Theory]
    [InlineData("02")]
    [InlineData("04")]
    [InlineData("06")]
    [InlineData("08")]
    [InlineData("12")]
    public void Minor_versions_are_read(string version) =>
        Assert.Single(Assert.Single(ReadStatement.All(Of(Statement("S1", Entry("1.00")), version))).Entries);

    [Theory]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\"/>")]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.052.001.08\"/>")]
    [InlineData("<html/>")]
    [InlineData("<Document")]
    [InlineData("MT940 is no XML")]
    public void Anything_else_is_refused_with_line_and_position(string text)
    {
        var refusal = Refused.By(() => ReadStatement.All(Encoding.UTF8.GetBytes(text)));

        Assert.Equal("BAD_FILE", refusal.Reason);
        Assert.StartsWith("Line ", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-5.00")]
    [InlineData("1e3")]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1000000000000000000")]
    [InlineData("79228162514264337593543950335")]
    public void An_amount_that_is_none_is_refused_with_its_line_and_the_rest_is_kept(string amount)
    {
        var statement = Read(Statement("S1", "\n" + Entry(amount) + Entry("7.00")));

        var problem = Assert.Single(statement.Problems);
        Assert.Equal(("Amt", 2), (problem.Field, problem.Place.Line));
        Assert.Equal([false, true], statement.Entries.Select(entry => entry.IsCandidate));
    }

    [Fact]
    public void A_direction_that_is_none_is_refused_and_the_rest_is_kept()
    {
        var statement = Read(Statement("S1", Entry("1.00", direction: "BOTH") + Entry("7.00")));

        Assert.Equal(("CdtDbtInd", "BOTH"), (statement.Problems[0].Field, statement.Problems[0].Given));
        Assert.Equal(700, Assert.Single(statement.Entries).Amount?.MinorUnits);
    }

    [Fact]
    public void A_date_that_is_none_is_refused_and_the_rest_is_kept()
    {
        var statement = Read(Statement("S1", Entry("1.00", date: "2026-02-30") + Entry("7.00")));

        Assert.Equal("2026-02-30", Assert.Single(statement.Problems).Given);
        Assert.Equal([false, true], statement.Entries.Select(entry => entry.IsCandidate));
    }

    [Theory]
    [InlineData("<!DOCTYPE Document [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>")]
    [InlineData("<!DOCTYPE Document SYSTEM \"http://127.0.0.1:9/evil.dtd\">")]
    public void A_document_type_is_refused_at_once(string doctype)
    {
        var file = Encoding.UTF8.GetBytes(doctype + Encoding.UTF8.GetString(Of(Statement("S1", Entry("1.00")))));
        Refused.By(() => ReadStatement.All(file));
        var started = Stopwatch.GetTimestamp();

        var refusal = Refused.By(() => ReadStatement.All(file));

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(100));
        Assert.Contains("document type", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_or_whole()
    {
        var file = Of(Statement("S1", Entry("10.00", text: "PL-1") + Entry("20.00")));

        for (var length = 0; length < file.Length; length++)
        {
            var cut = file.AsMemory(0, length);
            Assert.Equal("BAD_FILE", Refused.By(() => ReadStatement.All(cut)).Reason);
        }
    }

    private static IReadOnlyList<ReadStatement> Sample(string name) =>
        ReadStatement.All(SharedFiles.Read("standards/camt053/" + name));

    private static ReadStatement Read(string statement) => Assert.Single(ReadStatement.All(Of(statement)));

    private static string Transaction(string amount) => $"<TxDtls><Amt Ccy=\"EUR\">{amount}</Amt></TxDtls>";
}
