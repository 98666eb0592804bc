namespace Fund.Projects.Domain;

/// <summary>One look at an organisation: what was found and when. Never edited; a later check replaces its outcome.</summary>
public sealed class DueDiligenceCheck
{
    private DueDiligenceCheck() { }

    internal DueDiligenceCheck(
        Guid organisationId,
        Flag flag,
        DateOnly checkedOn,
        string findings,
        string by,
        DateTimeOffset at
    )
    {
        Id = Guid.CreateVersion7();
        OrganisationId = organisationId;
        Flag = flag;
        CheckedOn = checkedOn;
        Findings = findings;
        RecordedBy = by;
        RecordedAt = at;
    }

    public Guid Id { get; private set; }

    public Guid OrganisationId { get; private set; }

    public Flag Flag { get; private set; }

    public DateOnly CheckedOn { get; private set; }

    public string Findings { get; private set; } = "";

    public string RecordedBy { get; private set; } = "";

    public DateTimeOffset RecordedAt { get; private set; }
}
