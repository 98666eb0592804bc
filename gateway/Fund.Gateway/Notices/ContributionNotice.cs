using Fund.Events;
using Fund.Kernel;

namespace Fund.Gateway.Notices;

/// <summary>A contribution was recorded: for finance, and for the contacts of the donor who gave.</summary>
internal sealed class ContributionNotice
{
    private ContributionNotice() { }

    /// <summary>Also the notice's own id: one contribution is one notice, however often the event arrives.</summary>
    public Guid ContributionId { get; private set; }

    public Guid DonorId { get; private set; }

    /// <summary>Original amount and currency.</summary>
    public Money Amount { get; private set; }

    public DateOnly ValueDate { get; private set; }
}
