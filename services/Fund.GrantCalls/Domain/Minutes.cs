using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>A part of minutes.</summary>
/// <param name="ProposalId">Proposal it is about, which those recused from do not read; null when about none.</param>
/// <param name="Text">Paragraphs separated by empty lines.</param>
public sealed record MinutesSection(Guid? ProposalId, string Heading, string Text);

/// <summary>Minutes of a session: drafted when it is closed, edited, approved by somebody else, never changed after.</summary>
public sealed class Minutes
{
    private Minutes() { }

    public Minutes(
        Guid sessionId,
        string language,
        IReadOnlyList<MinutesSection> sections,
        string by,
        DateTimeOffset now
    )
    {
        Id = sessionId;
        Language = language;
        Sections = sections;
        Version = 1;
        WrittenBy = [by];
        DraftedAt = now;
    }

    /// <summary>Id of the session.</summary>
    public Guid Id { get; private set; }
    public string Language { get; private set; } = "en";
    public IReadOnlyList<MinutesSection> Sections { get; private set; } = [];
    public int Version { get; private set; }

    /// <summary>Everybody who wrote at them, in the order they first did.</summary>
    public IReadOnlyList<string> WrittenBy { get; private set; } = [];
    public DateTimeOffset DraftedAt { get; private set; }
    public string? ApprovedBy { get; private set; }
    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>Replaces the sections that the writer may see; what they are recused from stays.</summary>
    /// <exception cref="RefusedException">MINUTES_APPROVED, CHANGED_MEANWHILE.</exception>
    public void Save(IReadOnlyList<MinutesSection> sections, IReadOnlySet<Guid> hidden, int loadedVersion, string by)
    {
        RequireOpen(loadedVersion);
        Sections = [.. sections, .. Sections.Where(section => section.ProposalId is { } id && hidden.Contains(id))];
        WrittenBy = [.. WrittenBy.Append(by).Distinct()];
        Version++;
    }

    /// <summary>Approves them as they are.</summary>
    /// <exception cref="RefusedException">SAME_PERSON for whoever wrote at them.</exception>
    public void Approve(int loadedVersion, string by, DateTimeOffset now)
    {
        RequireOpen(loadedVersion);
        if (WrittenBy.Contains(by))
        {
            throw SessionRefusals.WroteThem().AsException();
        }

        ApprovedBy = by;
        ApprovedAt = now;
        Version++;
    }

    private void RequireOpen(int loadedVersion)
    {
        if (ApprovedAt is not null)
        {
            throw SessionRefusals.MinutesApproved().AsException();
        }

        if (loadedVersion != Version)
        {
            throw Refusals.ChangedMeanwhile("minutes").AsException();
        }
    }
}
