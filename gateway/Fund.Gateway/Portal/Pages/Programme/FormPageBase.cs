using Fund.Forms;
using Fund.Gateway.Portal.Forms;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Microsoft.AspNetCore.Components;

namespace Fund.Gateway.Portal.Pages.Programme;

/// <summary>What the pages of the form builder share: the call, its form, and saving the next version of it.</summary>
public abstract class FormPageBase : FundPage
{
    [Parameter]
    public string CallId { get; set; } = "";

    protected Call? Call { get; private set; }

    /// <summary>The version in force, or the one that was loaded into the form that is sent.</summary>
    protected FormVersion? Version { get; private set; }

    protected bool IsServiceDown { get; private set; }

    protected string Back => To($"/programme/calls/{CallId}/form");

    protected async Task LoadAsync()
    {
        var call = await ReadAsync(Ask.GrantCalls.GetCallAsync(new GetCallRequest { CallId = CallId }, Until));
        IsServiceDown = call.IsDown;
        if (call.Content?.Call is not { } known)
        {
            return;
        }

        var form = await ReadAsync(
            Ask.CallForms.GetCallFormAsync(new GetCallFormRequest { CallId = CallId, Number = known.FormNumber }, Until)
        );
        IsServiceDown = form.IsDown;
        if (form.Content?.Form is { } asked)
        {
            (Call, Version) = (known, asked.ToForm(asked.Number));
        }
    }

    /// <summary>Saves the next version; true when it was taken.</summary>
    /// <param name="form">Its input <c>number</c> says which version was changed.</param>
    /// <param name="next">The version as it is to be.</param>
    private protected Task<bool> SaveAsync(FormState form, FormVersion next)
    {
        var request = new SaveCallFormRequest
        {
            RequestId = form.RequestId,
            CallId = CallId,
            Form = next.ToWire(),
            LoadedNumber = form.Whole("number", "number") ?? 0,
        };
        request.Form.Number = 0;
        return form.TryAsync(
            async () => await Ask.CallForms.SaveCallFormAsync(request, Until),
            SaveCallFormRequest.Descriptor
        );
    }
}
