using Fund.Forms;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>
/// A file sent for a question of a proposal. Its parts arrive one after the other; once the whole is found right it has
/// its hash, can be the answer, and never changes any more.
/// </summary>
public sealed class ProposalFile
{
    /// <summary>Most bytes of one part.</summary>
    public const int LargestPart = 1 << 20;

    /// <summary>Files that may be sent for one proposal, also those that were replaced: our default.</summary>
    public const int MostOfOneProposal = 200;

    private ProposalFile() { }

    /// <summary>A file whose parts are to come.</summary>
    /// <param name="question">Asks for a file; the caller has checked the name with it.</param>
    public ProposalFile(Guid proposalId, FormField question, string name, string sentBy, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ProposalId = proposalId;
        Question = question.Key;
        Name = name;
        Kind = FileNames.KindOf(name)!.Code;
        MostBytes = FileKinds.BytesOf(question);
        SentBy = sentBy;
        SentAt = now;
    }

    public Guid Id { get; private set; }
    public Guid ProposalId { get; private set; }

    /// <summary>Key of the question.</summary>
    public string Question { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>Code of its kind.</summary>
    public string Kind { get; private set; } = "";
    public long MostBytes { get; private set; }
    public long ReceivedBytes { get; private set; }

    /// <summary>Hexadecimal; empty until the whole is here and was found right.</summary>
    public string Sha256 { get; private set; } = "";
    public string SentBy { get; private set; } = "";
    public DateTimeOffset SentAt { get; private set; }

    public bool IsWhole => Sha256.Length > 0;

    /// <summary>Counts a part in.</summary>
    /// <returns>False when the part is here already, because its answer was lost.</returns>
    /// <exception cref="RefusedException">WRONG_OFFSET, FILE_TOO_LARGE, EMPTY_FILE, FILE_CONTENT.</exception>
    public bool Receive(long offset, ReadOnlySpan<byte> part, bool more)
    {
        if (IsWhole || offset != ReceivedBytes)
        {
            var isRepeated = offset + part.Length == ReceivedBytes && (IsWhole ? !more : more && !part.IsEmpty);
            return isRepeated ? false : throw FileRefusals.WrongOffset(offset, ReceivedBytes).AsException();
        }

        if (ReceivedBytes + part.Length > MostBytes)
        {
            throw FileRefusals.TooLarge(MostBytes).AsException();
        }

        if (!more && ReceivedBytes + part.Length == 0)
        {
            throw FileRefusals.Empty().AsException();
        }

        if (offset == 0 && part.Length >= FileContent.Head && !FileContent.MayBegin(KindOf(), part))
        {
            throw FileRefusals.Content(new FileFinding(FileContentProblem.OtherKind), Name, Kind).AsException();
        }

        ReceivedBytes += part.Length;
        return true;
    }

    /// <summary>The whole is here: it is right or refused.</summary>
    /// <param name="finding">What is wrong with its content; null when nothing is.</param>
    /// <exception cref="RefusedException">FILE_CONTENT.</exception>
    public void Finish(string sha256, FileFinding? finding)
    {
        if (finding is not null)
        {
            throw FileRefusals.Content(finding, Name, Kind).AsException();
        }

        Sha256 = sha256;
    }

    /// <summary>What came was refused and is forgotten: the next part is the first one again.</summary>
    public void StartAgain() => ReceivedBytes = 0;

    public FileFacts Facts => new(Kind, ReceivedBytes);

    /// <summary>Begins to look at the whole.</summary>
    public FileInspection Inspect() => new(KindOf());

    private FileKind KindOf() => FileKinds.Find(Kind)!;
}

/// <summary>Bytes of a file.</summary>
public sealed class ProposalFilePart
{
    private ProposalFilePart() { }

    public ProposalFilePart(Guid fileId, long firstByte, byte[] content) =>
        (FileId, FirstByte, Content) = (fileId, firstByte, content);

    public Guid FileId { get; private set; }

    /// <summary>Where it begins in the file.</summary>
    public long FirstByte { get; private set; }
    public byte[] Content { get; private set; } = [];
}
