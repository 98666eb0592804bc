using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Grpc.Core;
using Client = Fund.GrantCalls.V1.GrantCallsService.GrantCallsServiceClient;

namespace Fund.GrantCalls.Tests.Features;

/// <summary>Trustees who leave a decision to the others: recorded before the item, and taken back when it was a mistake.</summary>
public sealed class BoardRecusalTests(World world) : IClassFixture<World>
{
    private readonly BoardRoom _room = new(world);

    [Fact]
    public async Task A_recusal_comes_before_the_item_and_the_trustee_counts_no_more()
    {
        var scene = await world.DecidableAsync(null, 100_000, 90_000);
        var (first, second) = (scene.Applicants[0], scene.Applicants[1]);
        var held = await _room.HoldAsync(await _room.PlanAsync(scene.Call.CallId));
        var other = BoardRoom.Recusal(held, first, _room.Trustees[2]);
        await World.RefusedAsync(
            RefusalKind.NotAllowed,
            "ONLY_ONESELF",
            _room.As(_room.Trustees[1]).RecuseTrusteeAsync(other)
        );
        await _room.As(_room.Trustees[1]).RecuseTrusteeAsync(BoardRoom.Recusal(held, first, _room.Trustees[1]));
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "ALREADY_RECUSED",
            _room.Officer.RecuseTrusteeAsync(BoardRoom.Recusal(held, first, _room.Trustees[1]))
        );

        var award = BoardRoom.Award(held, first, 90_000);
        award.Vote = new Vote { InFavour = 4 };
        await World.RefusedAsync(RefusalKind.BadInput, "TOO_MANY_VOTES", world.Officer.DecideProposalAsync(award));
        award.Vote.InFavour = 3;
        award.Recused.Add("Trustee 3");
        var named = await World.RefusedAsync(world.Officer.DecideProposalAsync(award));
        Assert.Contains(named.Fields, field => field.Field == "recused");
        award.Recused.Clear();
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            world.As(_room.Trustees[1]).DecideProposalAsync(award)
        );
        await world.Officer.DecideProposalAsync(award);
        var decision = Assert.Single((await _room.GetAsync(held, _room.Chair)).Decisions);
        Assert.Equal(["Trustee 2"], decision.Recused);
        Assert.Equal(3, decision.Vote.InFavour);

        await World.RefusedAsync(
            RefusalKind.WrongState,
            "ITEM_DECIDED",
            _room.Officer.RecuseTrusteeAsync(BoardRoom.Recusal(held, first, _room.Trustees[3]))
        );
        await world.Officer.DecideProposalAsync(BoardRoom.Award(held, second, 90_000));
    }

    [Fact]
    public async Task A_recusal_recorded_for_the_wrong_trustee_is_taken_back_before_the_item_and_stays_on_the_record()
    {
        var scene = await world.DecidableAsync(null, 100_000, 90_000);
        var (first, second) = (scene.Applicants[0], scene.Applicants[1]);
        var (wrong, right) = (_room.Trustees[1], _room.Trustees[2]);
        var held = await _room.HoldAsync(await _room.PlanAsync(scene.Call.CallId));
        await _room.Officer.RecuseTrusteeAsync(BoardRoom.Recusal(held, first, wrong));
        var hidden = await _room.GetAsync(held, wrong);
        Assert.Equal(1, hidden.LeftOut);
        Assert.True(Assert.Single((await _room.GetAsync(held, TestIdentity.ProgrammeOfficer)).Recusals).CanBeUndone);
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            _room.Officer.UndoRecusalAsync(UndoRecusal(held, first, right))
        );

        var undone = (await _room.Officer.UndoRecusalAsync(UndoRecusal(held, first, wrong))).Recusal;

        Assert.Equal(("It was the trustee beside him.", false), (undone.UndoReason, undone.CanBeUndone));
        Assert.NotNull(undone.UndoneAt);
        var seen = await _room.GetAsync(held, wrong);
        Assert.Equal((0, 2), (seen.LeftOut, seen.Agenda.Count));
        Assert.Equal("It was the trustee beside him.", Assert.Single(seen.Recusals).UndoReason);
        await _room.Officer.RecuseTrusteeAsync(BoardRoom.Recusal(held, first, right));
        var award = BoardRoom.Award(held, first, 90_000);
        award.Vote = new Vote { InFavour = 3 };
        await world.Officer.DecideProposalAsync(award);
        Assert.Equal(["Trustee 3"], Assert.Single((await _room.GetAsync(held, _room.Chair)).Decisions).Recused);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "ITEM_DECIDED",
            _room.Officer.UndoRecusalAsync(UndoRecusal(held, first, right))
        );

        // Recorded again for the first one, and then the session is over.
        await _room.Officer.RecuseTrusteeAsync(BoardRoom.Recusal(held, second, wrong));
        await _room.CloseAsync(held);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "SESSION_STATE",
            _room.Officer.UndoRecusalAsync(UndoRecusal(held, second, wrong))
        );
        Assert.Equal(1, (await _room.GetAsync(held, wrong)).LeftOut);
    }

    [Fact]
    public async Task What_a_trustee_declared_themselves_is_never_taken_back()
    {
        var scene = await world.DecidableAsync(null, 100_000);
        var (applicant, trustee) = (scene.Applicants[0], _room.Trustees[1]);
        var held = await _room.HoldAsync(await _room.PlanAsync(scene.Call.CallId));
        await _room.As(trustee).RecuseTrusteeAsync(BoardRoom.Recusal(held, applicant, trustee));
        Assert.False(Assert.Single((await _room.GetAsync(held, TestIdentity.ProgrammeOfficer)).Recusals).CanBeUndone);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "OWN_RECUSAL",
            _room.Officer.UndoRecusalAsync(UndoRecusal(held, applicant, trustee))
        );
        var refused = await World.RefusedAsync(
            _room.As(trustee).UndoRecusalAsync(UndoRecusal(held, applicant, trustee))
        );
        Assert.Equal(RefusalKind.NotAllowed, refused.Kind);
        var other = await _room.PlanAsync(scene.Call.CallId);
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            _room.Officer.UndoRecusalAsync(UndoRecusal(other, applicant, trustee))
        );
    }

    private static UndoRecusalRequest UndoRecusal(BoardSession session, Applicant applicant, Caller trustee) =>
        new()
        {
            RequestId = Make.Id(),
            BoardSessionId = session.BoardSessionId,
            ProposalId = applicant.Id,
            TrusteeId = trustee.Subject,
            Reason = "It was the trustee beside him.",
        };
}
