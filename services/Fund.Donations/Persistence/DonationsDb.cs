using Fund.Donations.Domain;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Domain.Importing;
using Fund.Donations.Persistence.Importing;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Persistence;

/// <summary>The donations service's own database.</summary>
public sealed class DonationsDb(DbContextOptions<DonationsDb> options) : FundDbContext(options)
{
    public DbSet<Donor> Donors => Set<Donor>();

    public DbSet<DonorIban> DonorIbans => Set<DonorIban>();

    public DbSet<Pledge> Pledges => Set<Pledge>();

    public DbSet<Contribution> Contributions => Set<Contribution>();

    public DbSet<Revaluation> Revaluations => Set<Revaluation>();

    public DbSet<OperationalRate> Rates => Set<OperationalRate>();

    public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();

    public DbSet<FundBalance> Balances => Set<FundBalance>();

    public DbSet<FundBalanceAddition> BalanceAdditions => Set<FundBalanceAddition>();

    public DbSet<PolicySetting> PolicySettings => Set<PolicySetting>();

    public DbSet<PublishedTotal> PublishedTotals => Set<PublishedTotal>();

    public DbSet<Reservation> Reservations => Set<Reservation>();

    public DbSet<Award> Awards => Set<Award>();

    public DbSet<AwardShare> AwardShares => Set<AwardShare>();

    public DbSet<Disbursement> Disbursements => Set<Disbursement>();

    public DbSet<BankBalance> BankBalances => Set<BankBalance>();

    public DbSet<BankRowProblem> BankRowProblems => Set<BankRowProblem>();

    public DbSet<BankFile> BankFiles => Set<BankFile>();

    public DbSet<StatementFile> StatementFiles => Set<StatementFile>();

    public DbSet<BankDecision> BankDecisions => Set<BankDecision>();

    public DbSet<BankLesson> BankLessons => Set<BankLesson>();

    public DbSet<BankDismissal> BankDismissals => Set<BankDismissal>();

    public DbSet<BankCsvProfile> BankCsvProfiles => Set<BankCsvProfile>();

    public DbSet<BankStatement> BankStatements => Set<BankStatement>();

    public DbSet<BankEntry> BankEntries => Set<BankEntry>();

    public DbSet<Receipt> Receipts => Set<Receipt>();

    public DbSet<ImportFile> Imports => Set<ImportFile>();

    public DbSet<ImportPart> ImportParts => Set<ImportPart>();

    public DbSet<ImportProblem> ImportProblems => Set<ImportProblem>();

    public DbSet<StatementNumber> StatementNumbers => Set<StatementNumber>();

    public DbSet<ProjectFact> ProjectFacts => Set<ProjectFact>();

    public DbSet<PublishedFigureFact> PublishedFigures => Set<PublishedFigureFact>();
}

/// <summary>The one row of running totals; see <see cref="FundBalances"/>.</summary>
public sealed class FundBalance
{
    public int Id { get; private set; }

    public FundTotals Totals { get; private set; } = FundTotals.Zero;
}

/// <summary>An addition to the running totals that is not folded in yet.</summary>
public sealed class FundBalanceAddition
{
    private FundBalanceAddition() { }

    public FundBalanceAddition(FundTotals change)
    {
        Id = Guid.CreateVersion7();
        Change = change;
    }

    public Guid Id { get; private set; }

    public FundTotals Change { get; private set; } = FundTotals.Zero;
}

/// <summary>Whether rates and settings in memory still hold; raised by triggers.</summary>
public sealed class ReferenceVersion
{
    public int Id { get; private set; }

    public long Version { get; private set; }
}
