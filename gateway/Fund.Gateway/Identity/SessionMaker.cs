using Fund.Gateway.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>A session that was just opened, with the token that nothing keeps.</summary>
internal sealed record OpenedSession(string Token, Session Session);

/// <summary>Opens sessions: always a new one with a new token, never an old one raised.</summary>
internal sealed class SessionMaker(
    GatewayDb db,
    SecondFactors secondFactors,
    Sessions sessions,
    SignInThrottle throttle,
    IdentityEvents events,
    TimeProvider time
)
{
    /// <summary>After a right password, or whatever stands for one: as far as the second factor lets it.</summary>
    /// <param name="account">Who signed in.</param>
    /// <param name="hasSecondFactor">A second factor was shown already.</param>
    /// <param name="place">Where from.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<OpenedSession> OpenAsync(
        Account account,
        bool hasSecondFactor,
        ClientPlace place,
        CancellationToken cancellationToken
    )
    {
        var stage =
            hasSecondFactor ? SessionStage.Full
            : await secondFactors.IsEnrolledAsync(account.Id, cancellationToken) ? SessionStage.SecondFactor
            : account.Role.NeedsSecondFactor() ? SessionStage.Enrolment
            : SessionStage.Full;
        var token = AccessToken.New();
        var session = new Session(account.Id, token, time.GetUtcNow(), stage, place);
        db.Sessions.Add(session);

        // The call began by nobody; from here on the trail knows whose it is.
        var caller = account.ToCaller() with
        {
            Address = place.Address?.ToString(),
            Session = session.SessionId.ToString("D"),
        };
        AuditCall.Begin(AuditCall.Current?.Name ?? "SignIn", caller);
        await db.SaveChangesAsync(cancellationToken);
        if (stage == SessionStage.Full)
        {
            await throttle.RememberAsync(account.NormalizedUserName!, place, cancellationToken);
            events.Happened(IdentityEvent.SignedIn, account.Id, place);
        }

        return new OpenedSession(token, session);
    }

    /// <summary>The unfinished session ends, and a finished one begins under another token.</summary>
    public async Task<OpenedSession> FinishAsync(
        SignedIn unfinished,
        ClientPlace place,
        CancellationToken cancellationToken
    )
    {
        var account = await db.Accounts.SingleAsync(row => row.Id == unfinished.AccountId, cancellationToken);
        var now = time.GetUtcNow();
        await db
            .Sessions.Where(row => row.SessionId == unfinished.SessionId && row.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, now), cancellationToken);
        sessions.Forget(session => session.SessionId == unfinished.SessionId);
        return await OpenAsync(account, hasSecondFactor: true, place, cancellationToken);
    }
}
