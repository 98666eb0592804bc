using System.Globalization;
using System.Xml;
using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>Where in a file something stands, both from 1.</summary>
public readonly record struct FilePlace(int Line, int Position);

/// <summary>
/// Walks a camt message element by element without keeping any of it. Elements are known by their local names, whatever
/// their prefix. Whoever is given an element consumes it: by walking its children, by its text, or by skipping it.
/// </summary>
internal sealed class CamtCursor : IDisposable
{
    /// <summary>Levels a message may have; the standard's deepest has less than half.</summary>
    private const int Deepest = 64;

    private readonly GuardedStream _file;
    private readonly XmlReader _xml;
    private readonly IXmlLineInfo _place;

    public CamtCursor(Stream file, long mostBytes)
    {
        _file = new GuardedStream(file, mostBytes);
        _xml = SafeXml.Open(_file, mostBytes);
        _place = (IXmlLineInfo)_xml;
    }

    /// <summary>Local name of the element stood on.</summary>
    public string Name => _xml.LocalName;

    public string Namespace => _xml.NamespaceURI;

    public FilePlace Place => new(_place.LineNumber, _place.LinePosition);

    /// <summary>Where the file has a document type.</summary>
    public (int Line, int Position) Doctype() => _file.Doctype();

    /// <summary>Moves to the document's first element.</summary>
    public void Start()
    {
        while (Read() && _xml.NodeType != XmlNodeType.Element) { }
    }

    /// <summary>Goes into the element stood on; pass what it gives to <see cref="Next"/>.</summary>
    public int Enter() => _xml.IsEmptyElement ? -1 : _xml.Depth;

    /// <summary>Moves to the next child of the element that was entered; false at its end.</summary>
    public bool Next(int entered)
    {
        if (entered < 0)
        {
            return false;
        }

        while (Read())
        {
            if (_xml.NodeType == XmlNodeType.Element)
            {
                return true;
            }

            if (_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == entered)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Reads on to the end of the file, so that what is cut short or goes wrong late is noticed.</summary>
    public void Finish()
    {
        while (Read()) { }
    }

    public void Skip()
    {
        for (var inside = Enter(); Next(inside); )
        {
            Skip();
        }
    }

    /// <summary>The element's own text, trimmed, at most so many characters of it.</summary>
    public string Text(int most)
    {
        if (_xml.IsEmptyElement)
        {
            return "";
        }

        var (depth, text) = (_xml.Depth, "");
        while (Read())
        {
            switch (_xml.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    text = text.Length == 0 ? _xml.Value : text + _xml.Value;
                    text = text.Length <= 2 * most ? text : text[..(2 * most)];
                    break;
                case XmlNodeType.Element:
                    Skip();
                    break;
                case XmlNodeType.EndElement when _xml.Depth == depth:
                    return Cut(text.Trim(), most);
            }
        }

        return Cut(text.Trim(), most);
    }

    /// <summary>An attribute of the element stood on; empty when it has none.</summary>
    public string Attribute(string name) => _xml.GetAttribute(name) ?? "";

    /// <summary>Walks down one path of single children and gives the text at its end; empty when there is none.</summary>
    public string TextAt(int most, params ReadOnlySpan<string> path)
    {
        if (path.Length == 0)
        {
            return Text(most);
        }

        var text = "";
        for (var inside = Enter(); Next(inside); )
        {
            if (text.Length == 0 && Name == path[0])
            {
                text = TextAt(most, path[1..]);
            }
            else
            {
                Skip();
            }
        }

        return text;
    }

    /// <summary>The element's own text, or else that of the first of its children with one of these names.</summary>
    public string TextOrTextAt(int most, params ReadOnlySpan<string> children)
    {
        if (_xml.IsEmptyElement)
        {
            return "";
        }

        var (depth, own, inner) = (_xml.Depth, "", "");
        while (Read())
        {
            if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                own = own.Length == 0 ? Cut(_xml.Value.Trim(), most) : own;
            }
            else if (_xml.NodeType == XmlNodeType.Element)
            {
                var text = children.Contains(Name) ? Text(most) : Text(0);
                inner = inner.Length == 0 ? text : inner;
            }
            else if (_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth)
            {
                break;
            }
        }

        return inner.Length > 0 ? inner : own;
    }

    /// <summary>Of an element with a date (Dt) or a moment (DtTm) in it: the bank's own day. Null when there is none.</summary>
    /// <param name="bad">What stands there when it is no date.</param>
    public DateOnly? Date(out string? bad)
    {
        bad = null;
        DateOnly? date = null;
        for (var inside = Enter(); Next(inside); )
        {
            if (Name is not ("Dt" or "DtTm"))
            {
                Skip();
                continue;
            }

            var text = Text(40);
            date = DayOf(text);
            bad = date is null ? text : null;
        }

        return date;
    }

    /// <summary>A date, or the date of a moment: its first ten characters, whatever the zone.</summary>
    public static DateOnly? DayOf(string text) =>
        DateOnly.TryParseExact(
            text.Length >= 10 ? text.AsSpan(0, 10) : text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date
            : null;

    public void Dispose() => _xml.Dispose();

    /// <summary>Cuts a text without leaving half of a character.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }

    private bool Read()
    {
        _file.NextPiece();
        if (!_xml.Read())
        {
            return false;
        }

        return _xml.Depth <= Deepest
            ? true
            : throw DonationRefusals
                .NotAFile($"Elements stand in each other more than {Deepest} deep.", Place.Line, Place.Position)
                .AsException();
    }
}
