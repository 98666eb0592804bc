using Fund.Kernel;

namespace Fund.Beneficiaries.Domain;

/// <summary>Where a return stands.</summary>
public enum ReturnState
{
    Submitted = 1,
    Questioned = 2,
    Accepted = 3,
}

/// <summary>What a return was made of.</summary>
public enum ReturnKind
{
    Aggregate = 1,
    Cases = 2,
}

/// <summary>
/// The counts of one reporting period of a project. There is one per report: a resubmission after a question replaces
/// what was there, an accepted one is locked. Submitted → questioned → submitted → accepted.
/// </summary>
public sealed class BeneficiaryReturn
{
    private readonly List<ReturnCell> _cells = [];

    private BeneficiaryReturn() { }

    public Guid Id { get; private set; }

    public Guid AgreementId { get; private set; }

    public Guid OrganisationId { get; private set; }

    public Guid ReportId { get; private set; }

    /// <summary>Number of the period, from 1.</summary>
    public int PeriodNumber { get; private set; }

    public DateOnly PeriodFrom { get; private set; }

    public DateOnly PeriodTo { get; private set; }

    public ReturnKind Kind { get; private set; }

    public ReturnState State { get; private set; }

    /// <summary>Staff's question, while the return is sent back; screened for personal data.</summary>
    public string Question { get; private set; } = "";

    /// <summary>What a person should look at before accepting; sentences with figures, nothing about one person.</summary>
    public List<string> Warnings { get; private set; } = [];

    public DateTimeOffset SubmittedAt { get; private set; }

    /// <summary>Subject of who submitted it last; empty when that was before it was kept.</summary>
    public string SubmittedBy { get; private set; } = "";

    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>
    /// Number of the release that first counted it. People keep the place in the tables where they were first counted,
    /// so that figures never fall; see services/decisions/0007-disclosure-control.md.
    /// </summary>
    public int? CountedInRelease { get; private set; }

    /// <summary>The measures, the same for both kinds.</summary>
    public IReadOnlyList<ReturnCell> Cells => _cells;

    /// <summary>A new, empty return of a period; fill it with <see cref="Submit"/>.</summary>
    public static BeneficiaryReturn For(Project project, ReportPeriod period) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            AgreementId = project.AgreementId,
            OrganisationId = project.OrganisationId,
            ReportId = period.ReportId,
            PeriodNumber = period.Number,
            PeriodFrom = period.PeriodFrom,
            PeriodTo = period.PeriodTo,
        };

    /// <summary>Takes the figures in, for the first time or after a question.</summary>
    /// <exception cref="Kernel.RefusedException">RETURN_ALREADY_SUBMITTED or RETURN_ACCEPTED.</exception>
    public void Submit(
        ReturnKind kind,
        IReadOnlyDictionary<CellKey, int> cells,
        IEnumerable<Sentence> warnings,
        string by,
        DateTimeOffset now
    )
    {
        if (State != default)
        {
            RequireOpen();
        }

        Kind = kind;
        State = ReturnState.Submitted;
        Question = "";
        Warnings = [.. warnings.Select(warning => warning.Text)];
        SubmittedBy = by;
        SubmittedAt = now;
        _cells.Clear();
        _cells.AddRange(cells.Select(cell => new ReturnCell(Id, cell.Key, cell.Value)));
    }

    /// <summary>Passes when a resubmission is expected.</summary>
    /// <exception cref="Kernel.RefusedException">RETURN_ALREADY_SUBMITTED or RETURN_ACCEPTED.</exception>
    public void RequireOpen()
    {
        if (State == ReturnState.Accepted)
        {
            throw BeneficiaryRefusals.AlreadyAccepted().AsException();
        }

        if (State == ReturnState.Submitted)
        {
            throw BeneficiaryRefusals.AlreadySubmitted().AsException();
        }
    }

    /// <summary>Lets the figures count.</summary>
    /// <exception cref="Kernel.RefusedException">RETURN_NOT_SUBMITTED; SAME_PERSON for who submitted it.</exception>
    public void Accept(string by, DateTimeOffset now)
    {
        RequireSubmitted("accepted");
        RequireAnother(by);
        State = ReturnState.Accepted;
        AcceptedAt = now;
    }

    /// <summary>Sends the return back with a question.</summary>
    /// <exception cref="Kernel.RefusedException">RETURN_NOT_SUBMITTED; SAME_PERSON for who submitted it.</exception>
    public void Ask(string by, string question)
    {
        RequireSubmitted("questioned");
        RequireAnother(by);
        State = ReturnState.Questioned;
        Question = question;
    }

    /// <summary>Notes the release that counts it; the first one stays.</summary>
    public void CountIn(int release) => CountedInRelease ??= release;

    /// <summary>The cells as a table.</summary>
    public ReturnTable Table() => new(_cells.ToDictionary(cell => cell.Key, cell => cell.Count));

    /// <summary>
    /// The measure of an aggregate return that adds to the people counted so far: everybody in the first period, the
    /// new ones after it.
    /// </summary>
    public string Increment => PeriodNumber == 1 ? Measures.Assisted : Measures.New;

    /// <summary>People, not roles: who submitted it for an organisation may work for the Fund by now (decision 0060).</summary>
    private void RequireAnother(string by)
    {
        if (by == SubmittedBy)
        {
            throw BeneficiaryRefusals.SubmittedByThem().AsException();
        }
    }

    private void RequireSubmitted(string action)
    {
        if (State != ReturnState.Submitted)
        {
            throw BeneficiaryRefusals.NotSubmitted(State.ToString().ToLowerInvariant(), action).AsException();
        }
    }
}

/// <summary>One count of a return; see <see cref="CellKey"/>.</summary>
public sealed class ReturnCell
{
    private ReturnCell() { }

    internal ReturnCell(Guid returnId, CellKey key, int count)
    {
        ReturnId = returnId;
        (Measure, Gender, AgeGroup, Exploitation) = (key.Measure, key.Gender, key.AgeGroup, key.Exploitation);
        Count = count;
    }

    public Guid ReturnId { get; private set; }

    public string Measure { get; private set; } = "";

    public string Gender { get; private set; } = "";

    public string AgeGroup { get; private set; } = "";

    public string Exploitation { get; private set; } = "";

    public int Count { get; private set; }

    public CellKey Key => new(Measure, Gender, AgeGroup, Exploitation);
}
