namespace Fund.Donations.Tests;

/// <summary>
/// What donors promised and gave, kept in the plainest way there is: lists, and sums over all of them. It says what the
/// service must say of any day.
/// </summary>
internal sealed class DonationsModel
{
    /// <summary>A donor and the one it is now part of, if any.</summary>
    public sealed class Donor(string id)
    {
        public string Id { get; } = id;

        public Donor? MergedInto { get; set; }

        public string? MergeId { get; set; }

        public Donor Now => MergedInto?.Now ?? this;
    }

    public sealed class Pledge(string id, Donor owner, long minor, string currency, DateOnly on)
    {
        public string Id { get; } = id;

        /// <summary>Who it was recorded for; it follows when that one is merged and comes back when that is undone.</summary>
        public Donor Owner { get; } = owner;

        public long Minor { get; } = minor;

        public string Currency { get; } = currency;

        public DateOnly On { get; } = on;

        public DateOnly? CancelledOn { get; set; }
    }

    public sealed class Contribution(
        string id,
        Donor owner,
        long minor,
        string currency,
        DateOnly valueDate,
        DateOnly countsFrom,
        Pledge? pledge
    )
    {
        public string Id { get; } = id;

        public Donor Owner { get; } = owner;

        public long Minor { get; } = minor;

        public string Currency { get; } = currency;

        public DateOnly ValueDate { get; } = valueDate;

        public DateOnly CountsFrom { get; } = countsFrom;

        public Pledge? Pledge { get; } = pledge;

        public DateOnly? ReversedOn { get; set; }

        public bool CountsOn(DateOnly day) => CountsFrom <= day && !(ReversedOn <= day);
    }

    public List<Donor> Donors { get; } = [];

    public List<Pledge> Pledges { get; } = [];

    public List<Contribution> Contributions { get; } = [];

    public long Paid(Pledge pledge, DateOnly day) =>
        Contributions.Where(row => row.Pledge == pledge && row.CountsOn(day)).Sum(row => row.Minor);

    public long Outstanding(Pledge pledge, DateOnly day) =>
        pledge.On > day || pledge.CancelledOn <= day ? 0 : Math.Max(0, pledge.Minor - Paid(pledge, day));

    /// <summary>What a donor owes at the end of a day, per currency that anything is owed in.</summary>
    public Dictionary<string, long> Outstanding(Donor donor, DateOnly day) =>
        Pledges
            .Where(pledge => pledge.Owner.Now == donor)
            .GroupBy(pledge => pledge.Currency)
            .Select(group => (group.Key, Sum: group.Sum(pledge => Outstanding(pledge, day))))
            .Where(row => row.Sum > 0)
            .ToDictionary(row => row.Key, row => row.Sum);

    /// <summary>What a donor gave in a range, less what was taken back in it, per currency, nothing left out.</summary>
    public Dictionary<string, long> Contributed(Donor donor, DateOnly from, DateOnly to) =>
        Contributions
            .Where(row => row.Owner.Now == donor)
            .SelectMany(row =>
                new[]
                {
                    (row.Currency, Minor: row.CountsFrom >= from && row.CountsFrom <= to ? row.Minor : 0),
                    (row.Currency, Minor: row.ReversedOn >= from && row.ReversedOn <= to ? -row.Minor : 0),
                }
            )
            .GroupBy(part => part.Currency)
            .Select(group => (group.Key, Sum: group.Sum(part => part.Minor)))
            .Where(row => row.Sum != 0)
            .ToDictionary(row => row.Key, row => row.Sum);
}
