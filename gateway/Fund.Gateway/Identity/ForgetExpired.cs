using Fund.Gateway.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>Deletes sessions that ended a day ago, sign-in attempts whose window is over, and places not seen for long.</summary>
internal sealed class ForgetExpired(GatewayDb db, TimeProvider time) : IClockWork
{
    public static string Name => "gateway.forget-expired";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var dayAgo = now.AddDays(-1);
        await db.Sessions.Where(session => session.ExpiresAt < dayAgo).ExecuteDeleteAsync(cancellationToken);
        var unknown = now - SignInThrottle.KnownFor;
        await db.Set<KnownPlace>().Where(place => place.SeenAt < unknown).ExecuteDeleteAsync(cancellationToken);
        await db.Set<SignInAttempts>()
            .Where(attempts => attempts.WindowEndsAt < now)
            .ExecuteDeleteAsync(cancellationToken);
    }
}
