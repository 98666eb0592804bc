using Fund.Donations.V1;
using Fund.Gateway.Clients;
using Fund.Gateway.Portal.Forms;
using Grpc.Core;

namespace Fund.Gateway.Portal.Pages.Imports;

/// <summary>Layouts kept under a name, chosen again for a file and kept from one.</summary>
internal static class SavedLayouts
{
    /// <summary>As many as a page of the list can have; nobody has as many.</summary>
    public const int Most = 500;

    /// <summary>The name under which the columns of this form are to be kept; empty for not at all.</summary>
    public const string KeepAs = "keepAs";

    /// <summary>The question for the layouts of one kind of files.</summary>
    public static ListBankCsvProfilesRequest Of(ImportKind kind) =>
        new()
        {
            Kind = kind,
            Page = new Common.V1.PageRequest { PageSize = Most },
        };

    /// <summary>Keeps what the form says under the name it says; nothing when it says none.</summary>
    /// <param name="form">With <see cref="LayoutInputs"/> in it.</param>
    /// <param name="kind">What the file holds.</param>
    /// <param name="ask">The services.</param>
    /// <param name="options">Of the call.</param>
    public static async Task KeepAsync(FormState form, ImportKind kind, ServiceClients ask, CallOptions options)
    {
        if (form.Text(KeepAs) is not { Length: > 0 } name)
        {
            return;
        }

        var request = new SaveBankCsvProfileRequest
        {
            RequestId = form.RequestId,
            Kind = kind,
            Name = name,
            Layout = LayoutInputs.Read(form),
        };
        await ask.Banking.SaveBankCsvProfileAsync(request, options);
    }
}
