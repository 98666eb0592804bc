using Fund.GrantCalls.Domain;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Persistence;

/// <summary>The database of the grant-call service.</summary>
public sealed class GrantCallsDb(DbContextOptions<GrantCallsDb> options) : FundDbContext(options)
{
    public DbSet<Call> Calls => Set<Call>();
    public DbSet<CallForm> CallForms => Set<CallForm>();
    public DbSet<Proposal> Proposals => Set<Proposal>();
    public DbSet<ProposalFile> ProposalFiles => Set<ProposalFile>();
    public DbSet<ProposalFilePart> ProposalFileParts => Set<ProposalFilePart>();
    public DbSet<RefusedSubmission> RefusedSubmissions => Set<RefusedSubmission>();
    public DbSet<Screening> Screenings => Set<Screening>();
    public DbSet<CriterionResult> CriterionResults => Set<CriterionResult>();
    public DbSet<CriterionDecision> CriterionDecisions => Set<CriterionDecision>();
    public DbSet<Assignment> Assignments => Set<Assignment>();
    public DbSet<BoardSession> BoardSessions => Set<BoardSession>();
    public DbSet<BoardDecision> BoardDecisions => Set<BoardDecision>();
    public DbSet<BoardRecusal> BoardRecusals => Set<BoardRecusal>();

    /// <summary>Recusals that bind: those that were not taken back.</summary>
    public IQueryable<BoardRecusal> BindingRecusals => BoardRecusals.Where(row => row.UndoneAt == null);
    public DbSet<BoardPackPrint> BoardPackPrints => Set<BoardPackPrint>();
    public DbSet<Minutes> Minutes => Set<Minutes>();
    public DbSet<Award> Awards => Set<Award>();
    public DbSet<Clarification> Clarifications => Set<Clarification>();
    public DbSet<InterestDeclaration> InterestDeclarations => Set<InterestDeclaration>();
    public DbSet<ReviewDraft> ReviewDrafts => Set<ReviewDraft>();
    public DbSet<ReviewerProfile> ReviewerProfiles => Set<ReviewerProfile>();
    public DbSet<ReviewPlan> ReviewPlans => Set<ReviewPlan>();
    public DbSet<ReviewReminder> ReviewReminders => Set<ReviewReminder>();
    public DbSet<ConsensusNote> ConsensusNotes => Set<ConsensusNote>();
    public DbSet<AdoptedPortfolio> AdoptedPortfolios => Set<AdoptedPortfolio>();
    public DbSet<Letter> Letters => Set<Letter>();
    public DbSet<Setting> Settings => Set<Setting>();
}
