using System.Diagnostics;
using System.Text;
using Fund.Donations.Domain.Banking;
using static Fund.Donations.Tests.Domain.CamtFile;

namespace Fund.Donations.Tests.Domain;

/// <summary>What strangers may send instead of a statement: refused quickly, and memory stays flat.</summary>
public sealed class CamtAttackTests
{
    private const string Start =
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>x</Id>";

    private const long Gigabyte = 1L << 30;

    [Theory]
    [InlineData("", " ")]
    [InlineData("", "\0")]
    [InlineData("", "\n")]
    [InlineData(Start, " ")]
    [InlineData(Start + "<AddtlStmtInf>", "x")]
    [InlineData(Start + "<!--", "x")]
    [InlineData(Start + "<AddtlStmtInf a='", "x")]
    [InlineData(Start + "<AddtlStmtInf><![CDATA[", "x")]
    [InlineData("<", "D")]
    [InlineData("<?xml version='1.0'?><?", "p")]
    public void A_gigabyte_of_nothing_is_refused_quickly_in_little_memory(string start, string nothing)
    {
        Refuse(start, nothing);
        var before = GC.GetTotalAllocatedBytes();
        var started = Stopwatch.GetTimestamp();

        Refuse(start, nothing);

        var took = Stopwatch.GetElapsedTime(started);
        Assert.True(took < TimeSpan.FromMilliseconds(500), $"It took {took.TotalMilliseconds} ms.");
        var megabytes = (GC.GetTotalAllocatedBytes() - before) >> 20;
        Assert.True(megabytes < 64, $"{megabytes} MB were needed.");
    }

    [Fact]
    public void Elements_without_end_inside_each_other_are_refused()
    {
        using var stream = new Endless(Start, "<a>", Gigabyte);

        Assert.Contains("deep", Refused.By(() => Exhaust(stream, Gigabyte)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_beyond_its_limit_is_refused_while_it_is_read()
    {
        using var stream = new Endless(
            Start + "<Acct><Id><IBAN>AT1</IBAN></Id></Acct>",
            "<Ntry><Amt Ccy='EUR'>1</Amt></Ntry>",
            Gigabyte
        );

        Assert.Equal("FILE_TOO_LARGE", Refused.By(() => Exhaust(stream, 1 << 20)).Reason);
    }

    [Theory]
    [InlineData("<!DOCTYPE Document [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]>")]
    [InlineData("<!DOCTYPE Document SYSTEM \"http://127.0.0.1:9/evil.dtd\">")]
    [InlineData("<!DOCTYPE Document PUBLIC \"-//x\" \"file:///etc/passwd\">")]
    [InlineData("<?xml version=\"1.0\"?>\n<!DOCTYPE Document [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/\"> %p;]>")]
    public void Document_types_and_entities_are_refused_at_once_with_line_and_column(string doctype)
    {
        var file = Encoding.UTF8.GetBytes(doctype + Encoding.UTF8.GetString(Of(Statement("S1", Entry("1.00")))));
        Refused.By(() => ReadStatement.All(file));
        var started = Stopwatch.GetTimestamp();

        var refusal = Refused.By(() => ReadStatement.All(file));

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(100));
        Assert.Matches("^Line [12], position [0-9]+: .*document type", refusal.Message);
    }

    [Fact]
    public void An_entity_that_nobody_declared_is_refused() =>
        Assert.Equal("BAD_FILE", Refused.By(() => ReadStatement.All(Of(Statement("S1", Entry("&boom;"))))).Reason);

    [Fact]
    public void No_refusal_and_no_problem_of_a_row_names_a_remitter()
    {
        const string name = "Canary Nightingale";
        const string iban = "XK990000000000000042";
        var bad =
            Entry("8.855", name: name, iban: iban) + Entry("x", name: name) + Entry("5", direction: "?", name: name);
        var batch = Entry(
            "9.00",
            details: $"<TxDtls><RltdPties><Dbtr><Nm>{name}</Nm></Dbtr></RltdPties></TxDtls><TxDtls/>"
        );

        var statement = Assert.Single(ReadStatement.All(Of(Statement("S1", bad + batch))));
        var file = Of(Statement("S1", bad));
        var refusals = Enumerable
            .Range(1, file.Length - 1)
            .Where(length => length % 7 == 0)
            .Select(length => Refused.By(() => ReadStatement.All(file.AsMemory(0, length))).Message);

        var said = statement.Warnings.Concat(statement.Problems.Select(problem => problem.ToString())).Concat(refusals);
        Assert.All(said, text => Assert.DoesNotContain("Canary", text, StringComparison.Ordinal));
        Assert.All(said, text => Assert.DoesNotContain(iban, text, StringComparison.Ordinal));
    }

    private static void Refuse(string start, string nothing)
    {
        using var stream = new Endless(start, nothing, Gigabyte);
        Refused.By(() => Exhaust(stream, Gigabyte));
    }

    private static void Exhaust(Stream stream, long most)
    {
        using var reader = new Camt053(stream, most);
        foreach (var part in reader.Read())
        {
            GC.KeepAlive(part);
        }
    }

    /// <summary>A beginning, then the same over and over.</summary>
    private sealed class Endless(string start, string again, long length) : Stream
    {
        private readonly byte[] _start = Encoding.UTF8.GetBytes(start);
        private readonly byte[] _again = Encoding.UTF8.GetBytes(again);
        private long _position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - _position);
            for (var i = 0; i < read; i++, _position++)
            {
                buffer[offset + i] =
                    _position < _start.Length ? _start[_position] : _again[(_position - _start.Length) % _again.Length];
            }

            return read;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
