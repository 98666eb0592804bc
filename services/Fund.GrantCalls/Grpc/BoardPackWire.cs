using Fund.Common.V1;
using Fund.GrantCalls.Domain;
using Fund.Hosting;

namespace Fund.GrantCalls.Grpc;

/// <summary>What leaves on the wire of board packs.</summary>
internal static class BoardPackWire
{
    public static V1.PackCall ToWire(this PackCall row) =>
        new()
        {
            CallId = row.Call.Id.ToWire(),
            Titles =
            {
                row.Call.Titles.Select(text => new LocalisedText { Language = text.Language, Text = text.Text }),
            },
            Envelope = row.Call.Envelope.ToWire(),
            Left = row.Call.Left.ToWire(),
            Proposals = row.Proposals,
            Requested = row.Requested.ToWire(),
            Recommended = row.Recommended.ToWire(),
            HasPortfolio = row.HasPortfolio,
        };

    public static V1.PackCountry ToWire(this PackCountry row) =>
        new()
        {
            CountryCode = row.CountryCode,
            Proposals = row.Proposals,
            Requested = row.Requested.ToWire(),
            Recommended = row.Recommended.ToWire(),
        };

    public static V1.PackPage ToWire(this PackPage page) =>
        new()
        {
            ProposalId = page.Proposal.Id.ToWire(),
            Number = page.Proposal.Number ?? "",
            OrganisationName = page.Proposal.OrganisationName ?? "",
            CountryCode = page.Proposal.CountryCode,
            CallId = page.Call.Id.ToWire(),
            Title = page.Proposal.Title,
            Requested = page.Requested.ToWire(),
            Recommended = page.Recommended?.ToWire(),
            DurationMonths = page.Proposal.DurationMonths,
            Beneficiaries = page.Beneficiaries,
            CostEach = page.CostEach?.ToWire(),
            Exploitation = { page.Exploitation },
            AverageHundredths = page.Score.AverageHundredths,
            Rank = page.Score.Rank,
            Spread = page.Score.Spread,
            Reviews = page.Score.Reviews,
            Strengths = { page.Score.Strengths.Select(ToWire) },
            Weaknesses = { page.Score.Weaknesses.Select(ToWire) },
            Consensus = page.Score.Consensus,
            Screening = { page.Screening.Open.Select(ToWire) },
            VerifiedUntil = page.Screening.VerifiedUntil.ToWire(),
            RedFlag = page.Screening.RedFlag,
            Earlier =
            {
                page.Earlier.Select(row => new V1.PackAward
                {
                    ProposalNumber = row.Number,
                    Title = row.Title,
                    Amount = row.Amount.ToWire(),
                    DecidedOn = row.DecidedOn.ToWire(),
                    DurationMonths = row.Months,
                }),
            },
            Budget =
            {
                page.Budget.Select(row => new V1.PackBudget
                {
                    Category = row.Category,
                    Requested = row.Requested.ToWire(),
                    Recommended = row.Recommended?.ToWire(),
                }),
            },
            Conditions = page.Conditions,
            State = Wire.Same<ProposalState, V1.ProposalState>(page.Proposal.State),
            Position = page.Position,
            Left = page.Call.Left.ToWire(),
            BelowMinimum = { page.Score.BelowMinimum.Select(EvaluationWire.ToWire) },
            DirectAssistance = page.DirectAssistance?.ToWire(),
        };

    private static V1.PackRemark ToWire(PackRemark remark) => new() { Label = remark.Label, Text = remark.Text };
}
