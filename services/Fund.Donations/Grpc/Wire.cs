using Fund.Donations.Domain;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Grpc;

/// <summary>The domain as it goes out on the wire.</summary>
internal static class Wire
{
    /// <param name="donor">The donor.</param>
    /// <param name="ibans">Accounts known; pass none for anybody but staff.</param>
    /// <param name="contacts">The same.</param>
    /// <param name="mergedFrom">The same.</param>
    public static V1.Donor ToWire(
        this Donor donor,
        IEnumerable<string> ibans,
        IEnumerable<DonorContact>? contacts = null,
        IEnumerable<V1.MergedDonor>? mergedFrom = null
    ) =>
        new()
        {
            DonorId = donor.Id.ToWire(),
            Kind = (V1.DonorKind)donor.Kind,
            Name = donor.Name,
            CountryCode = donor.CountryCode ?? "",
            Language = donor.Language,
            PubliclyAnonymous = donor.PubliclyAnonymous,
            UnDonorType = donor.UnDonorType,
            KnownIbans = { ibans },
            Version = donor.Version,
            Contacts =
            {
                (contacts ?? []).Select(contact => new V1.DonorContact
                {
                    Name = contact.Name,
                    Email = contact.Email,
                    Phone = contact.Phone,
                    Language = contact.Language,
                    GetsNotices = contact.GetsNotices,
                }),
            },
            MergedFrom = { mergedFrom ?? [] },
        };

    public static V1.MergedDonor ToWire(this DonorMerge merge, Donor merged) =>
        new()
        {
            DonorId = merged.Id.ToWire(),
            Name = merged.Name,
            Kind = (V1.DonorKind)merged.Kind,
            MergeId = merge.Id.ToWire(),
            Reason = merge.Reason,
            MergedAt = merge.MergedAt.ToWire(),
        };

    public static V1.Pledge ToWire(this PledgeStanding standing)
    {
        var pledge = standing.Pledge;
        return new V1.Pledge
        {
            PledgeId = pledge.Id.ToWire(),
            DonorId = pledge.DonorId.ToWire(),
            Amount = pledge.Amount.ToWire(),
            PledgedOn = pledge.PledgedOn.ToWire(),
            Instalments =
            {
                standing.Instalments.Select(part => new V1.PledgeInstalmentStanding
                {
                    DueDate = part.DueDate.ToWire(),
                    Amount = part.Amount.ToWire(),
                    Paid = part.Paid.ToWire(),
                    Overdue = part.Overdue,
                }),
            },
            Paid = standing.Paid.ToWire(),
            Outstanding = standing.Outstanding.ToWire(),
            Cancelled = standing.IsCancelled,
            CancellationReason = standing.IsCancelled ? pledge.CancellationReason ?? "" : "",
            CancelledOn = standing.IsCancelled ? pledge.CancelledOn.ToWire() : "",
            Reference = pledge.Reference,
            Earmark = pledge.Earmark,
            AsOf = standing.AsOf.ToWire(),
            State = (V1.PledgeState)standing.State,
            Overpaid = standing.Overpaid.ToWire(),
            Overdue = standing.Overdue.ToWire(),
        };
    }

    public static V1.InKindGift ToWire(this InKindGift gift) =>
        new()
        {
            InKindGiftId = gift.Id.ToWire(),
            DonorId = gift.DonorId.ToWire(),
            Description = gift.Description,
            EstimatedValue = gift.Estimate?.ToWire(),
            GivenOn = gift.GivenOn.ToWire(),
            RecordedAt = gift.RecordedAt.ToWire(),
            Withdrawn = gift.WithdrawnAt is not null,
            WithdrawalReason = gift.WithdrawalReason ?? "",
        };

    /// <param name="contribution">The contribution.</param>
    /// <param name="correctedBy">What replaced it, if it was reversed and replaced.</param>
    public static V1.Contribution ToWire(this Contribution contribution, Guid? correctedBy = null) =>
        new()
        {
            ContributionId = contribution.Id.ToWire(),
            DonorId = contribution.DonorId.ToWire(),
            Amount = contribution.Amount.ToWire(),
            ValueDate = contribution.ValueDate.ToWire(),
            Channel = (V1.Channel)contribution.Channel,
            PledgeId = contribution.PledgeId.ToWire(),
            Earmark = contribution.Earmark,
            ValuationState = contribution.AwaitsRate ? V1.ValuationState.AwaitingRate : V1.ValuationState.Valued,
            UsdValue = contribution.UsdValue?.ToWire(),
            Rate = contribution.UnitsPerUsd is { } rate ? DonationRefusals.Plain(rate) : "",
            RateEffectiveDate = contribution.RateEffectiveDate.ToWire(),
            RecordedAt = contribution.RecordedAt.ToWire(),
            BankEntryId = contribution.BankEntryId.ToWire(),
            Corrects = contribution.CorrectsId is { } corrected
                ? new V1.CorrectedContribution
                {
                    ContributionId = corrected.ToWire(),
                    BookedOn = contribution.CountsFrom.ToWire(),
                }
                : null,
            Reversal = contribution.ReversedOn is { } reversed
                ? new V1.ContributionReversal
                {
                    ReversedOn = reversed.ToWire(),
                    Reason = contribution.ReversalReason ?? "",
                    ReplacedByContributionId = correctedBy.ToWire(),
                }
                : null,
        };

    public static V1.Rate ToWire(this OperationalRate rate) =>
        new()
        {
            CurrencyCode = rate.CurrencyCode,
            EffectiveDate = rate.EffectiveDate.ToWire(),
            UnitsPerUsd = DonationRefusals.Plain(rate.UnitsPerUsd),
            Source = rate.Source,
            Superseded = rate.SupersededAt is not null,
            Reason = rate.Reason,
            RateId = rate.Id.ToWire(),
        };

    public static V1.FundPosition ToWire(this Position position) =>
        new()
        {
            AsOf = position.AsOf.ToWire(),
            Received = position.Received.ToWire(),
            ProgrammeSupportCosts = position.ProgrammeSupportCosts.ToWire(),
            OperatingReserve = position.OperatingReserve.ToWire(),
            Reserved = position.Reserved.ToWire(),
            Committed = position.Committed.ToWire(),
            Disbursed = position.Disbursed.ToWire(),
            Refunded = position.Refunded.ToWire(),
            Available = position.Available.ToWire(),
            ContributionsAwaitingRate = position.ContributionsAwaitingRate,
            MinimumForNewCall = position.MinimumForNewCall.ToWire(),
        };

    public static V1.LedgerEntry ToWire(this LedgerEntry entry) =>
        new()
        {
            LedgerEntryId = entry.Id.ToWire(),
            TransactionId = entry.TransactionId.ToWire(),
            Account = entry.Account,
            Amount = entry.Amount.ToWire(),
            EntryDate = entry.EntryDate.ToWire(),
            Kind = entry.Kind,
            CauseId = entry.CauseId.ToWire(),
            CorrectsTransactionId = entry.CorrectsTransactionId.ToWire(),
            PostedAt = entry.PostedAt.ToWire(),
        };

    public static V1.PolicySetting ToWire(this PolicySetting setting, bool inForce) =>
        new()
        {
            Name = setting.Name,
            Value = setting.Value,
            EffectiveDate = setting.EffectiveDate.ToWire(),
            Source = setting.Source,
            RecordedBy = setting.RecordedBy,
            RecordedAt = setting.RecordedAt.ToWire(),
            InForce = inForce,
            Superseded = setting.SupersededAt is not null,
            PolicySettingId = setting.Id.ToWire(),
        };

    public static V1.Reservation ToWire(this Reservation reservation) =>
        new()
        {
            CallId = reservation.CallId.ToWire(),
            Envelope = reservation.Envelope.ToWire(),
            Committed = Money.UsdCents(reservation.CommittedCents).ToWire(),
            Released = Money.UsdCents(reservation.ReleasedCents).ToWire(),
            Left = reservation.Left.ToWire(),
        };
}
