using Fund.Events;
using Fund.GrantCalls.V1;
using Fund.Kernel;
using Fund.Testing;
using Grpc.Core;

namespace Fund.GrantCalls.Tests.Features;

public sealed class ExtendDeadlineTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task An_extended_deadline_holds_for_everybody_to_the_second()
    {
        var call = await world.OpenCallAsync();
        var applicant = await world.StartAsync(call);
        await applicant.SaveAsync(Make.Content(100_000));
        var old = call.ClosesAt.ToDateTimeOffset();
        var extended = (await Extend(call, Make.Local(old.AddHours(1)))).Call;
        var (was, now) = (call.Terms.ClosesAtLocal, extended.Terms.ClosesAtLocal);
        Assert.Equal((was, now, "The power was out."), Said(Assert.Single(extended.Extensions)));
        Assert.Equal(old.AddHours(1).AddSeconds(1), extended.ClosesAt.ToDateTimeOffset());

        IReadOnlyList<CallDeadlineExtended> told = [];
        await Eventually.TrueAsync(
            async () =>
            {
                told = await QueueReader.ReadAsync<CallDeadlineExtended>(
                    world.Broker,
                    "gateway.call-deadline-extended",
                    call.CallId
                );
                return told.Count >= 1;
            },
            "the applicant was told"
        );
        Assert.Equal(applicant.Organisation, Assert.Single(told).OrganisationId);

        world.Clock.Now = extended.ClosesAt.ToDateTimeOffset().AddTicks(-1);
        await applicant.SubmitAsync();
        world.Clock.Now = extended.ClosesAt.ToDateTimeOffset();
        await World.RefusedAsync(RefusalKind.WrongState, "DEADLINE_PASSED", applicant.TryWithdraw());
    }

    [Fact]
    public async Task A_deadline_is_only_ever_moved_later()
    {
        var call = await world.OpenCallAsync();
        var same = await World.RefusedAsync(
            RefusalKind.BadInput,
            "DEADLINE_NOT_LATER",
            Extend(call, call.Terms.ClosesAtLocal)
        );
        Assert.Equal("closes_at_local", Assert.Single(same.Fields).Field);
        await World.RefusedAsync(RefusalKind.BadInput, "NOT_A_LOCAL_TIME", Extend(call, "tomorrow"));
        await World.RefusedAsync(RefusalKind.BadInput, "NO_SUCH_LOCAL_TIME", Extend(call, "2027-03-28T02:30:00"));
    }

    [Fact]
    public async Task What_has_closed_stays_closed()
    {
        var call = await world.OpenCallAsync();
        world.PassDeadline(call);
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "DEADLINE_PASSED",
            Extend(call, Make.Local(world.Clock.Now.AddDays(1)))
        );
        var draft = await world.DraftAsync();
        await World.RefusedAsync(RefusalKind.WrongState, "CALL_STATE", Extend(draft, "2027-12-15T23:59:00"));
    }

    private static (string, string, string) Said(DeadlineExtension extension) =>
        (extension.FromLocal, extension.ToLocal, extension.Reason);

    private AsyncUnaryCall<ExtendDeadlineResponse> Extend(Call call, string local) =>
        world.Officer.ExtendDeadlineAsync(
            new ExtendDeadlineRequest
            {
                RequestId = Make.Id(),
                CallId = call.CallId,
                ClosesAtLocal = local,
                Reason = "The power was out.",
            }
        );
}
