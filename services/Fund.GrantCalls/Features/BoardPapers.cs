using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>What packs and minutes share.</summary>
internal static class BoardPapers
{
    /// <summary>A language of the Board's papers; English when none is named.</summary>
    public static string BoardLanguage(this Check check, string language)
    {
        check.That(
            language.Length == 0 || LetterTexts.Languages.Contains(language),
            "language",
            $"'{Shown.Of(language)}' is not one of the languages of letters: {string.Join(", ", LetterTexts.Languages)}."
        );
        return language.Length == 0 ? "en" : language;
    }

    /// <exception cref="RefusedException">NOT_FOUND, SESSION_STATE before the session is closed.</exception>
    public static async Task<(BoardSession Session, Minutes Minutes)> MinutesAsync(
        this GrantCallsDb db,
        string id,
        CancellationToken cancellationToken
    )
    {
        var session = await db.SessionAsync(id, cancellationToken);
        var minutes =
            await db.Minutes.SingleOrDefaultAsync(row => row.Id == session.Id, cancellationToken)
            ?? throw SessionRefusals.NotClosed().AsException();
        return (session, minutes);
    }

    /// <summary>A file that the caller asked for; others have their own.</summary>
    /// <exception cref="RefusedException">NOT_FOUND, also when it is somebody else's.</exception>
    public static IQueryable<BoardPackPrint> OwnPrints(this GrantCallsDb db, Caller caller) =>
        db.BoardPackPrints.AsNoTracking().Where(row => row.RequestedBy == caller.Subject);
}
