using Fund.Kernel;

namespace Fund.Donations.Domain.Importing;

/// <summary>What a file holds. The numbers are those of the wire.</summary>
public enum ImportKind
{
    Contributions = 1,
    Donors = 2,
    BankStatement = 3,
    BankCsv = 4,
}

/// <summary>How far an import is. The numbers are those of the wire.</summary>
public enum ImportState
{
    Receiving = 1,
    Checking = 2,
    Checked = 3,
    Running = 4,
    Done = 5,
    Cancelled = 6,
    Unreadable = 7,
}

/// <summary>What good rows add up to in one currency, in minor units.</summary>
public sealed record ImportSum(string CurrencyCode, long MinorUnits);

/// <summary>A row as it was understood.</summary>
public sealed record PreviewRow(long Row, IReadOnlyDictionary<string, string> Cells);

/// <summary>
/// A large file on its way in: parts arrive, the whole is checked, a person decides, good rows are taken in step by
/// step. Every step is committed with how far it came, so that a cut line or a crash goes on from there.
/// </summary>
public sealed class ImportFile
{
    /// <summary>Most bytes of one file: 1 GiB.</summary>
    public const long LargestFile = 1L << 30;

    /// <summary>Most bytes of one part.</summary>
    public const int LargestPart = 1 << 20;

    /// <summary>Problems kept of one file; a file with more is in the wrong layout.</summary>
    public const int MostProblems = 10_000;

    /// <summary>Rows shown as they were understood.</summary>
    public const int PreviewRows = 10;

    /// <summary>Times a step may fail before the import stops and says so.</summary>
    public const int MostFailures = 5;

    private ImportFile() { }

    public ImportFile(
        ImportKind kind,
        string fileName,
        CsvLayout layout,
        bool createMissingDonors,
        DonorKind? defaultDonorKind,
        string createdBy,
        DateTimeOffset createdAt
    )
    {
        Id = Guid.CreateVersion7();
        Kind = kind;
        FileName = fileName;
        Layout = layout;
        CreateMissingDonors = createMissingDonors;
        DefaultDonorKind = defaultDonorKind;
        CreatedBy = createdBy;
        CreatedAt = createdAt;
        State = ImportState.Receiving;
    }

    public Guid Id { get; private set; }

    public ImportKind Kind { get; private set; }

    public ImportState State { get; private set; }

    public string FileName { get; private set; } = "";

    public CsvLayout Layout { get; private set; } = CsvLayout.Plain;

    public bool CreateMissingDonors { get; private set; }

    public DonorKind? DefaultDonorKind { get; private set; }

    /// <summary>Subject of whoever began it.</summary>
    public string CreatedBy { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public long ReceivedBytes { get; private set; }

    /// <summary>Hexadecimal; empty until the file was read whole.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Rows read, without the header.</summary>
    public long Rows { get; private set; }

    public long BadRows { get; private set; }

    /// <summary>Rows taken in.</summary>
    public long DoneRows { get; private set; }

    /// <summary>Rows dealt with, good or bad: where the next step begins.</summary>
    public long Position { get; private set; }

    public IReadOnlyList<ImportSum> Sums { get; private set; } = [];

    public string[] Columns { get; private set; } = [];

    public IReadOnlyList<PreviewRow> Preview { get; private set; } = [];

    public Guid? SameFileImportId { get; private set; }

    /// <summary>Why it cannot be read or why it stopped; empty when neither.</summary>
    public string Refusal { get; private set; } = "";

    public int Failures { get; private set; }

    public long GoodRows => Rows - BadRows;

    /// <summary>Counts a part in.</summary>
    /// <returns>False when the part is here already, because its answer was lost.</returns>
    /// <exception cref="RefusedException">IMPORT_IN_OTHER_STATE, WRONG_OFFSET, FILE_TOO_LARGE, NOT_A_TEXT.</exception>
    public bool Receive(long offset, ReadOnlySpan<byte> part, bool more)
    {
        if (State == ImportState.Checking && !more && offset + part.Length == ReceivedBytes)
        {
            return false;
        }

        Require("take another part", ImportState.Receiving);
        if (offset != ReceivedBytes)
        {
            if (offset >= 0 && offset + part.Length == ReceivedBytes && part.Length > 0)
            {
                return false;
            }

            throw ImportRefusals.WrongOffset(offset, ReceivedBytes).AsException();
        }

        if (ReceivedBytes + part.Length > LargestFile)
        {
            throw ImportRefusals.TooLarge(LargestFile).AsException();
        }

        if (offset == 0)
        {
            ImportRefusals.RequireText(part);
        }

        ReceivedBytes += part.Length;
        if (!more)
        {
            if (ReceivedBytes == 0)
            {
                throw ImportRefusals.Empty().AsException();
            }

            State = ImportState.Checking;
        }

        return true;
    }

    /// <summary>The file is to be read in another way, from the start.</summary>
    /// <exception cref="RefusedException">IMPORT_IN_OTHER_STATE.</exception>
    public void ReadAs(CsvLayout layout, bool createMissingDonors, DonorKind? defaultDonorKind)
    {
        Require("be read in another way", ImportState.Checked, ImportState.Unreadable);
        (Layout, CreateMissingDonors, DefaultDonorKind) = (layout, createMissingDonors, defaultDonorKind);
        (Rows, BadRows, Sums, Columns, Preview, Refusal, Failures) = (0, 0, [], [], [], "", 0);
        State = ImportState.Checking;
    }

    /// <summary>How far the check is, for whoever looks.</summary>
    public void CheckedSoFar(long rows, long badRows) => (Rows, BadRows) = (rows, badRows);

    /// <summary>The whole file was read.</summary>
    public void WasRead(
        string sha256,
        IReadOnlyList<ImportSum> sums,
        string[] columns,
        IReadOnlyList<PreviewRow> preview
    )
    {
        (Sha256, Sums, Columns, Preview) = (sha256, sums, columns, preview);
        (State, Refusal, Failures) = (ImportState.Checked, "", 0);
    }

    /// <summary>The very same file came before.</summary>
    public void IsTheSameAs(Guid? earlier) => SameFileImportId = earlier;

    /// <summary>The file cannot be read in its layout.</summary>
    public void CannotBeRead(string refusal, string[] columns)
    {
        (Refusal, Columns) = (refusal, columns);
        State = ImportState.Unreadable;
    }

    /// <summary>A person decides to take in the good rows.</summary>
    /// <exception cref="RefusedException">IMPORT_IN_OTHER_STATE, BAD_ROWS, NO_GOOD_ROWS, SAME_FILE.</exception>
    public void Start(bool leaveOutBadRows, bool takeInAgain)
    {
        Require("start", ImportState.Checked);
        if (GoodRows == 0)
        {
            throw ImportRefusals.NoGoodRows(Rows).AsException();
        }

        if (BadRows > 0 && !leaveOutBadRows)
        {
            throw ImportRefusals.BadRows(BadRows, Rows).AsException();
        }

        if (SameFileImportId is { } same && !takeInAgain)
        {
            throw ImportRefusals.SameFile(same).AsException();
        }

        (State, Failures, Refusal) = (ImportState.Running, 0, "");
    }

    /// <summary>A step is committed.</summary>
    /// <param name="rows">Rows of the file dealt with.</param>
    /// <param name="taken">Of these, those taken in.</param>
    public void Step(long rows, long taken)
    {
        Position += rows;
        DoneRows += taken;
        Failures = 0;
    }

    /// <summary>All rows were dealt with; those that were good when checked and are not any more count as bad now.</summary>
    public void Finish(DateTimeOffset at)
    {
        BadRows = Rows - DoneRows;
        (State, FinishedAt, Refusal) = (ImportState.Done, at, "");
    }

    /// <summary>A step failed for a reason that is not in the file; after some of these the import stops.</summary>
    public void Failed(string reference)
    {
        Failures++;
        if (Failures < MostFailures)
        {
            return;
        }

        Sentence stopped =
            $"Stopped after {Failures} failures on our side (reference {reference}); {DoneRows} rows are taken in. Start it again to go on.";
        Refusal = stopped.Text;
        State = State == ImportState.Running ? ImportState.Checked : ImportState.Unreadable;
    }

    /// <exception cref="RefusedException">IMPORT_IN_OTHER_STATE.</exception>
    public void Cancel(DateTimeOffset at)
    {
        Require(
            "be given up",
            ImportState.Receiving,
            ImportState.Checking,
            ImportState.Checked,
            ImportState.Unreadable
        );
        if (DoneRows > 0)
        {
            throw ImportRefusals.Begun(DoneRows).AsException();
        }

        (State, FinishedAt) = (ImportState.Cancelled, at);
    }

    private void Require(string what, params ReadOnlySpan<ImportState> states)
    {
        if (!states.Contains(State))
        {
            throw ImportRefusals.InOtherState(State, what).AsException();
        }
    }
}

/// <summary>What is wrong with a cell or a row.</summary>
public sealed class ImportProblem
{
    /// <summary>Characters kept of a value.</summary>
    public const int LongestValue = 200;

    private static int _made;

    private ImportProblem() { }

    public ImportProblem(Guid importId, long row, string column, string value, string problem)
    {
        Id = InOrderOf(row);
        ImportId = importId;
        RowNumber = row;
        ColumnName = column;
        Value = Shown(value);
        Problem = problem;
    }

    /// <summary>Ids are in the order of the rows, which is the order a list shows them in.</summary>
    public Guid Id { get; private set; }

    public Guid ImportId { get; private set; }

    /// <summary>From 1, the header counted.</summary>
    public long RowNumber { get; private set; }

    public string ColumnName { get; private set; } = "";

    public string Value { get; private set; } = "";

    public string Problem { get; private set; } = "";

    private static Guid InOrderOf(long row)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, row);

        // Problems of one row are made one after the other.
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes[8..], Interlocked.Increment(ref _made));
        System.Security.Cryptography.RandomNumberGenerator.Fill(bytes[12..]);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A value as it may be stored and shown: not too long, without the zeros that PostgreSQL cannot hold.</summary>
    public static string Shown(string value)
    {
        var clean = value.Replace('\0', '�');
        return clean.Length <= LongestValue ? clean : clean[..(LongestValue - 1)] + "…";
    }
}
