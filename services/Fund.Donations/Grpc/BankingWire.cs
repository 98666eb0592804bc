using System.Globalization;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Grpc;

/// <summary>Bank statements as they go out on the wire.</summary>
internal static class BankingWire
{
    /// <param name="entry">The entry.</param>
    /// <param name="proposals">Best first.</param>
    /// <param name="contributions">Booked from it and not reversed.</param>
    public static V1.BankEntry ToWire(
        this BankEntry entry,
        IEnumerable<Proposal> proposals,
        IEnumerable<Guid> contributions
    ) =>
        new()
        {
            BankEntryId = entry.Id.ToWire(),
            BankStatementId = entry.BankStatementId.ToWire(),
            Account = entry.Account,
            Amount = entry.Amount?.ToWire(),
            RawAmount = entry.RawAmount,
            Gross = InCurrency(entry, entry.GrossMinor),
            Charges = InCurrency(entry, entry.ChargesMinor),
            Credit = entry.IsCredit,
            Reversal = entry.IsReversal,
            BankStatus = entry.BankStatus,
            BookingDate = entry.BookingDate.ToWire(),
            ValueDate = entry.ValueDate.ToWire(),
            RemitterName = entry.RemitterName,
            RemitterIban = entry.RemitterIban,
            Reference = entry.Reference,
            StructuredReference = entry.StructuredReference,
            EndToEndId = entry.EndToEndId,
            BankReference = entry.BankReference,
            Information = entry.Information,
            EntryNumber = entry.EntryNumber,
            PartNumber = entry.PartNumber,
            Line = entry.Line,
            Problem = entry.Problem ?? "",
            ReversesBankEntryId = entry.ReversesEntryId.ToWire(),
            ReversedByBankEntryId = entry.ReversedByEntryId.ToWire(),
            State = (V1.BankEntryState)entry.State,
            Proposals = { proposals.Select(ToWire) },
            DismissalReason = entry.DismissalReason ?? "",
            DecidedAt = entry.DecidedAt.ToWire(),
            ContributionIds = { contributions.Select(id => id.ToWire()) },
        };

    public static V1.ImportedStatement ToWire(this TakenStatement taken) =>
        new()
        {
            BankStatementId = taken.Statement.Id.ToWire(),
            BankReference = taken.Statement.BankReference,
            Account = taken.Statement.Account,
            NewEntries = taken.New,
            KnownEntries = taken.Known,
            Warnings = { taken.Statement.Warnings },
            Problems = { taken.Problems.Select(ToWire) },
            ProblemCount = taken.ProblemCount,
        };

    public static V1.BankRowProblem ToWire(this BankRowProblem problem) =>
        new()
        {
            Line = problem.Line,
            Position = problem.Position,
            Field = problem.Field,
            Given = problem.Given,
            Rule = problem.Rule,
        };

    public static V1.BankBalance ToWire(this BankBalance balance) =>
        new()
        {
            Code = balance.Code,
            Amount = balance.Amount.ToString(CultureInfo.InvariantCulture),
            CurrencyCode = balance.CurrencyCode,
            Date = balance.BalanceDate.ToWire(),
        };

    public static V1.BankCsvProfile ToWire(this BankCsvProfile profile) =>
        new()
        {
            BankCsvProfileId = profile.Id.ToWire(),
            Account = profile.Account,
            Name = profile.Name,
            Layout = profile.Layout.ToWire(),
            SavedAt = profile.SavedAt.ToWire(),
            Kind = (V1.ImportKind)profile.Kind,
            Version = profile.Version,
        };

    public static V1.BankDecision ToWire(this BankDecision decision) =>
        new()
        {
            Kind = (V1.BankDecisionKind)decision.Kind,
            Reason = decision.Reason,
            DecidedBy = decision.DecidedBy,
            DecidedAt = decision.DecidedAt.ToWire(),
        };

    private static V1.MatchProposal ToWire(Proposal proposal) =>
        new()
        {
            DonorId = proposal.DonorId.ToWire(),
            PledgeId = proposal.PledgeId.ToWire(),
            Score = proposal.Score,
            Reasons = { proposal.Reasons },
            DismissalReason = proposal.DismissalReason,
        };

    private static Common.V1.Money? InCurrency(BankEntry entry, long? minor) =>
        minor is { } units && Currency.Find(entry.CurrencyCode) is { } currency
            ? new Money(units, currency).ToWire()
            : null;
}
