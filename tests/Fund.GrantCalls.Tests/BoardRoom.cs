using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Testing;
using Board = Fund.GrantCalls.V1.BoardService.BoardServiceClient;

namespace Fund.GrantCalls.Tests;

/// <summary>Sessions of the Board as tests need them: four trustees, one in the chair.</summary>
internal sealed class BoardRoom(World world)
{
    public IReadOnlyList<Caller> Trustees { get; } =
    [.. Enumerable.Range(0, 4).Select(_ => TestIdentity.Staff(Hosting.Role.Trustee))];

    public Caller Chair => Trustees[0];

    public Board Officer => As(TestIdentity.ProgrammeOfficer);

    public Board As(Caller caller) => world.Service.Client<Board>(caller);

    /// <summary>A planned session on calls, with their proposals on its agenda.</summary>
    public async Task<BoardSession> PlanAsync(params string[] calls) =>
        (
            await Officer.PlanBoardSessionAsync(
                new PlanBoardSessionRequest
                {
                    RequestId = Make.Id(),
                    HeldOn = Today(),
                    Place = "Vienna",
                    CallIds = { calls },
                }
            )
        ).Session;

    /// <summary>The session is held by so many of the trustees.</summary>
    public async Task<BoardSession> HoldAsync(BoardSession session, int present = 4) =>
        (await Officer.RecordAttendanceAsync(Attendance(session, present))).Session;

    public RecordAttendanceRequest Attendance(BoardSession session, int present) =>
        new()
        {
            RequestId = Make.Id(),
            BoardSessionId = session.BoardSessionId,
            HeldOn = Today(),
            Attendees =
            {
                Trustees
                    .Take(present)
                    .Select(
                        (trustee, i) =>
                            new Attendee
                            {
                                TrusteeId = trustee.Subject,
                                Name = $"Trustee {i + 1}",
                                IsChair = i == 0,
                            }
                    ),
            },
        };

    public static RecuseTrusteeRequest Recusal(BoardSession session, Applicant applicant, Caller trustee) =>
        new()
        {
            RequestId = Make.Id(),
            BoardSessionId = session.BoardSessionId,
            ProposalId = applicant.Id,
            TrusteeId = trustee.Subject,
            Name = "Trustee 2",
            Reason = "My sister works there.",
        };

    public async Task<BoardSession> GetAsync(BoardSession session, Caller caller) =>
        (
            await As(caller)
                .GetBoardSessionAsync(new GetBoardSessionRequest { BoardSessionId = session.BoardSessionId })
        ).Session;

    public async Task<BoardSession> CloseAsync(BoardSession session, string language = "en") =>
        (
            await Officer.CloseBoardSessionAsync(
                new CloseBoardSessionRequest
                {
                    RequestId = Make.Id(),
                    BoardSessionId = session.BoardSessionId,
                    Language = language,
                }
            )
        ).Session;

    public static DecideProposalRequest Award(BoardSession session, Applicant applicant, long dollars) =>
        Decide(session, applicant, Decision.Award, request => request.Amount = Make.Usd(dollars));

    public static DecideProposalRequest Decide(
        BoardSession session,
        Applicant applicant,
        Decision decision,
        Action<DecideProposalRequest>? change = null
    )
    {
        var request = new DecideProposalRequest
        {
            RequestId = Make.Id(),
            BoardSessionId = session.BoardSessionId,
            ProposalId = applicant.Id,
            Decision = decision,
            Reasons = "As discussed.",
        };
        change?.Invoke(request);
        return request;
    }

    private string Today() => DateOnly.FromDateTime(world.Clock.Now.UtcDateTime).ToWire();
}
