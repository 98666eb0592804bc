using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>
/// Reads ISO 20022 bank statements (camt.053) of the versions 02 to 13, statement by statement, with one entry in
/// memory at a time. Versions differ in where a status, a name or an amount stands; both places are looked at.
/// </summary>
public static partial class Camt053
{
    /// <summary>Largest file taken, in bytes.</summary>
    public const int LargestFile = 50 * 1024 * 1024;

    /// <summary>Reads a whole file, or nothing of it.</summary>
    /// <exception cref="RefusedException">FILE_TOO_LARGE, or BAD_FILE with line and position.</exception>
    public static IReadOnlyList<ReadStatement> Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length > LargestFile)
        {
            throw DonationRefusals.FileTooLarge(file.Length, LargestFile).AsException();
        }

        using var stream = new MemoryStream(file.ToArray(), writable: false);
        using var xml = SafeXml.Open(stream, LargestFile);
        return SafeXml.Read(() => ReadAll(xml));
    }

    private static List<ReadStatement> ReadAll(XmlReader xml)
    {
        xml.MoveToContent();
        RequireNamespace(xml);
        var statements = new List<ReadStatement>();
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Stmt" })
            {
                statements.Add(ReadStatement(xml));
            }
        }

        return statements.Count > 0
            ? statements
            : throw DonationRefusals.BadFile("The file has no statement (Stmt) in it.").AsException();
    }

    private static void RequireNamespace(XmlReader xml)
    {
        if (xml.LocalName == "Document" && Namespace().IsMatch(xml.NamespaceURI))
        {
            return;
        }

        var place = (IXmlLineInfo)xml;
        var given = xml.NamespaceURI.Length <= 80 ? xml.NamespaceURI : xml.NamespaceURI[..80] + "…";
        throw DonationRefusals
            .NotAFile(
                $"This is no bank statement: <{xml.LocalName}> of '{given}' instead of <Document> of camt.053, version 02 or later.",
                place.LineNumber,
                place.LinePosition
            )
            .AsException();
    }

    private static ReadStatement ReadStatement(XmlReader xml)
    {
        var place = (IXmlLineInfo)xml;
        var (line, position) = (place.LineNumber, place.LinePosition);
        var builder = new StatementBuilder(line, position);
        using var inside = xml.ReadSubtree();
        inside.Read();
        inside.Read();
        while (!inside.EOF)
        {
            if (inside.NodeType != XmlNodeType.Element)
            {
                inside.Read();
                continue;
            }

            switch (inside.LocalName)
            {
                case "Id" or "Acct" or "Bal" or "Ntry":
                    builder.Take(Element(inside));
                    break;
                default:
                    inside.Skip();
                    break;
            }
        }

        return builder.Build();
    }

    /// <summary>The element the reader stands on, with its place in the file; the reader moves on after it.</summary>
    private static XElement Element(XmlReader xml)
    {
        var place = (IXmlLineInfo)xml;
        var (line, position) = (place.LineNumber, place.LinePosition);
        using var inside = xml.ReadSubtree();
        var element = XElement.Load(inside);
        inside.Close();
        xml.Read();
        element.AddAnnotation(new FilePlace(line, position));
        return element;
    }

    [GeneratedRegex(@"^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(0[2-9]|1[0-9])$", RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();
}

/// <summary>Where in a file something stands.</summary>
internal sealed record FilePlace(int Line, int Position);

/// <summary>Reads the parts of a camt message by their local names, whatever version they are of.</summary>
internal static class CamtElements
{
    public static XElement? Child(this XElement? element, string name) =>
        element?.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    public static IEnumerable<XElement> Children(this XElement? element, string name) =>
        element?.Elements().Where(child => child.Name.LocalName == name) ?? [];

    /// <summary>The element at the end of a path of local names, or null.</summary>
    public static XElement? At(this XElement? element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            element = element.Child(name);
        }

        return element;
    }

    public static string Text(this XElement? element) =>
        element is null || element.HasElements ? "" : element.Value.Trim();

    /// <summary>A date, given as a date or as a moment; null when there is none or it is none.</summary>
    public static DateOnly? Date(this XElement? element)
    {
        var text = element.Child("Dt").Text();
        if (text.Length == 0)
        {
            text = element.Child("DtTm").Text();
        }

        // A moment's date is the bank's own: its first ten characters, whatever the zone.
        var day = text.Length >= 10 ? text[..10] : text;
        return DateOnly.TryParseExact(
            day,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date
            : null;
    }

    public static FilePlace Place(this XElement element) => element.Annotation<FilePlace>() ?? new FilePlace(0, 0);
}
