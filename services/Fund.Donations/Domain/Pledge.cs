using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>A part of a pledge that is due on a date.</summary>
public sealed class PledgeInstalment
{
    private PledgeInstalment() { }

    internal PledgeInstalment(Guid pledgeId, int number, DateOnly dueDate, long amountMinor)
    {
        PledgeId = pledgeId;
        Number = number;
        DueDate = dueDate;
        AmountMinor = amountMinor;
    }

    public Guid PledgeId { get; private set; }

    /// <summary>From 1, in order of the dates due.</summary>
    public int Number { get; private set; }

    public DateOnly DueDate { get; private set; }

    /// <summary>Minor units of the pledge's currency.</summary>
    public long AmountMinor { get; private set; }
}

/// <summary>A non-binding promise. Stays visible once cancelled.</summary>
public sealed class Pledge
{
    private readonly List<PledgeInstalment> _instalments = [];

    private Pledge() { }

    private Pledge(
        Guid donorId,
        Money amount,
        DateOnly pledgedOn,
        string reference,
        string earmark,
        DateTimeOffset recordedAt
    )
    {
        Id = Guid.CreateVersion7();
        DonorId = donorId;
        Amount = amount;
        PledgedOn = pledgedOn;
        Reference = reference;
        ReferenceKey = NameFolding.Key(reference);
        Earmark = earmark;
        RecordedAt = recordedAt;
    }

    public Guid Id { get; private set; }

    public Guid DonorId { get; private set; }

    public Money Amount { get; private set; }

    public DateOnly PledgedOn { get; private set; }

    /// <summary>Reference of the agreement or letter; may be empty.</summary>
    public string Reference { get; private set; } = "";

    /// <summary>The reference as bank entries are searched for it.</summary>
    public string ReferenceKey { get; private set; } = "";

    /// <summary>What the money is promised for; empty is the norm.</summary>
    public string Earmark { get; private set; } = "";

    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>Null while the promise stands.</summary>
    public DateOnly? CancelledOn { get; private set; }

    public string? CancellationReason { get; private set; }

    /// <summary>What was outstanding when it was cancelled, in minor units; zero while it stands.</summary>
    public long CancelledMinor { get; private set; }

    /// <summary>Which plan it is, from 1; those before it are kept as former plans.</summary>
    public int PlanNumber { get; private set; } = 1;

    /// <summary>The plan in force.</summary>
    public IReadOnlyList<PledgeInstalment> Instalments => _instalments;

    public bool IsCancelled => CancelledOn is not null;

    /// <summary>Records a promise.</summary>
    /// <param name="donorId">Who promises.</param>
    /// <param name="amount">Above zero.</param>
    /// <param name="pledgedOn">Day of the promise.</param>
    /// <param name="reference">May be empty.</param>
    /// <param name="instalments">None, or some that add up to the amount.</param>
    /// <param name="recordedAt">Now.</param>
    /// <param name="earmark">What the money is promised for; may be empty.</param>
    /// <exception cref="RefusedException">INSTALMENTS_DO_NOT_ADD_UP.</exception>
    public static Pledge Promise(
        Guid donorId,
        Money amount,
        DateOnly pledgedOn,
        string reference,
        IReadOnlyList<(DateOnly DueDate, Money Amount)> instalments,
        DateTimeOffset recordedAt,
        string earmark = ""
    )
    {
        var pledge = new Pledge(donorId, amount, pledgedOn, reference, earmark, recordedAt);
        if (instalments.Count == 0)
        {
            return pledge;
        }

        pledge.Plan(instalments);
        return pledge;
    }

    /// <summary>What is still promised after so much was paid: never below zero, and zero once cancelled.</summary>
    public Money Outstanding(Money paid) => IsCancelled || paid >= Amount ? Money.Zero(Amount.Currency) : Amount - paid;

    /// <summary>
    /// Gives a promise that stands another plan of instalments, or none. The instalments of the plan before are put
    /// aside by the caller, and this must not know of them any more.
    /// </summary>
    /// <param name="instalments">None, or some that add up to the amount.</param>
    /// <exception cref="RefusedException">PLEDGE_CANCELLED or INSTALMENTS_DO_NOT_ADD_UP.</exception>
    public void Replan(IReadOnlyList<(DateOnly DueDate, Money Amount)> instalments)
    {
        if (IsCancelled)
        {
            throw DonationRefusals.PledgeAlreadyCancelled(Id).AsException();
        }

        PlanNumber++;
        if (instalments.Count > 0)
        {
            Plan(instalments);
        }
    }

    /// <summary>Names the agreement or letter anew.</summary>
    public void Refer(string reference)
    {
        Reference = reference;
        ReferenceKey = NameFolding.Key(reference);
    }

    /// <summary>Cancels what is outstanding.</summary>
    /// <exception cref="RefusedException">PLEDGE_CANCELLED or PLEDGE_PAID.</exception>
    public void Cancel(Money paid, string reason, DateOnly today)
    {
        if (IsCancelled)
        {
            throw DonationRefusals.PledgeAlreadyCancelled(Id).AsException();
        }

        var outstanding = Outstanding(paid);
        if (outstanding.IsZero)
        {
            throw DonationRefusals.PledgePaid(Id).AsException();
        }

        CancelledMinor = outstanding.MinorUnits;
        CancellationReason = reason;

        // A pledge recorded ahead of a clock that was set back is cancelled on its own day at the earliest.
        CancelledOn = today < PledgedOn ? PledgedOn : today;
    }

    private void Plan(IReadOnlyList<(DateOnly DueDate, Money Amount)> instalments)
    {
        var sum = instalments.Aggregate(Money.Zero(Amount.Currency), (total, part) => total + part.Amount);
        if (sum != Amount)
        {
            throw DonationRefusals.InstalmentsDoNotAddUp(sum, Amount).AsException();
        }

        var number = 0;
        foreach (var (due, part) in instalments.OrderBy(instalment => instalment.DueDate))
        {
            _instalments.Add(new PledgeInstalment(Id, ++number, due, part.MinorUnits));
        }
    }

    /// <summary>Passes when a contribution may pay this pledge.</summary>
    /// <exception cref="RefusedException">PLEDGE_OF_OTHER_DONOR, PLEDGE_IN_OTHER_CURRENCY or PLEDGE_CANCELLED.</exception>
    public void RequirePayableBy(Guid donorId, Currency currency, string field) =>
        Facts.RequirePayableBy(donorId, currency, field);

    /// <inheritdoc cref="PledgeFacts.RequireNotBefore"/>
    public void RequireNotBefore(DateOnly valueDate, string field) => Facts.RequireNotBefore(valueDate, field);

    private PledgeFacts Facts => new(Id, DonorId, Amount.Currency.Code, PledgedOn, IsCancelled);
}

/// <summary>What must be known of a pledge to let a contribution pay it.</summary>
public readonly record struct PledgeFacts(
    Guid Id,
    Guid DonorId,
    string CurrencyCode,
    DateOnly PledgedOn,
    bool Cancelled
)
{
    /// <inheritdoc cref="Pledge.RequirePayableBy"/>
    public void RequirePayableBy(Guid donorId, Currency currency, string field)
    {
        if (DonorId != donorId)
        {
            throw DonationRefusals.PledgeOfOtherDonor(field).AsException();
        }

        if (CurrencyCode != currency.Code)
        {
            throw DonationRefusals.PledgeInOtherCurrency(field, CurrencyCode, currency.Code).AsException();
        }

        if (Cancelled)
        {
            throw DonationRefusals.PledgeAlreadyCancelled(Id).AsException();
        }
    }

    /// <summary>
    /// Passes when money of that date can have been paid for this promise; a person may state that it is meant so.
    /// </summary>
    /// <exception cref="RefusedException">VALUE_DATE_BEFORE_PLEDGE, with both dates.</exception>
    public void RequireNotBefore(DateOnly valueDate, string field)
    {
        if (valueDate < PledgedOn)
        {
            throw DonationRefusals.ValueDateBeforePledge(field, valueDate, PledgedOn).AsException();
        }
    }
}

/// <summary>A plan of instalments that was replaced by another. Never changed.</summary>
public sealed class FormerPlan
{
    private readonly List<FormerInstalment> _instalments = [];

    private FormerPlan() { }

    public Guid PledgeId { get; private set; }

    /// <summary>From 1, the oldest.</summary>
    public int Plan { get; private set; }

    /// <summary>Day from which it holds no more.</summary>
    public DateOnly ReplacedOn { get; private set; }

    public DateTimeOffset ReplacedAt { get; private set; }

    public string Reason { get; private set; } = "";

    /// <summary>Empty when there was no plan.</summary>
    public IReadOnlyList<FormerInstalment> Instalments => _instalments;
}

/// <summary>An instalment of a plan that was replaced.</summary>
public sealed class FormerInstalment
{
    private FormerInstalment() { }

    public Guid PledgeId { get; private set; }

    public int Plan { get; private set; }

    public int Number { get; private set; }

    public DateOnly DueDate { get; private set; }

    public long AmountMinor { get; private set; }
}
