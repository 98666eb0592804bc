using FsCheck;
using FsCheck.Fluent;
using Fund.GrantCalls.Persistence;
using Fund.Kernel;

namespace Fund.GrantCalls.Tests.Persistence;

public sealed class EnvelopeUseTests(World world) : IClassFixture<World>
{
    private const long Envelope = 50_000_000;

    /// <summary>Amounts to hold when positive, to give back when negative; some far above the envelope.</summary>
    private static readonly Arbitrary<int[]> Steps = Gen.Frequency(
            (6, Gen.Choose(1, 20_000_000)),
            (1, Gen.Choose(40_000_000, 60_000_000)),
            (3, Gen.Choose(-20_000_000, -1))
        )
        .ArrayOf()
        .ToArbitrary();

    [Fact]
    public async Task No_sequence_of_awards_and_undone_awards_ever_exceeds_the_envelope()
    {
        foreach (var steps in Steps.Generator.Sample(25))
        {
            var callId = Guid.Parse((await world.DraftAsync()).CallId);
            var held = new List<long>();
            foreach (var step in steps.Select(step => (long)step))
            {
                await StepAsync(callId, step, held);
                var awarded = await AwardedAsync(callId);
                Assert.Equal(held.Sum(), awarded);
                Assert.InRange(awarded, 0, Envelope);
            }
        }
    }

    [Fact]
    public async Task Everybody_at_once_gets_exactly_what_is_there()
    {
        var callId = Guid.Parse((await world.DraftAsync()).CallId);
        var held = await Task.WhenAll(
            Enumerable
                .Range(0, 60)
                .Select(_ =>
                    world.LookAsync(db => db.HoldAsync(callId, Money.UsdCents(1_700_000), CancellationToken.None))
                )
        );
        Assert.Equal((int)(Envelope / 1_700_000), held.Count(yes => yes));
        Assert.Equal(Envelope / 1_700_000 * 1_700_000, await AwardedAsync(callId));
    }

    /// <summary>Holds an amount, or gives back the oldest one held; the list is the model.</summary>
    private async Task StepAsync(Guid callId, long step, List<long> held)
    {
        if (step > 0)
        {
            var fits = held.Sum() + step <= Envelope;
            var got = await world.LookAsync(db => db.HoldAsync(callId, Money.UsdCents(step), CancellationToken.None));
            Assert.Equal(fits, got);
            if (got)
            {
                held.Add(step);
            }
        }
        else if (held.Count > 0)
        {
            var amount = Money.UsdCents(held[0]);
            held.RemoveAt(0);
            await world.Service.InScopeAsync<GrantCallsDb>(db =>
                db.GiveBackAsync(callId, amount, CancellationToken.None)
            );
        }
    }

    private Task<long> AwardedAsync(Guid callId) =>
        world.Database.ScalarAsync<long>($"select awarded_usd_cents from calls where id = '{callId}'");
}
