using Fund.Donations.Domain;
using Fund.Donations.Domain.Statements;
using Fund.Donations.Persistence.Statements;
using Fund.Hosting;

namespace Fund.Donations.Grpc;

/// <summary>Statements as they go out on the wire.</summary>
internal static class StatementWire
{
    public static V1.DonorStatement ToWire(this StatementDocument document) =>
        new()
        {
            Number = document.Number,
            Donor = document.Donor.ToWire([]),
            FromDate = document.From.ToWire(),
            ToDate = document.To.ToWire(),
            OpeningOutstanding = { document.Figures.Opening.Select(money => money.ToWire()) },
            Lines = { document.Figures.Lines.Select(line => ToWire(line, document.Language)) },
            ClosingOutstanding = { document.Figures.Closing.Select(money => money.ToWire()) },
            Contributed = { document.Figures.Contributed.Select(money => money.ToWire()) },
            ContributedUsd = document.Figures.ContributedUsd.ToWire(),
            Language = document.Language,
            InKind = { document.Figures.InKind.Select(gift => gift.ToWire()) },
        };

    public static V1.ConsolidatedStatement ToWire(this ConsolidatedDocument document) =>
        new()
        {
            Number = document.Number,
            FromDate = document.From.ToWire(),
            ToDate = document.To.ToWire(),
            Donors =
            {
                document.Donors.Select(row => new V1.ConsolidatedDonor
                {
                    DonorId = row.Donor.Id.ToWire(),
                    Name = row.Donor.Name,
                    CountryCode = row.Donor.CountryCode ?? "",
                    Sums = Sums(row.Figures),
                }),
            },
            Total = Sums(document.Total),
            Language = document.Language,
        };

    private static V1.StatementSums Sums(DonorStatement figures) =>
        new()
        {
            OpeningOutstanding = { figures.Opening.Select(money => money.ToWire()) },
            Contributed = { figures.Contributed.Select(money => money.ToWire()) },
            ContributedUsd = figures.ContributedUsd.ToWire(),
            ClosingOutstanding = { figures.Closing.Select(money => money.ToWire()) },
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

    public static V1.StatementBatch ToWire(
        this StatementBatch batch,
        IReadOnlyDictionary<BatchItemState, int> counts
    ) =>
        new()
        {
            BatchId = batch.Id.ToWire(),
            Year = batch.Year,
            Language = batch.Language,
            RequestedAt = batch.RequestedAt.ToWire(),
            FinishedAt = batch.FinishedAt.ToWire(),
            Donors = counts.Values.Sum(),
            Made = counts.GetValueOrDefault(BatchItemState.Made),
            Unchanged = counts.GetValueOrDefault(BatchItemState.Unchanged),
            Failed = counts.GetValueOrDefault(BatchItemState.Failed),
            Waiting = counts.GetValueOrDefault(BatchItemState.Waiting),
        };

    public static V1.StatementBatchItem ToWire(this StatementBatchItem item, string number) =>
        new()
        {
            DonorId = item.DonorId.ToWire(),
            DonorName = item.DonorName,
            State = (V1.StatementBatchItemState)item.State,
            StatementNumber = number,
            Problem = item.Problem,
        };
}
