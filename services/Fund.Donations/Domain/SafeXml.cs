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
    public static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException e)
        {
            throw DonationRefusals.NotAFile(WithoutPlace(e), e.LineNumber, e.LinePosition).AsException();
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
        return said.Length <= 200 ? said : said[..200] + "…";
    }
}
