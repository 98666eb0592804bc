using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Fund.Donations.Domain.Importing;
using Fund.Donations.Persistence.Importing;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features.Importing;

/// <summary>The file cannot be read in this layout at all.</summary>
public sealed class UnreadableFileException(Sentence problem, string[] columns) : Exception(problem.Text)
{
    /// <summary>Columns the file has, as far as that is known.</summary>
    public string[] Columns { get; } = columns;
}

/// <summary>
/// The rows of a CSV file, one at a time, seen through a layout: cells by field, with the column each came from. Memory
/// stays that of one row, however large the file.
/// </summary>
internal sealed class CsvRows : IDisposable
{
    private const int LargestRow = 1024 * 1024;

    private readonly CsvReader _reader;
    private readonly CsvLayout _layout;
    private readonly bool _isUtf8;
    private readonly Dictionary<string, Cell> _cells = new(StringComparer.Ordinal);
    private CsvMalformedReason? _malformed;
    private int _width;

    private CsvRows(Stream stream, CsvLayout layout, Encoding? encoding)
    {
        _layout = layout;
        _isUtf8 = encoding is null;
        _reader = CsvReader.Create(
            stream,
            new CsvReaderOptions
            {
                Separator = layout.Separator,
                HasHeader = false,
                Encoding = encoding,
                MaxRecordSize = LargestRow,
                IncludeValuesInExceptions = false,
                MalformedData = CsvMalformedDataHandling.Recover,
                OnMalformedRecord = record => _malformed = record.Reason,
            },
            leaveOpen: true
        );
    }

    /// <summary>Columns as the file names them; empty without a header.</summary>
    public string[] Columns { get; private set; } = [];

    /// <summary>Number of the row in the file, from 1, the header counted.</summary>
    public long Row => _reader.RowNumber;

    /// <summary>What is wrong with the row as a whole; null when it is a row like the others.</summary>
    public Sentence? Problem { get; private set; }

    /// <summary>Opens the file and finds the columns of all fields.</summary>
    /// <param name="file">The file, from its start.</param>
    /// <param name="layout">How to read it.</param>
    /// <param name="fields">Fields that the rows may have.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UnreadableFileException">A column that the layout names is not there, or no row is.</exception>
    public static async Task<CsvRows> OpenAsync(
        ImportFileStream file,
        CsvLayout layout,
        IReadOnlyList<string> fields,
        CancellationToken cancellationToken
    )
    {
        var rows = new CsvRows(file, layout, await EncodingAsync(file, layout, cancellationToken));
        await rows.FindColumnsAsync(fields, cancellationToken);
        return rows;
    }

    /// <summary>True when the file has the field in some way.</summary>
    public bool Has(string field) => _cells.ContainsKey(field);

    /// <summary>The value that all rows have; empty when there is none.</summary>
    public string Constant(string field) => _cells.TryGetValue(field, out var cell) ? cell.Constant : "";

    /// <summary>Goes to the next row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="UnreadableFileException">A row is too large to be one.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _malformed = null;
        try
        {
            if (!await _reader.ReadAsync(cancellationToken))
            {
                return false;
            }
        }
        catch (CsvFormatException e)
        {
            throw new UnreadableFileException(
                $"After row {Row} the file cannot be read as CSV: a row is larger than {LargestRow / 1024} KB or its "
                    + $"quotes do not close (byte {e.ByteOffset}).",
                Columns
            );
        }

        Problem = Fault();
        return true;
    }

    /// <summary>The cell of a field, trimmed, or its constant; empty when the file has neither.</summary>
    public string this[string field]
    {
        get
        {
            if (!_cells.TryGetValue(field, out var cell))
            {
                return "";
            }

            var text = cell.Index >= 0 && cell.Index < _reader.FieldCount ? _reader.GetString(cell.Index).Trim() : "";
            return text.Length == 0 ? cell.Constant : CsvFile.Plain(text);
        }
    }

    /// <summary>The column that a field comes from, as the file names it.</summary>
    public string ColumnOf(string field) => _cells.TryGetValue(field, out var cell) ? cell.Column : field;

    /// <summary>The row as it was understood.</summary>
    public PreviewRow Preview() =>
        new(
            Row,
            _cells.Keys.ToDictionary(field => field, field => ImportProblem.Shown(this[field]), StringComparer.Ordinal)
        );

    public void Dispose() => _reader.Dispose();

    private static async Task<Encoding?> EncodingAsync(
        ImportFileStream file,
        CsvLayout layout,
        CancellationToken cancellationToken
    )
    {
        var start = await file.PeekAsync(2, cancellationToken);
        return layout.Encoding switch
        {
            "windows-1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252),
            "iso-8859-1" => Encoding.Latin1,
            "utf-16" => start.Span is [0xFE, 0xFF] ? Encoding.BigEndianUnicode : Encoding.Unicode,
            _ when start.Span is [0xFF, 0xFE] => Encoding.Unicode,
            _ when start.Span is [0xFE, 0xFF] => Encoding.BigEndianUnicode,
            _ => null,
        };
    }

    private async Task FindColumnsAsync(IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        if (_layout.HasHeader)
        {
            if (!await ReadAsync(cancellationToken))
            {
                throw new UnreadableFileException("The file has no rows.", []);
            }

            Columns =
            [
                .. Enumerable
                    .Range(0, _reader.FieldCount)
                    .Select(i => ImportProblem.Shown(_reader.GetString(i).Trim())),
            ];
        }

        _width = Columns.Length;
        foreach (var source in _layout.Columns)
        {
            if (!fields.Contains(source.Field))
            {
                throw new UnreadableFileException(
                    $"There is no field '{source.Field}'; fields are {string.Join(", ", fields)}.",
                    Columns
                );
            }

            _cells[source.Field] = new Cell(IndexOf(source), source.Column, source.Constant);
        }

        foreach (var field in fields.Where(field => !_cells.ContainsKey(field)))
        {
            var index = Array.FindIndex(Columns, column => IsSame(column, field));
            if (index >= 0)
            {
                _cells[field] = new Cell(index, Columns[index], "");
            }
        }
    }

    private int IndexOf(ColumnSource source)
    {
        if (source.Column.Length == 0)
        {
            return -1;
        }

        var index = Array.FindIndex(Columns, column => IsSame(column, source.Column));
        if (index >= 0)
        {
            return index;
        }

        if (CsvLayout.Number(source) is { } number && (!_layout.HasHeader || number <= Columns.Length))
        {
            return number - 1;
        }

        throw new UnreadableFileException(
            $"The file has no column '{source.Column}' for {source.Field}; its columns are "
                + $"{string.Join(", ", Columns)}.",
            Columns
        );
    }

    /// <summary>"Value date", "value_date" and "valueDate" are one column.</summary>
    private static bool IsSame(string column, string field) => Letters(column).SequenceEqual(Letters(field));

    private static IEnumerable<char> Letters(string text) =>
        text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant);

    private Sentence? Fault()
    {
        if (_width == 0)
        {
            // Without a header the first row says how wide the others are.
            _width = _reader.FieldCount;
        }

        if (_malformed is CsvMalformedReason.UnterminatedQuote)
        {
            return "A quote is opened and never closed.";
        }

        if (_malformed is CsvMalformedReason.StrayQuote or CsvMalformedReason.TextAfterClosingQuote)
        {
            return "A quote stands where none may: put the whole cell in quotes and double those inside.";
        }

        if (_reader.FieldCount != _width)
        {
            return $"The row has {_reader.FieldCount} cells; the others have {_width}.";
        }

        if (_isUtf8 && !Utf8.IsValid(_reader.RawRecord))
        {
            return "The row is not in UTF-8; say which encoding the file has, such as windows-1252.";
        }

        return null;
    }

    private readonly record struct Cell(int Index, string Column, string Constant);
}
