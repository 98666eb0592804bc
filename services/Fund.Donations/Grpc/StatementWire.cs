using Fund.Donations.Domain;
using Fund.Donations.Domain.Statements;
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
}
