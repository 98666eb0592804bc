using System.Globalization;
using System.Xml;
using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>One rate read from a file.</summary>
public sealed record FileRate(Currency Currency, DateOnly EffectiveDate, decimal UnitsPerUsd);

/// <summary>What a file of operational rates says.</summary>
/// <param name="Rates">One per currency and date, in the order of the file; USD is left out.</param>
/// <param name="Warnings">Rows left out, each with its reason.</param>
public sealed record RatesFile(IReadOnlyList<FileRate> Rates, IReadOnlyList<string> Warnings);

/// <summary>
/// Reads the file of United Nations operational rates of exchange: a schema, stray text, then one row per country.
/// Countries that share a currency must agree; dates are "01 Oct 2026".
/// </summary>
public sealed class UnRatesFile
{
    /// <summary>Largest file taken, in bytes.</summary>
    public const int LargestFile = 10 * 1024 * 1024;

    private const string Root = "UN_OPERATIONAL_RATES_DATASET";
    private const string Row = "UN_OPERATIONAL_RATES";

    private readonly Dictionary<(string Code, DateOnly Date), (FileRate Rate, string Country)> _rates = [];
    private readonly List<FileRate> _inOrder = [];
    private readonly List<string> _warnings = [];

    private UnRatesFile() { }

    /// <summary>Reads a whole file, or nothing of it.</summary>
    /// <exception cref="RefusedException">FILE_TOO_LARGE, BAD_FILE with line and position, BAD_RATE, or RATES_DISAGREE
    /// with both values.</exception>
    public static RatesFile Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length > LargestFile)
        {
            throw DonationRefusals.FileTooLarge(file.Length, LargestFile).AsException();
        }

        using var stream = new MemoryStream(file.ToArray(), writable: false);
        using var xml = SafeXml.Open(stream, LargestFile);
        return SafeXml.Read(() => new UnRatesFile().ReadAll(xml));
    }

    private RatesFile ReadAll(XmlReader xml)
    {
        xml.MoveToContent();
        if (xml.LocalName != Root)
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
            else if (xml.LocalName == Row)
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
            ? new RatesFile(_inOrder, _warnings)
            : throw DonationRefusals.BadFile($"The file has no <{Row}> in it.").AsException();
    }

    private void ReadRow(XmlReader xml)
    {
        var place = (IXmlLineInfo)xml;
        var (line, position) = (place.LineNumber, place.LinePosition);
        var fields = ReadFields(xml);
        var country = fields.GetValueOrDefault("abbrv_name", "");
        var code = fields.GetValueOrDefault("f_curr_code", "");
        var text = fields.GetValueOrDefault("rate", "");
        if (Currency.Find(code) is not { } currency)
        {
            _warnings.Add($"Line {line}: '{Shown(code)}' ({Shown(country)}) is not a currency known here; left out.");
            return;
        }

        if (text.Length == 0)
        {
            _warnings.Add($"Line {line}: {code} ({Shown(country)}) has no rate; left out.");
            return;
        }

        var dateText = fields.GetValueOrDefault("eff_date", "");
        if (!TryDate(dateText, out var date))
        {
            throw Wrong(line, position, $"'{Shown(dateText)}' is not a date such as 01 Oct 2026.");
        }

        if (OperationalRate.Read(text) is not { } units)
        {
            throw Wrong(line, position, $"{code} has the rate '{Shown(text)}'; it must be a decimal above zero.");
        }

        Add(new FileRate(currency, date, units), country, line, position);
    }

    private void Add(FileRate rate, string country, int line, int position)
    {
        if (rate.Currency.Equals(Currency.Usd))
        {
            if (rate.UnitsPerUsd != 1m)
            {
                throw Wrong(line, position, $"USD has the rate {DonationRefusals.Plain(rate.UnitsPerUsd)}, not 1.");
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
            throw DonationRefusals
                .RatesDisagree(
                    rate.Currency.Code,
                    rate.EffectiveDate,
                    $"{DonationRefusals.Plain(known.Rate.UnitsPerUsd)} ({Shown(known.Country)})",
                    $"{DonationRefusals.Plain(rate.UnitsPerUsd)} ({Shown(country)})"
                )
                .AsException();
        }
    }

    private static Dictionary<string, string> ReadFields(XmlReader xml)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
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

    private static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(
            text,
            ["dd MMM yyyy", "d MMM yyyy"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out date
        );

    private static RefusedException Wrong(XmlReader xml, string reason)
    {
        var place = (IXmlLineInfo)xml;
        return Wrong(place.LineNumber, place.LinePosition, reason);
    }

    private static RefusedException Wrong(int line, int position, string reason) =>
        DonationRefusals.NotAFile(reason, line, position).AsException();

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
