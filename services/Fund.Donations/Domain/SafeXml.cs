using System.Xml;
using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>Opens files that strangers wrote: forward only, no document types, no outside entities, bounded.</summary>
public static class SafeXml
{
    /// <summary>A reader that refuses doctypes at their first character and never looks outside the file.</summary>
    public static XmlReader Open(Stream file, long mostCharacters) =>
        XmlReader.Create(
            file,
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = mostCharacters,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                CloseInput = false,
            }
        );

    /// <summary>Runs the reading and turns what is wrong with the XML into a refusal with line and position.</summary>
    /// <param name="read">Reads.</param>
    /// <param name="doctype">Where a document type stands, which .NET does not say.</param>
    public static T Read<T>(Func<T> read, Func<(int Line, int Position)>? doctype = null)
    {
        try
        {
            return read();
        }
        catch (XmlException e)
        {
            var place = (e.LineNumber, e.LinePosition);
            var (line, position) = e.LineNumber == 0 && doctype is not null ? doctype() : place;
            throw DonationRefusals.NotAFile(WithoutPlace(e), line, position).AsException();
        }
    }

    private static string WithoutPlace(XmlException e)
    {
        if (e.Message.Contains("DTD", StringComparison.Ordinal))
        {
            return "The file has a document type, which is not taken.";
        }

        var place = e.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
        var said = place > 0 ? e.Message[..place] : e.Message;
        return $"The file is not well-formed XML: {(said.Length <= 200 ? said : said[..200] + "…")}";
    }
}
