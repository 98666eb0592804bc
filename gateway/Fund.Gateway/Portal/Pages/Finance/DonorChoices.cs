using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Gateway.Clients;
using Fund.Gateway.Portal.Forms;
using Grpc.Core;
using WireDonor = Fund.Donations.V1.Donor;

namespace Fund.Gateway.Portal.Pages.Finance;

/// <summary>
/// Finds the donor a person named in a form. A name that is one donor's is that donor; otherwise those that are like it
/// are shown to choose from, and the form is sent again with the choice. No script is needed.
/// </summary>
public sealed class DonorChoices
{
    private const int Most = 8;
    private readonly Dictionary<string, IReadOnlyList<WireDonor>> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _settled = new(StringComparer.Ordinal);

    /// <summary>Donors to choose from for an input; empty when nothing has to be chosen.</summary>
    public IReadOnlyList<WireDonor> For(string field) => _found.GetValueOrDefault(field) ?? [];

    /// <summary>The donor of an input, as chosen before or as found just now; empty when it is open.</summary>
    public string Settled(FormState form, string field) => _settled.GetValueOrDefault(field) ?? Chosen(form, field);

    /// <summary>The id of the donor that was named; when that is open, the form is refused and what was found is shown.</summary>
    internal async Task<string> OfAsync(
        FormState form,
        string field,
        string label,
        ServiceClients ask,
        Words words,
        CancellationToken cancellationToken
    )
    {
        if (Chosen(form, field) is { Length: > 0 } chosen)
        {
            return chosen;
        }

        var name = form.Required(field + ".name", label);
        if (name.Length == 0)
        {
            return "";
        }

        var request = new ListDonorsRequest
        {
            Search = name,
            Page = new PageRequest { PageSize = Most },
        };
        var answer = await ask.Donations.ListDonorsAsync(
            request,
            new CallOptions(cancellationToken: cancellationToken)
        );
        var same = answer.Donors.Where(donor => string.Equals(donor.Name, name, StringComparison.OrdinalIgnoreCase));
        if (same.Take(2).ToList() is [var only])
        {
            _settled[field] = only.DonorId;
            return only.DonorId;
        }

        _found[field] = answer.Donors;
        form.Refuse(field + ".name", words[answer.Donors.Count > 0 ? "Fin.ChooseDonor" : "Fin.NoSuchDonor", name]);
        return "";
    }

    /// <summary>A choice counts for the name it was made for: typing another name asks anew.</summary>
    private static string Chosen(FormState form, string field) =>
        form[field + ".for"].Length == 0 || form[field + ".for"] == form[field + ".name"] ? form[field] : "";
}
