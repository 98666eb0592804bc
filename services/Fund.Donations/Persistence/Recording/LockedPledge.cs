using Fund.Donations.Domain;

namespace Fund.Donations.Persistence.Recording;

/// <summary>A pledge that contributions of a group pay, and what is outstanding of it while they do.</summary>
internal sealed class LockedPledge(PledgeFacts facts, long outstandingMinor)
{
    private long _outstandingMinor = outstandingMinor;

    public PledgeFacts Facts { get; } = facts;

    /// <summary>Pays so much of it, in minor units of its currency; gives what is beyond the pledge.</summary>
    public long Pay(long minor)
    {
        var beyond = Math.Max(0, minor - _outstandingMinor);
        _outstandingMinor = Math.Max(0, _outstandingMinor - minor);
        return beyond;
    }
}
