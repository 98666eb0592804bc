namespace Fund.Donations.Domain;

/// <summary>How far an instalment of a pledge is when somebody is told of it.</summary>
public enum InstalmentStage
{
    /// <summary>Falls due within the days that the policy says.</summary>
    Due,

    /// <summary>Was due before today and is not paid.</summary>
    Overdue,
}

/// <summary>That somebody was told of an instalment: once for each stage, ever.</summary>
public sealed class InstalmentNotice
{
    private InstalmentNotice() { }

    public InstalmentNotice(Guid pledgeId, int number, DateOnly dueDate, InstalmentStage stage, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        PledgeId = pledgeId;
        Number = number;
        DueDate = dueDate;
        Stage = stage;
        NoticedAt = at;
    }

    public Guid Id { get; private set; }

    public Guid PledgeId { get; private set; }

    /// <summary>Number of the instalment in the pledge's plan, from 1.</summary>
    public int Number { get; private set; }

    public DateOnly DueDate { get; private set; }

    public InstalmentStage Stage { get; private set; }

    public DateTimeOffset NoticedAt { get; private set; }
}
