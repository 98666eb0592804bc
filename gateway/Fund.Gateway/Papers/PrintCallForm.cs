using Fund.Forms;
using Fund.Gateway.Api;
using Fund.Gateway.Clients;
using Fund.Gateway.Portal;
using Fund.Gateway.Portal.Ui;
using Fund.Gateway.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Gateway.Papers;

/// <summary>The questions of a call on paper, with room for answers.</summary>
internal sealed class PrintCallForm(ServiceClients ask, Words words, CountryNames countries, TimeProvider time)
    : IOwnFile<PrintCallFormRequest>
{
    public async Task<OwnFile> MakeAsync(
        PrintCallFormRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var language = PaperLanguage.Speak(request.Language);
        var options = new CallOptions(cancellationToken: cancellationToken);
        var known = (await ask.GrantCalls.GetCallAsync(new GetCallRequest { CallId = request.CallId }, options)).Call;
        var form = (
            await ask.CallForms.GetCallFormAsync(new GetCallFormRequest { CallId = request.CallId }, options)
        ).Form;
        var paper = new FormPaper(words, countries, language.Code, time.GetUtcNow());
        var content = paper.Questions(known, FormReading.Of(form.ToForm(form.Number), []));
        return new OwnFile($"questions-{known.CallId}.pdf", "application/pdf", content);
    }
}
