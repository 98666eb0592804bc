using System.Globalization;
using CsvHelper;
using Fund.Kernel;

namespace Fund.Hosting;

/// <summary>
/// A CSV file for spreadsheets: RFC 4180, UTF-8 with a byte order mark. A text that a spreadsheet would take for a
/// formula gets an apostrophe in front (OWASP, CSV injection); numbers stay numbers.
/// </summary>
public sealed class CsvFile : IAsyncDisposable
{
    /// <summary>Media type of the file.</summary>
    public const string MediaType = "text/csv; charset=utf-8";

    private const string FormulaStarts = "=+-@\t\r";
    private readonly CsvWriter _writer;

    private CsvFile(Stream stream) =>
        _writer = CsvWriter.Create(
            stream,
            new CsvWriterOptions
            {
                WriteByteOrderMark = true,
                NewLine = "\r\n",
                FormatProvider = CultureInfo.InvariantCulture,
            },
            leaveOpen: true
        );

    /// <summary>Begins a file with its row of column names.</summary>
    public static async ValueTask<CsvFile> BeginAsync(
        Stream stream,
        IReadOnlyList<string> columns,
        CancellationToken cancellationToken
    )
    {
        var file = new CsvFile(stream);
        foreach (var column in columns)
        {
            file.Text(column);
        }

        await file.EndRowAsync(cancellationToken);
        return file;
    }

    /// <summary>The text as a spreadsheet may show it without computing anything.</summary>
    public static string Inert(string text) => IsFormula(text) ? "'" + text : text;

    /// <summary>What <see cref="Inert"/> was made of; any other text as it is.</summary>
    public static string Plain(string text) => text.StartsWith('\'') && IsFormula(text) ? text[1..] : text;

    /// <summary>True for a formula, with any number of apostrophes in front, so that nothing is lost by one more.</summary>
    private static bool IsFormula(string text)
    {
        var start = text.AsSpan().TrimStart('\'');
        return !start.IsEmpty && FormulaStarts.Contains(start[0], StringComparison.Ordinal);
    }

    public CsvFile Text(string? value)
    {
        _writer.WriteField(Inert(value ?? ""));
        return this;
    }

    public CsvFile Number(long? value)
    {
        _writer.WriteField(value?.ToString(CultureInfo.InvariantCulture) ?? "");
        return this;
    }

    public CsvFile Number(decimal? value)
    {
        _writer.WriteField(value?.ToString(CultureInfo.InvariantCulture) ?? "");
        return this;
    }

    /// <summary>The amount with all decimals of its currency; the currency wants a column of its own.</summary>
    public CsvFile Amount(Money? value)
    {
        _writer.WriteField(value?.ToDecimalString() ?? "");
        return this;
    }

    public CsvFile Date(DateOnly? value)
    {
        _writer.WriteField(value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
        return this;
    }

    /// <summary>A moment in UTC, ISO 8601.</summary>
    public CsvFile Moment(DateTimeOffset? value)
    {
        _writer.WriteField(value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "");
        return this;
    }

    public ValueTask EndRowAsync(CancellationToken cancellationToken) => _writer.EndRecordAsync(cancellationToken);

    /// <summary>Writes what is still held back; the stream stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.FlushAsync(CancellationToken.None);
        await _writer.DisposeAsync();
    }
}
