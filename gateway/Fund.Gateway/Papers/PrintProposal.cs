using Fund.Forms;
using Fund.Gateway.Api;
using Fund.Gateway.Clients;
using Fund.Gateway.Portal;
using Fund.Gateway.Portal.Applying;
using Fund.Gateway.Portal.Ui;
using Fund.Gateway.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Gateway.Papers;

/// <summary>A proposal on paper, for whoever the services show it to: a draft says so on every page.</summary>
internal sealed class PrintProposal(
    ServiceClients ask,
    Words words,
    CountryNames countries,
    PeopleNames people,
    TimeProvider time
) : IOwnFile<PrintProposalRequest>
{
    public async Task<OwnFile> MakeAsync(
        PrintProposalRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var language = PaperLanguage.Speak(request.Language);
        var options = new CallOptions(cancellationToken: cancellationToken);
        var proposal = (
            await ask.GrantCalls.GetProposalAsync(new GetProposalRequest { ProposalId = request.ProposalId }, options)
        ).Proposal;
        var known = (await ask.GrantCalls.GetCallAsync(new GetCallRequest { CallId = proposal.CallId }, options)).Call;
        var asked = new GetCallFormRequest { CallId = proposal.CallId, Number = proposal.FormNumber };
        var form = (await ask.CallForms.GetCallFormAsync(asked, options)).Form;
        var files = ProposalFileList.AreAsked(form)
            ? (await ask.Applications.ListProposalFilesAsync(Files(proposal), options)).Files
            : [];
        var answers = proposal.Content.Answers.Select(answer => KeyValuePair.Create(answer.Key, answer.Value));
        var paper = new FormPaper(words, countries, language.Code, time.GetUtcNow());
        var content = paper.Proposal(
            known,
            proposal,
            FormReading.Of(form.ToForm(form.Number), answers),
            new ProposalFileList(proposal.ProposalId, files),
            await SignerAsync(proposal, cancellationToken)
        );
        var name = proposal.Number.Length > 0 ? proposal.Number : proposal.ProposalId;
        return new OwnFile($"proposal-{name}.pdf", "application/pdf", content);
    }

    private static ListProposalFilesRequest Files(Proposal proposal) =>
        new()
        {
            ProposalId = proposal.ProposalId,
            Page = new Common.V1.PageRequest { PageSize = 200 },
        };

    private async Task<string> SignerAsync(Proposal proposal, CancellationToken cancellationToken)
    {
        await people.LoadAsync([proposal.SubmittedBy], cancellationToken);
        return people.Of(proposal.SubmittedBy);
    }
}
