using Fund.Donations.Domain;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Persistence.Deciding;

/// <summary>
/// What a group of decisions decides over: totals, settings, and the envelopes and awards concerned, as they are under
/// the lock and after the decisions before in the same group.
/// </summary>
public sealed class MoneyAtHand
{
    private readonly Dictionary<Guid, Reservation> _reservations;
    private readonly Dictionary<Guid, Award> _awards;
    private readonly HashSet<Reservation> _changed = [];
    private readonly List<Reservation> _newReservations = [];
    private readonly List<Award> _newAwards = [];
    private readonly List<LedgerTransaction> _transactions = [];
    private readonly DateOnly? _closedThrough;

    internal MoneyAtHand(
        FundTotals totals,
        PolicyHistory policy,
        IEnumerable<Reservation> reservations,
        IEnumerable<Award> awards,
        DateOnly? closedThrough,
        TimeProvider clock
    )
    {
        Totals = totals;
        Policy = policy;
        _reservations = reservations.ToDictionary(row => row.CallId);
        _awards = awards.ToDictionary(row => row.AwardId);
        _closedThrough = closedThrough;
        Now = clock.Moment();
        Today = DateOnly.FromDateTime(Now.UtcDateTime);
    }

    /// <summary>Running totals, additions folded in.</summary>
    public FundTotals Totals { get; private set; }

    public PolicyHistory Policy { get; }

    public DateTimeOffset Now { get; }

    public DateOnly Today { get; }

    /// <summary>The day that entries of today are posted on.</summary>
    public DateOnly PostedOn => References.PostingDate(Today, _closedThrough);

    internal IReadOnlyList<Reservation> NewReservations => _newReservations;

    internal IEnumerable<Reservation> ChangedReservations => _changed.Except(_newReservations);

    internal IReadOnlyList<Award> NewAwards => _newAwards;

    internal IReadOnlyList<LedgerTransaction> Transactions => _transactions;

    public Reservation? FindReservation(Guid callId) => _reservations.GetValueOrDefault(callId);

    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public Reservation RequireReservation(Guid callId) =>
        FindReservation(callId) ?? throw Refusals.NotFound("reservation for the call", callId.ToWire()).AsException();

    public Award? FindAward(Guid awardId) => _awards.GetValueOrDefault(awardId);

    public void Add(Reservation reservation)
    {
        _reservations.Add(reservation.CallId, reservation);
        _newReservations.Add(reservation);
    }

    public void Add(Award award)
    {
        _awards.Add(award.AwardId, award);
        _newAwards.Add(award);
    }

    /// <summary>Says that an envelope is not as it was.</summary>
    public void Changed(Reservation reservation) => _changed.Add(reservation);

    /// <summary>Posts, and changes the totals by what is posted.</summary>
    /// <exception cref="RefusedException">WOULD_UNCOVER_OBLIGATIONS.</exception>
    public void Post(LedgerTransaction transaction, string what)
    {
        Totals = FundBalances.Covered(Totals, FundTotals.Of([transaction]), what);
        _transactions.Add(transaction);
    }
}
