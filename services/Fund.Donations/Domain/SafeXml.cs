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
            throw DonationRefusals.NotAFile(ProblemOf(e), line, position).AsException();
        }
    }

    /// <summary>
    /// Said in our own words, which there are in six languages; the detail that .NET gives names the parser's
    /// expectations, and line and position lead to the place all the same.
    /// </summary>
    private static Sentence ProblemOf(XmlException e) =>
        e.Message.Contains("DTD", StringComparison.Ordinal) ? "The file has a document type, which is not taken."
        : e.Message.Contains("MaxCharactersInDocument", StringComparison.Ordinal) ? "The file is too large."
        : "The file is not well-formed XML here; it ends early, an element is not closed, or a character stands where none may.";
}
