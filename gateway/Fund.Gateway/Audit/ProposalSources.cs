using Fund.Gateway.Clients;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Gateway.Audit;

/// <summary>
/// Everything about one proposal: what it says and the form it answers, attempts to hand it in, eligibility, declared
/// interests, reviews and what was agreed, its place in the portfolio, the decision and the letters.
/// </summary>
internal sealed class ProposalSources(ServiceClients clients)
{
    /// <exception cref="RpcException">NOT_FOUND and every other refusal of the service.</exception>
    public async Task<IReadOnlyList<(string Name, IReadOnlyList<IMessage> Rows)>> RecordsAsync(
        string id,
        CancellationToken token
    )
    {
        var options = new CallOptions(cancellationToken: token);
        var found = await UnsealedAsync(id, options);
        var callId = found.Proposal.CallId;
        var form = new GetCallFormRequest { CallId = callId, Number = found.Proposal.FormNumber };
        var plan = await clients.Review.GetReviewPlanAsync(new() { CallId = callId }, options);
        var portfolio = await clients.Selection.GetPortfolioAsync(new() { CallId = callId }, options);
        return
        [
            ("proposal", [found]),
            ("call", [await clients.GrantCalls.GetCallAsync(new() { CallId = callId }, options)]),
            ("form", [await clients.CallForms.GetCallFormAsync(form, options)]),
            ("submission_attempts", await AttemptsAsync(id, options)),
            ("interests", await InterestsAsync(callId, found.Proposal.Number, options)),
            ("reviews", await ReviewsAsync(callId, id, options)),
            ("consensus", [.. plan.Notes.Where(note => note.ProposalId == id)]),
            ("portfolio", [.. portfolio.Portfolio?.Lines.Where(line => line.ProposalId == id) ?? []]),
            ("awards", await AwardsAsync(callId, id, options)),
            ("letters", await LettersAsync(callId, id, options)),
            ("files", await FilesAsync(id, options)),
        ];
    }

    /// <summary>Before the deadline there is nothing to make a dossier of.</summary>
    private async Task<GetProposalResponse> UnsealedAsync(string id, CallOptions options)
    {
        try
        {
            return await clients.GrantCalls.GetProposalAsync(new() { ProposalId = id }, options);
        }
        catch (RpcException sealed_) when (sealed_.ToRefusal() is { Kind: RefusalKind.WrongState })
        {
            throw Refusals.NotFound("proposal", id).AsException();
        }
    }

    private Task<IReadOnlyList<IMessage>> AttemptsAsync(string id, CallOptions options) =>
        DossierSources.AllAsync<SubmissionAttempt>(
            async page =>
            {
                var request = new ListSubmissionAttemptsRequest { ProposalId = id, Page = page };
                var answer = await clients.Applications.ListSubmissionAttemptsAsync(request, options);
                return (answer.Attempts, answer.Page);
            },
            _ => true
        );

    private Task<IReadOnlyList<IMessage>> InterestsAsync(string callId, string number, CallOptions options) =>
        DossierSources.AllAsync<InterestDeclaration>(
            async page =>
            {
                var request = new ListInterestsRequest { CallId = callId, Page = page };
                var answer = await clients.Review.ListInterestsAsync(request, options);
                return (answer.Declarations, answer.Page);
            },
            declaration => declaration.ProposalNumber == number
        );

    private Task<IReadOnlyList<IMessage>> ReviewsAsync(string callId, string id, CallOptions options) =>
        DossierSources.AllAsync<Assignment>(
            async page =>
            {
                var request = new ListAssignmentsRequest { CallId = callId, Page = page };
                var answer = await clients.GrantCalls.ListAssignmentsAsync(request, options);
                return (answer.Assignments, answer.Page);
            },
            assignment => assignment.ProposalId == id
        );

    private Task<IReadOnlyList<IMessage>> AwardsAsync(string callId, string id, CallOptions options) =>
        DossierSources.AllAsync<Award>(
            async page =>
            {
                var request = new ListAwardsRequest { CallId = callId, Page = page };
                var answer = await clients.GrantCalls.ListAwardsAsync(request, options);
                return (answer.Awards, answer.Page);
            },
            award => award.ProposalId == id
        );

    private Task<IReadOnlyList<IMessage>> FilesAsync(string id, CallOptions options) =>
        DossierSources.AllAsync<ProposalFile>(
            async page =>
            {
                var request = new ListProposalFilesRequest { ProposalId = id, Page = page };
                var answer = await clients.Applications.ListProposalFilesAsync(request, options);
                return (answer.Files, answer.Page);
            },
            _ => true
        );

    private Task<IReadOnlyList<IMessage>> LettersAsync(string callId, string id, CallOptions options) =>
        DossierSources.AllAsync<Letter>(
            async page =>
            {
                var request = new ListLettersRequest { CallId = callId, Page = page };
                var answer = await clients.Letters.ListLettersAsync(request, options);
                return (answer.Letters, answer.Page);
            },
            letter => letter.ProposalId == id
        );
}
