using Fund.GrantCalls.Domain;

namespace Fund.GrantCalls.Persistence;

internal static class PublicBoardSessions
{
    /// <summary>
    /// Sessions whose decisions everybody may know: the minutes are approved, or the session was recorded in one go and
    /// has none.
    /// </summary>
    public static IQueryable<BoardSession> PublicSessions(this GrantCallsDb db) =>
        db.BoardSessions.Where(session =>
            session.State == SessionState.Recorded
            || db.Minutes.Any(minutes => minutes.Id == session.Id && minutes.ApprovedAt != null)
        );
}
