using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>
/// Something given that is not money: rooms, work, goods. Recorded and thanked for, but in no ledger, position or total
/// of money, whatever its estimated value.
/// </summary>
public sealed class InKindGift
{
    /// <summary>Characters a description may have.</summary>
    public const int LongestDescription = 1000;

    private InKindGift() { }

    public InKindGift(Guid donorId, string description, Money? estimate, DateOnly givenOn, DateTimeOffset recordedAt)
    {
        Id = Guid.CreateVersion7(recordedAt);
        DonorId = donorId;
        Description = description;
        Estimate = estimate;
        GivenOn = givenOn;
        RecordedAt = recordedAt;
    }

    public Guid Id { get; private set; }

    public Guid DonorId { get; private set; }

    public string Description { get; private set; } = "";

    /// <summary>What it is said to be worth; null when nobody said.</summary>
    public Money? Estimate { get; private set; }

    public DateOnly GivenOn { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>When it was taken back as an error; null for all others.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string? WithdrawalReason { get; private set; }

    /// <summary>Takes back a record that was made in error.</summary>
    /// <exception cref="RefusedException">IN_KIND_WITHDRAWN.</exception>
    public void Withdraw(string reason, DateTimeOffset at)
    {
        if (WithdrawnAt is not null)
        {
            throw DonationRefusals.InKindWithdrawn(Id).AsException();
        }

        WithdrawnAt = at;
        WithdrawalReason = reason;
    }
}
