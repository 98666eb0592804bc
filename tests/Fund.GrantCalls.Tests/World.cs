using Fund.GrantCalls.Persistence;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Grpc.Core;
using Client = Fund.GrantCalls.V1.GrantCallsService.GrantCallsServiceClient;

namespace Fund.GrantCalls.Tests;

/// <summary>A running grant-call service with its own database, the services next door, and a clock that tests move.</summary>
public sealed class World : IAsyncLifetime
{
    private FreshDatabase? _database;
    private TestBroker? _broker;
    private PeerHost? _peers;
    private RunningService? _service;

    public TestClock Clock { get; } = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));

    public FakeDonations Donations { get; } = new();

    public FakeProjects Projects { get; } = new();

    public FreshDatabase Database => _database ?? throw new InvalidOperationException("Not started.");

    public TestBroker Broker => _broker ?? throw new InvalidOperationException("Not started.");

    public RunningService Service => _service ?? throw new InvalidOperationException("Not started.");

    public Client Officer => As(TestIdentity.ProgrammeOfficer);

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        _broker = await TestBroker.CreateAsync();
        _peers = await PeerHost.StartAsync(Donations, Projects);
        _service = await StartInstanceAsync();
    }

    /// <summary>Another instance beside the first, on the same database.</summary>
    public Task<RunningService> StartInstanceAsync() =>
        RunningService.StartAsync(
            "grantcalls",
            Program.Build,
            Database,
            Broker,
            Clock,
            null,
            $"--Services:donations={_peers!.Address}",
            $"--Services:projects={_peers.Address}"
        );

    public async ValueTask DisposeAsync()
    {
        Donations.Heal();
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        if (_peers is not null)
        {
            await _peers.DisposeAsync();
        }

        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    public Client As(Caller caller) => Service.Client<Client>(caller);

    /// <summary>What the database holds, through the service's own model.</summary>
    public Task<T> LookAsync<T>(Func<GrantCallsDb, Task<T>> look) => Service.InScopeAsync(look);

    public async Task<Call> DraftAsync(Action<CallTerms>? change = null)
    {
        var terms = Make.Terms(Clock.Now);
        change?.Invoke(terms);
        var created = await Officer.CreateCallAsync(new CreateCallRequest { RequestId = Make.Id(), Terms = terms });
        return created.Call;
    }

    public async Task<Call> OpenCallAsync(Action<CallTerms>? change = null)
    {
        var draft = await DraftAsync(change);
        var published = await Officer.PublishCallAsync(
            new PublishCallRequest { RequestId = Make.Id(), CallId = draft.CallId }
        );
        return published.Call;
    }

    /// <summary>The first instant after a call's window.</summary>
    public void PassDeadline(Call call)
    {
        var closes = call.ClosesAt.ToDateTimeOffset();
        if (Clock.Now < closes)
        {
            Clock.Now = closes;
        }
    }

    public async Task<Applicant> StartAsync(Call call, Action<Fund.Projects.V1.Organisation>? change = null)
    {
        var organisation = Projects.Know(change);
        var applicant = new Applicant(this, organisation);
        applicant.Proposal = (
            await applicant.Member.StartProposalAsync(
                new StartProposalRequest { RequestId = Make.Id(), CallId = call.CallId }
            )
        ).Proposal;
        return applicant;
    }

    public async Task<Applicant> SubmitAsync(
        Call call,
        long dollars = 100_000,
        Action<Fund.Projects.V1.Organisation>? change = null
    )
    {
        var applicant = await StartAsync(call, change);
        await applicant.SaveAsync(Make.Content(dollars));
        await applicant.SubmitAsync();
        return applicant;
    }

    public async Task<Proposal> ScreenAsync(Applicant applicant) =>
        (
            await Officer.ScreenEligibilityAsync(
                new ScreenEligibilityRequest { RequestId = Make.Id(), ProposalId = applicant.Id }
            )
        ).Proposal;

    public async Task<Assignment> AssignAsync(Applicant applicant, Caller reviewer) =>
        (
            await Officer.AssignReviewerAsync(
                new AssignReviewerRequest
                {
                    RequestId = Make.Id(),
                    ProposalId = applicant.Id,
                    ReviewerId = reviewer.Subject,
                }
            )
        ).Assignment;

    public async Task<Assignment> DeclareAsync(Assignment assignment, Caller reviewer, bool conflict = false) =>
        (
            await As(reviewer)
                .DeclareConflictAsync(
                    new DeclareConflictRequest
                    {
                        RequestId = Make.Id(),
                        AssignmentId = assignment.AssignmentId,
                        HasConflict = conflict,
                        Explanation = conflict ? "I advised them last year." : "",
                    }
                )
        ).Assignment;

    public async Task<Assignment> ScoreAsync(Assignment assignment, Caller reviewer, IEnumerable<Score> scores) =>
        (
            await As(reviewer)
                .SubmitReviewAsync(
                    new SubmitReviewRequest
                    {
                        RequestId = Make.Id(),
                        AssignmentId = assignment.AssignmentId,
                        Scores = { scores },
                    }
                )
        ).Assignment;

    /// <summary>Assigns somebody new per total, who declares no conflict and scores.</summary>
    public async Task ReviewAsync(Applicant applicant, params int[] totals)
    {
        foreach (var total in totals)
        {
            var reviewer = TestIdentity.Reviewer();
            var assignment = await AssignAsync(applicant, reviewer);
            await DeclareAsync(assignment, reviewer);
            await ScoreAsync(assignment, reviewer, Make.Scores(total));
        }
    }

    public async Task<string> SessionAsync(Call call, params string[] present)
    {
        var response = await Officer.RecordBoardSessionAsync(
            new RecordBoardSessionRequest
            {
                RequestId = Make.Id(),
                CallId = call.CallId,
                HeldOn = DateOnly.FromDateTime(Clock.Now.UtcDateTime).ToWire(),
                Present = { present.Length == 0 ? ["A. One", "B. Two", "C. Three", "D. Four"] : present },
            }
        );
        return response.BoardSessionId;
    }

    /// <summary>A closed call with reviewed proposals, one per requested amount, and a session of the Board.</summary>
    public async Task<Decidable> DecidableAsync(Action<CallTerms>? change, params long[] dollars)
    {
        var call = await OpenCallAsync(change);
        var applicants = new List<Applicant>();
        foreach (var amount in dollars)
        {
            applicants.Add(await SubmitAsync(call, amount));
        }

        PassDeadline(call);
        foreach (var applicant in applicants)
        {
            await ScreenAsync(applicant);
            await ReviewAsync(applicant, 80, 84);
        }

        return new Decidable(call, applicants, await SessionAsync(call));
    }

    public static DecideProposalRequest Award(Decidable decidable, Applicant applicant, long dollars) =>
        new()
        {
            RequestId = Make.Id(),
            BoardSessionId = decidable.SessionId,
            ProposalId = applicant.Id,
            Decision = Decision.Award,
            Amount = Make.Usd(dollars),
            Reasons = "Best score.",
        };

    /// <summary>The refusal that a call ends with.</summary>
    public static async Task<Refusal> RefusedAsync<T>(AsyncUnaryCall<T> call)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call);
        return failure.ToRefusal() ?? throw failure;
    }

    /// <summary>The refusal that a call ends with, which must be of a kind and have a reason.</summary>
    public static async Task<Refusal> RefusedAsync<T>(RefusalKind kind, string reason, AsyncUnaryCall<T> call)
    {
        var refusal = await RefusedAsync(call);
        Assert.Equal((kind, reason), (refusal.Kind, refusal.Reason));
        return refusal;
    }
}

/// <summary>A closed call, its reviewed proposals and a session that can decide.</summary>
public sealed record Decidable(Call Call, IReadOnlyList<Applicant> Applicants, string SessionId);

/// <summary>An organisation with its people and its proposal.</summary>
public sealed class Applicant(World world, Guid organisation)
{
    public Guid Organisation { get; } = organisation;

    public Client Member { get; } = world.As(TestIdentity.MemberOf(organisation));

    public Client Authorising { get; } = world.As(TestIdentity.AuthorisingOfficerOf(organisation));

    public Proposal Proposal { get; set; } = new();

    public string Id => Proposal.ProposalId;

    public async Task<Proposal> SaveAsync(ProposalContent content) =>
        Proposal = (
            await Member.SaveProposalAsync(
                new SaveProposalRequest
                {
                    RequestId = Make.Id(),
                    ProposalId = Id,
                    Content = content,
                    Version = Proposal.Version,
                }
            )
        ).Proposal;

    public AsyncUnaryCall<SubmitProposalResponse> TrySubmit() =>
        Authorising.SubmitProposalAsync(new SubmitProposalRequest { RequestId = Make.Id(), ProposalId = Id });

    public async Task<Proposal> SubmitAsync() => Proposal = (await TrySubmit()).Proposal;

    public AsyncUnaryCall<WithdrawProposalResponse> TryWithdraw() =>
        Authorising.WithdrawProposalAsync(new WithdrawProposalRequest { RequestId = Make.Id(), ProposalId = Id });
}
