using System.Globalization;
using System.Xml;
using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>One rate read from a file, or typed.</summary>
/// <param name="Currency">Not USD.</param>
/// <param name="EffectiveDate">Date it comes into force.</param>
/// <param name="UnitsPerUsd">Above zero.</param>
/// <param name="Line">Line of the file; 0 when typed.</param>
public sealed record FileRate(Currency Currency, DateOnly EffectiveDate, decimal UnitsPerUsd, int Line = 0);

/// <summary>A row that cannot be taken as it is.</summary>
/// <param name="Line">Line of the file.</param>
/// <param name="Column">Name of the column.</param>
/// <param name="Value">What is there.</param>
/// <param name="Rule">What is allowed.</param>
public sealed record RateRowProblem(int Line, string Column, string Value, Sentence Rule)
{
    public Sentence Said => $"Line {Line}, {Column} '{Value}': {Rule}";

    public override string ToString() => Said.Text;
}

/// <summary>What a file of operational rates says.</summary>
/// <param name="Rates">One per currency and date, in the order of the file; USD is left out.</param>
/// <param name="Warnings">Rows left out, each with its reason.</param>
/// <param name="Problems">Rows at fault; nothing of them is among the rates.</param>
public sealed record RatesFile(
    IReadOnlyList<FileRate> Rates,
    IReadOnlyList<Sentence> Warnings,
    IReadOnlyList<RateRowProblem> Problems
);

/// <summary>
/// Reads the file of United Nations operational rates of exchange: a schema, stray text, then one row per country.
/// Countries that share a currency must agree; dates are "01 Oct 2026". Names of elements and codes may be in any case,
/// and rows with nothing in them are passed over.
/// </summary>
public sealed class UnRatesFile
{
    /// <summary>Largest file taken, in bytes.</summary>
    public const int LargestFile = 10 * 1024 * 1024;

    private const string Root = "UN_OPERATIONAL_RATES_DATASET";
    private const string Row = "UN_OPERATIONAL_RATES";
    private const string CodeColumn = "f_curr_code";
    private const string DateColumn = "eff_date";
    private const string RateColumn = "rate";
    private static readonly string[] Columns = [CodeColumn, DateColumn, RateColumn];

    private readonly Dictionary<(string Code, DateOnly Date), (FileRate Rate, string Country)> _rates = [];
    private readonly List<FileRate> _inOrder = [];
    private readonly List<Sentence> _warnings = [];
    private readonly List<RateRowProblem> _problems = [];
    private readonly DateOnly _lastDate;

    private UnRatesFile(DateOnly lastDate) => _lastDate = lastDate;

    /// <summary>Reads a file; what is wrong with single rows is among its problems.</summary>
    /// <param name="file">XML in whatever encoding it says.</param>
    /// <param name="today">Rates from more than a year later are at fault.</param>
    /// <exception cref="RefusedException">FILE_TOO_LARGE, or BAD_FILE with line and position when it is not such a
    /// file at all.</exception>
    public static RatesFile Read(ReadOnlyMemory<byte> file, DateOnly today)
    {
        if (file.Length > LargestFile)
        {
            throw DonationRefusals.FileTooLarge(file.Length, LargestFile).AsException();
        }

        using var stream = new MemoryStream(file.ToArray(), writable: false);
        using var xml = SafeXml.Open(stream, LargestFile);
        return SafeXml.Read(() => new UnRatesFile(OperationalRate.LastDate(today)).ReadAll(xml));
    }

    private RatesFile ReadAll(XmlReader xml)
    {
        xml.MoveToContent();
        if (!Is(xml, Root))
        {
            throw Wrong(
                xml,
                $"The file begins with <{xml.LocalName}>; a file of operational rates begins with <{Root}>."
            );
        }

        var rows = 0;
        xml.Read();
        while (!xml.EOF)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                xml.Read();
            }
            else if (Is(xml, Row))
            {
                rows++;
                ReadRow(xml);
            }
            else
            {
                // The schema that comes first says nothing that is not known here.
                xml.Skip();
            }
        }

        return rows > 0
            ? new RatesFile(_inOrder, _warnings, _problems)
            : throw DonationRefusals.BadFile($"The file has no <{Row}> in it.").AsException();
    }

    private void ReadRow(XmlReader xml)
    {
        var line = ((IXmlLineInfo)xml).LineNumber;
        var fields = ReadFields(xml);
        if (Columns.All(column => fields.GetValueOrDefault(column, "").Length == 0))
        {
            return;
        }

        var country = fields.GetValueOrDefault("abbrv_name", "");
        var code = fields.GetValueOrDefault(CodeColumn, "").ToUpperInvariant();
        var text = fields.GetValueOrDefault(RateColumn, "");
        if (Currency.Find(code) is not { } currency)
        {
            _warnings.Add($"Line {line}: '{Shown(code)}' ({Shown(country)}) is not a currency known here; left out.");
        }
        else if (text.Length == 0)
        {
            _warnings.Add($"Line {line}: {code} ({Shown(country)}) has no rate; left out.");
        }
        else
        {
            ReadRate(currency, fields.GetValueOrDefault(DateColumn, ""), text, country, line);
        }
    }

    private void ReadRate(Currency currency, string dateText, string text, string country, int line)
    {
        var hasDate = TryDate(dateText, out var date);
        if (!hasDate)
        {
            Problem(line, DateColumn, dateText, "a date such as 01 Oct 2026.");
        }
        else if (date > _lastDate)
        {
            Problem(line, DateColumn, dateText, $"a date no later than {_lastDate:yyyy-MM-dd}.");
            hasDate = false;
        }

        var units = OperationalRate.Read(text);
        if (units is null)
        {
            Problem(line, RateColumn, text, OperationalRate.Rule);
        }

        if (hasDate && units is { } rate)
        {
            Add(new FileRate(currency, date, rate, line), country);
        }
    }

    private void Add(FileRate rate, string country)
    {
        if (rate.Currency.Equals(Currency.Usd))
        {
            if (rate.UnitsPerUsd != 1m)
            {
                Problem(rate.Line, RateColumn, DonationRefusals.Plain(rate.UnitsPerUsd), "USD is 1, always.");
            }

            return;
        }

        var key = (rate.Currency.Code, rate.EffectiveDate);
        if (!_rates.TryGetValue(key, out var known))
        {
            _rates[key] = (rate, country);
            _inOrder.Add(rate);
        }
        else if (known.Rate.UnitsPerUsd != rate.UnitsPerUsd)
        {
            // Nobody can say which of them is right, so that neither is taken.
            _inOrder.Remove(known.Rate);
            Problem(
                rate.Line,
                RateColumn,
                $"{DonationRefusals.Plain(rate.UnitsPerUsd)} ({Shown(country)})",
                $"countries with {rate.Currency.Code} must agree, and line {known.Rate.Line} says "
                    + $"{DonationRefusals.Plain(known.Rate.UnitsPerUsd)} ({Shown(known.Country)})."
            );
        }
    }

    private void Problem(int line, string column, string value, Sentence rule) =>
        _problems.Add(new RateRowProblem(line, column, Shown(value), rule));

    private static bool Is(XmlReader xml, string name) =>
        xml.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> ReadFields(XmlReader xml)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return fields;
        }

        xml.Read();
        while (xml.NodeType != XmlNodeType.EndElement && !xml.EOF)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                var name = xml.LocalName;
                fields[name] = xml.ReadElementContentAsString().Trim();
            }
            else
            {
                xml.Read();
            }
        }

        xml.Read();
        return fields;
    }

    /// <summary>As published, or as the schema in the file says it were (xs:dateTime).</summary>
    private static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(
            text,
            [
                "dd MMM yyyy",
                "d MMM yyyy",
                "dd-MMM-yyyy",
                "d-MMM-yyyy",
                "yyyy-MM-dd",
                "yyyy-MM-dd'T'HH:mm:ss",
                "yyyy-MM-dd'T'HH:mm:ss'Z'",
            ],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out date
        );

    private static RefusedException Wrong(XmlReader xml, Sentence reason)
    {
        var place = (IXmlLineInfo)xml;
        return Wrong(place.LineNumber, place.LinePosition, reason);
    }

    private static RefusedException Wrong(int line, int position, Sentence reason) =>
        DonationRefusals.NotAFile(reason, line, position).AsException();

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
