using System.Globalization;
using Fund.Common.V1;
using Fund.GrantCalls.Domain;
using Fund.Hosting;
using Money = Fund.Kernel.Money;

namespace Fund.GrantCalls.Grpc;

/// <summary>What leaves on the wire.</summary>
internal static class Wire
{
    private const string LocalFormat = "yyyy-MM-dd'T'HH:mm:ss";

    public static V1.Call ToWire(this Call call, DateTimeOffset now) =>
        new()
        {
            CallId = call.Id.ToWire(),
            State = Same<CallState, V1.CallState>(call.StateAt(now)),
            Terms = call.TermsToWire(),
            OpensAt = call.OpensAt.ToWire(),
            ClosesAt = call.ClosesAt.ToWire(),
            Awarded = call.Awarded.ToWire(),
            CancellationReason = call.CancellationReason ?? "",
            Version = call.Version,
            FormNumber = call.FormNumber,
            Extensions =
            {
                call.Extensions.Select(extension => new V1.DeadlineExtension
                {
                    FromLocal = extension.From.ToString(LocalFormat, CultureInfo.InvariantCulture),
                    ToLocal = extension.To.ToString(LocalFormat, CultureInfo.InvariantCulture),
                    Reason = extension.Reason,
                    ExtendedAt = extension.At.ToWire(),
                }),
            },
            EnvelopeChanges = { call.EnvelopeChanges.Select(ToWire) },
            EnvelopeChanging = call.EnvelopeChanging is { } changing ? ToWire(changing) : null,
        };

    public static V1.Proposal ToWire(
        this Proposal proposal,
        IEnumerable<CriterionResult>? eligibility = null,
        bool withContent = true
    )
    {
        var wire = new V1.Proposal
        {
            ProposalId = proposal.Id.ToWire(),
            CallId = proposal.CallId.ToWire(),
            OrganisationId = proposal.OrganisationId.ToWire(),
            State = Same<ProposalState, V1.ProposalState>(proposal.State),
            Version = proposal.Version,
            Number = proposal.Number ?? "",
            SubmittedAt = proposal.SubmittedAt.ToWire(),
            DecisionReasons = proposal.DecisionReasons ?? "",
            Awarded = proposal.Awarded?.ToWire(),
            FormNumber = proposal.FormNumber,
            SubmittedBy = proposal.SubmittedBy ?? "",
        };
        if (withContent)
        {
            wire.Content = proposal.Content.ToWire();
            wire.Eligibility.AddRange((eligibility ?? []).OrderBy(row => row.Position).Select(ToWire));
        }

        return wire;
    }

    public static V1.ProposalFile ToWire(this ProposalFile file) =>
        new()
        {
            FileId = file.Id.ToWire(),
            ProposalId = file.ProposalId.ToWire(),
            Question = file.Question,
            FileName = file.Name,
            Kind = file.Kind,
            ReceivedBytes = file.ReceivedBytes,
            MaxBytes = file.MostBytes,
            Sha256 = file.Sha256,
            SentBy = file.SentBy,
            SentAt = file.SentAt.ToWire(),
        };

    /// <param name="assignment">The assignment.</param>
    /// <param name="proposal">Its proposal.</param>
    /// <param name="withScores">False while the reader still has to score the same proposal.</param>
    public static V1.Assignment ToWire(this Assignment assignment, Proposal proposal, bool withScores)
    {
        var wire = new V1.Assignment
        {
            AssignmentId = assignment.Id.ToWire(),
            ProposalId = assignment.ProposalId.ToWire(),
            ProposalNumber = proposal.Number ?? "",
            OrganisationName = proposal.OrganisationName ?? "",
            ReviewerId = assignment.ReviewerId.ToWire(),
            State = Same<AssignmentState, V1.AssignmentState>(assignment.State),
        };
        if (withScores)
        {
            wire.Total = assignment.Total;
            wire.Scores.AddRange(
                assignment.Scores.Select(score => new V1.Score
                {
                    Key = score.Key,
                    Points = score.Points,
                    Reason = score.Reason,
                })
            );
        }

        return wire;
    }

    public static V1.Award ToWire(this Award award) =>
        new()
        {
            AwardId = award.Id.ToWire(),
            CallId = award.CallId.ToWire(),
            ProposalId = award.ProposalId.ToWire(),
            OrganisationId = award.OrganisationId.ToWire(),
            OrganisationName = award.OrganisationName,
            Title = award.Title,
            CountryCode = award.CountryCode,
            Amount = award.Amount.ToWire(),
            DurationMonths = award.DurationMonths,
            DecidedOn = award.DecidedOn.ToWire(),
        };

    /// <summary>The wire's member of the same name; a test holds that every member has one.</summary>
    public static TTo Same<TFrom, TTo>(TFrom value)
        where TFrom : struct, Enum
        where TTo : struct, Enum => Enum.Parse<TTo>(value.ToString());

    private static V1.EnvelopeChange ToWire(EnvelopeChange change) =>
        new()
        {
            From = Money.UsdCents(change.FromUsdCents).ToWire(),
            To = Money.UsdCents(change.ToUsdCents).ToWire(),
            Reason = change.Reason,
            ChangedAt = change.At.ToWire(),
        };

    private static V1.CallTerms TermsToWire(this Call call) =>
        new()
        {
            Titles = { call.Titles.Select(ToWire) },
            Descriptions = { call.Descriptions.Select(ToWire) },
            OpensAtLocal = call.OpensAtLocal.ToString(LocalFormat, CultureInfo.InvariantCulture),
            ClosesAtLocal = call.ClosesAtLocal.ToString(LocalFormat, CultureInfo.InvariantCulture),
            TimeZone = call.TimeZone,
            Envelope = call.Envelope.ToWire(),
            MinimumGrant = call.MinimumGrant.ToWire(),
            MaximumGrant = call.MaximumGrant.ToWire(),
            MinimumMonths = call.MinimumMonths,
            MaximumMonths = call.MaximumMonths,
            Criteria = { call.Criteria.Select(ToWire) },
            Questions = { call.Questions.Select(ToWire) },
            Grid = { call.Grid.Select(ToWire) },
            ReviewersPerProposal = call.ReviewersPerProposal,
            SpreadLimit = call.SpreadLimit,
            Priorities = { call.Priorities.Select(ToWire) },
            OperatingCeilingPercent = call.OperatingCeilingPercent,
            Ceilings = new V1.BudgetCeilings
            {
                SupportPercent = call.Ceilings.SupportPercent,
                ManagementPercent = call.Ceilings.ManagementPercent,
                RequestPercent = call.Ceilings.RequestPercent,
                YearlyBudgets = call.Ceilings.YearlyBudgets,
            },
        };

    internal static LocalisedText ToWire(LocalText text) => new() { Language = text.Language, Text = text.Text };

    private static V1.Criterion ToWire(Criterion row) =>
        new()
        {
            Key = row.Key,
            Kind = Same<CriterionKind, V1.CriterionKind>(row.Kind),
            Number = row.Number,
            Date = row.Date.ToWire(),
            Text = row.Text,
        };

    private static V1.Question ToWire(Question row) =>
        new()
        {
            Key = row.Key,
            Section = row.Section,
            Label = row.Label,
            Type = Same<QuestionType, V1.QuestionType>(row.Type),
            Required = row.Required,
            MaxWords = row.MaxWords,
            Options = { row.Options },
        };

    private static V1.ScoringCriterion ToWire(ScoringCriterion row) =>
        new()
        {
            Key = row.Key,
            Label = row.Label,
            Weight = row.Weight,
            Guidance = row.Guidance,
            Minimum = row.Minimum,
        };

    public static V1.SectionState ToWire(this SectionMark? mark, string key) =>
        new()
        {
            Key = key,
            Version = mark?.Version ?? 0,
            SavedBy = mark?.SavedBy ?? "",
            SavedAt = mark?.SavedAt.ToWire(),
        };

    public static V1.SubmissionAttempt ToWire(this RefusedSubmission attempt) =>
        new()
        {
            AttemptId = attempt.Id.ToWire(),
            AttemptedAt = attempt.AttemptedAt.ToWire(),
            Reason = attempt.Reason,
            Message = attempt.Message,
        };

    public static V1.CriterionResult ToWire(this CriterionResult row) =>
        new()
        {
            Key = row.Key,
            Outcome = Same<CriterionOutcome, V1.CriterionOutcome>(row.Outcome),
            Reason = row.Reason,
            ByPerson = row.DecidedBy is not null,
        };

    private static V1.BudgetDetails ToWire(this BudgetDetails details)
    {
        var figures = details.Figures;
        return new V1.BudgetDetails
        {
            Place = details.Place,
            Indirect = figures.IsIndirect,
            Management = figures.IsManagement,
            DirectAssistance = figures.IsDirectAssistance,
            Unit = details.Unit,
            ShareOfTime = (int)(figures.ShareOfTime ?? 0),
            Quantity = figures.Quantity ?? 0,
            UnitCost = figures.UnitCost is { } cost ? Money.UsdCents(cost).ToWire() : null,
            Months = (int)(figures.Months ?? 0),
            Charged = (int)(figures.Charged ?? 0),
            OtherFunding = figures.OtherFunding is { } other ? Money.UsdCents(other).ToWire() : null,
            Quarters = { figures.Quarters },
            Remark = details.Remark,
        };
    }

    private static V1.ProposalContent ToWire(this ProposalContent content) =>
        new()
        {
            Title = content.Title,
            Summary = content.Summary,
            CountryCode = content.CountryCode,
            Requested = content.Requested?.ToWire(),
            DurationMonths = content.DurationMonths,
            Answers = { content.Answers.Select(answer => new V1.Answer { Key = answer.Key, Value = answer.Value }) },
            Budget =
            {
                content.Budget.Select(line => new V1.BudgetLine
                {
                    Category = line.Category,
                    Description = line.Description,
                    Amount = line.Amount?.ToWire(),
                    Details = line.Details?.ToWire(),
                }),
            },
        };
}
