using System.Globalization;
using System.Text.RegularExpressions;
using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>
/// Reads ISO 20022 bank statements (camt.053) of version 02 and any later one whose structure is the same, forward only,
/// with one entry in memory at a time. Versions differ in where a status, a name or an amount stands; all places are
/// looked at, whatever the version says.
/// </summary>
public sealed partial class Camt053 : IDisposable
{
    /// <summary>Largest file taken in one message, in bytes.</summary>
    public const int LargestFile = 50 * 1024 * 1024;

    private readonly CamtCursor _xml;
    private readonly bool _fingerprints;

    /// <param name="file">Read forward only; not closed.</param>
    /// <param name="mostBytes">Bytes the file may have.</param>
    /// <param name="fingerprints">False for whoever only looks at the movements: it saves a hash for each.</param>
    public Camt053(Stream file, long mostBytes = LargestFile, bool fingerprints = true)
    {
        _xml = new CamtCursor(file, mostBytes);
        _fingerprints = fingerprints;
    }

    /// <summary>
    /// Reads the file, part by part, while they are asked for. What is wrong with one entry is a part of its own; what
    /// is wrong with the file ends the reading, so nothing of it may be kept before the last part was read.
    /// </summary>
    /// <exception cref="RefusedException">FILE_TOO_LARGE, or BAD_FILE with line and position.</exception>
    public IEnumerable<StatementPart> Read()
    {
        using var parts = ReadAll().GetEnumerator();
        while (SafeXml.Read(parts.MoveNext, _xml.Doctype))
        {
            yield return parts.Current;
        }
    }

    public void Dispose() => _xml.Dispose();

    private IEnumerable<StatementPart> ReadAll()
    {
        _xml.Start();
        var format = FindDocument();
        var found = false;
        for (var document = _xml.Enter(); _xml.Next(document); )
        {
            if (_xml.Name != "BkToCstmrStmt")
            {
                _xml.Skip();
                continue;
            }

            for (var message = _xml.Enter(); _xml.Next(message); )
            {
                if (_xml.Name != "Stmt")
                {
                    _xml.Skip();
                    continue;
                }

                found = true;
                foreach (var part in new StatementReader(_xml, format, _fingerprints).Read())
                {
                    yield return part;
                }
            }
        }

        _xml.Finish();
        if (!found)
        {
            throw DonationRefusals.BadFile("The file has no statement (Stmt) in it.").AsException();
        }
    }

    /// <summary>
    /// Moves to the Document and gives its version. Some banks put it into an envelope with a header of its own, which
    /// may be a few levels deep.
    /// </summary>
    private string FindDocument()
    {
        var place = _xml.Place;
        var (name, space) = (_xml.Name, _xml.Namespace);
        for (var level = 0; level < 4 && _xml.Name != "Document"; level++)
        {
            var envelope = _xml.Enter();
            var inside = _xml.Next(envelope);
            while (inside && _xml.Name is not ("Document" or "Body" or "Pyld" or "Content" or "Xchg"))
            {
                _xml.Skip();
                inside = _xml.Next(envelope);
            }

            if (!inside)
            {
                throw NotAStatement(name, space, place);
            }
        }

        var message = Message().Match(_xml.Namespace);
        var isStatement =
            message.Success
            && message.Groups["kind"].Value == "053"
            && int.Parse(message.Groups["version"].ValueSpan, CultureInfo.InvariantCulture) >= 2;
        return _xml.Name == "Document" && isStatement
            ? message.Value
            : throw NotAStatement(_xml.Name, _xml.Namespace, _xml.Place);
    }

    private static RefusedException NotAStatement(string name, string space, FilePlace place)
    {
        var kind = Message().Match(space) is { Success: true } message
            ? message.Groups["kind"].Value switch
            {
                "052" => $"{message.Value}, a report within the day, which may still change",
                "054" => $"{message.Value}, a notification of single entries, which a statement repeats",
                _ => message.Value,
            }
            : $"<{CamtCursor.Cut(name, 40)}> of '{CamtCursor.Cut(space, 80)}'";
        return DonationRefusals
            .NotAFile(
                $"This is no bank statement: {kind}. Allowed is a <Document> of camt.053.001.02 or a later version.",
                place.Line,
                place.Position
            )
            .AsException();
    }

    // The message's name stands at the end of its namespace, with national additions in some countries.
    [GeneratedRegex(
        @"(?<=^|[:/.])(?:camt\.(?<kind>\d{3})\.001\.(?<version>\d{2})|(?:pain|pacs|head|acmt|admi)\.\d{3}\.001\.\d{2})(?=$|[:/.])"
    )]
    private static partial Regex Message();
}
