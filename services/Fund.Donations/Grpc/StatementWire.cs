using Fund.Donations.Domain;
using Fund.Donations.Domain.Statements;
using Fund.Donations.Persistence.Statements;
using Fund.Hosting;

namespace Fund.Donations.Grpc;

/// <summary>Statements as they go out on the wire.</summary>
internal static class StatementWire
{
    public static V1.DonorStatement ToWire(
        this DonorStatement statement,
        string number,
        Donor donor,
        DateOnly from,
        DateOnly to,
        string language
    ) =>
        new()
        {
            Number = number,
            Donor = donor.ToWire([]),
            FromDate = from.ToWire(),
            ToDate = to.ToWire(),
            OpeningOutstanding = { statement.Opening.Select(money => money.ToWire()) },
            Lines = { statement.Lines.Select(line => ToWire(line, language)) },
            ClosingOutstanding = { statement.Closing.Select(money => money.ToWire()) },
            Contributed = { statement.Contributed.Select(money => money.ToWire()) },
            ContributedUsd = statement.ContributedUsd.ToWire(),
            Language = language,
        };

    private static V1.StatementLine ToWire(DonorStatement.Line line, string language) =>
        new()
        {
            Date = line.Date.ToWire(),
            Kind = line.Kind,
            Id = line.Id.ToWire(),
            Amount = line.Amount?.ToWire(),
            Rate = line.Rate,
            UsdValue = line.Usd?.ToWire(),
            Description = StatementWords.Describe(line, language),
        };

    public static V1.Receipt ToWire(this KnownReceipt known) =>
        new()
        {
            ReceiptId = known.Receipt.Id.ToWire(),
            Number = known.Receipt.Text,
            ContributionId = known.Receipt.ContributionId.ToWire(),
            DonorId = known.Owner.ToWire(),
            DonorName = known.Receipt.DonorName,
            DonorCountryCode = known.Receipt.DonorCountryCode ?? "",
            Amount = known.Receipt.Amount.ToWire(),
            ValueDate = known.Receipt.ValueDate.ToWire(),
            Channel = (V1.Channel)known.Receipt.Channel,
            Earmark = known.Receipt.Earmark,
            PledgeReference = known.Receipt.PledgeReference,
            UsdValue = known.Receipt.UsdValue?.ToWire(),
            Rate = known.Receipt.UnitsPerUsd is { } rate ? DonationRefusals.Plain(rate) : "",
            RateEffectiveDate = known.Receipt.RateEffectiveDate.ToWire(),
            Language = known.Receipt.Language,
            IssuedAt = known.Receipt.IssuedAt.ToWire(),
            State = known.VoidSince is null ? V1.ReceiptState.Valid : V1.ReceiptState.Void,
            VoidSince = known.VoidSince.ToWire(),
            FirstPrintedAt = known.Receipt.FirstPrintedAt.ToWire(),
        };
}
