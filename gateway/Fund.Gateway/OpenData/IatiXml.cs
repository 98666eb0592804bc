using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Fund.Gateway.OpenData;

/// <summary>The pieces that both IATI files are made of. Everything is in English and US dollars unless it says otherwise.</summary>
internal static class IatiXml
{
    public const string Version = "2.03";

    /// <summary>Attributes of an activity or organisation that say what holds for all below.</summary>
    public static IEnumerable<XAttribute> Defaults() =>
        [new(XNamespace.Xml + "lang", "en"), new("default-currency", "USD")];

    public static XElement Narrative(string text, string? language = null) =>
        new("narrative", language is null ? null : new XAttribute(XNamespace.Xml + "lang", language), Clean(text));

    public static XElement Code(string name, string code) => new(name, new XAttribute("code", code));

    public static XElement Date(string name, DateOnly day) => new(name, new XAttribute("iso-date", Wire.Iso(day)));

    public static XElement Value(long minorUnits, DateOnly day) =>
        new("value", new XAttribute("value-date", Wire.Iso(day)), Wire.Amount(minorUnits));

    public static XElement ReportingOrganisation(Publisher publisher) =>
        new(
            "reporting-org",
            new XAttribute("ref", publisher.Identifier),
            new XAttribute("type", Publisher.IatiType),
            Narrative(publisher.Name)
        );

    /// <summary>
    /// The file. Its moment of making is the day, so that a reader who asks again on the same day learns from the tag
    /// of the answer that nothing has changed.
    /// </summary>
    public static byte[] Write(string root, DateOnly today, IEnumerable<XElement> records)
    {
        var document = new XDocument(
            new XElement(
                root,
                new XAttribute("version", Version),
                new XAttribute("generated-datetime", Wire.Iso(today) + "T00:00:00Z"),
                records
            )
        );
        using var target = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true };
        using (var writer = XmlWriter.Create(target, settings))
        {
            document.Save(writer);
        }

        return target.ToArray();
    }

    /// <summary>Without letters that XML cannot hold: names come from people.</summary>
    private static string Clean(string text) =>
        text.All(XmlConvert.IsXmlChar) ? text : new string([.. text.Where(XmlConvert.IsXmlChar)]);
}
