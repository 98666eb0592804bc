using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Writes a letter for every decision of a call that has none yet. A letter that was not sent and tells another decision
/// than the one that stands is written anew; one that was sent stays, and a later decision gets a letter of its own.
/// </summary>
public sealed class PrepareLetters(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.PrepareLettersResponse> HandleAsync(
        V1.PrepareLettersRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var callId = check.Id("call_id", request.CallId);
        check.That(
            request.Language.Length == 0 || LetterTexts.Languages.Contains(request.Language),
            "language",
            $"'{Shown.Of(request.Language)}' is not one of the languages of letters: {string.Join(", ", LetterTexts.Languages)}."
        );
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var call = await db.LockCallAsync(callId, token);
                call.RequireUnsealed(time.GetUtcNow());
                var written = await WriteAsync(call, request.Language, caller, token);
                return new V1.PrepareLettersResponse { Written = written };
            },
            cancellationToken
        );
    }

    private async Task<int> WriteAsync(Call call, string language, Caller caller, CancellationToken cancellationToken)
    {
        var recused = await db.RecusedFromAsync(caller, cancellationToken);
        var decided = await db
            .Proposals.AsNoTracking()
            .Where(row => row.CallId == call.Id && !recused.Contains(row.Id))
            .Where(row =>
                row.State == ProposalState.Awarded
                || row.State == ProposalState.ReserveList
                || row.State == ProposalState.Declined
                || row.State == ProposalState.Ineligible
            )
            .OrderBy(row => row.Number)
            .ToListAsync(cancellationToken);
        var letters = (await db.Letters.Where(row => row.CallId == call.Id).ToListAsync(cancellationToken)).ToLookup(
            row => row.ProposalId
        );
        var conditions = (
            await db
                .BoardDecisions.Where(row => row.CallId == call.Id && row.Conditions != null)
                .OrderBy(row => row.Id)
                .Select(row => new { row.ProposalId, row.Conditions })
                .ToListAsync(cancellationToken)
        ).ToLookup(row => row.ProposalId, row => row.Conditions);
        var results = (await db.ResultsOfAsync([.. decided.Select(row => row.Id)], cancellationToken)).ToLookup(row =>
            row.ProposalId
        );
        var written = 0;
        foreach (var proposal in decided)
        {
            var last = letters[proposal.Id].MaxBy(row => row.Id);
            if (last is not null && last.Kind == Letter.KindFor(proposal.State))
            {
                continue;
            }

            if (last is { SentAt: null })
            {
                db.Remove(last);
            }

            var tongue = language.Length > 0 ? language : Geography.LanguageOf(proposal.CountryCode);
            var reasons = proposal.DecisionReasons ?? LetterReasons.Of(call, results[proposal.Id], tongue);
            var contents = new LetterContents(
                Title(call, tongue),
                proposal.Number ?? "",
                proposal.Title,
                proposal.OrganisationName ?? "",
                proposal.Awarded?.ToString() ?? "",
                proposal.DurationMonths,
                reasons,
                conditions[proposal.Id].LastOrDefault() ?? ""
            );
            db.Add(Letter.About(proposal, contents, tongue, caller.Subject, time.GetUtcNow())!);
            written++;
        }

        return written;
    }

    private static string Title(Call call, string language) =>
        (
            call.Titles.FirstOrDefault(row => row.Language == language)
            ?? call.Titles.FirstOrDefault(row => row.Language == "en")
        )?.Text
        ?? "";
}
