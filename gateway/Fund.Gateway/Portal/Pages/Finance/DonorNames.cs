using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Gateway.Clients;
using Grpc.Core;

namespace Fund.Gateway.Portal.Pages.Finance;

/// <summary>
/// Names of the donors on a page. Lists of pledges and contributions carry ids; a name that cannot be had at the moment is
/// a comfort that is missing, so the list is shown with the beginning of the id instead.
/// </summary>
internal sealed class DonorNames(ServiceClients ask)
{
    /// <summary>As many as are named in one question.</summary>
    private const int AtOnce = 500;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public string Of(string donorId) =>
        _names.GetValueOrDefault(donorId) ?? (donorId.Length > 8 ? donorId[..8] + "…" : donorId);

    /// <summary>Asks for the names that are not known yet, all of them in one question.</summary>
    public async Task LoadAsync(IEnumerable<string> donorIds, CancellationToken cancellationToken)
    {
        var unknown = donorIds.Where(id => Guid.TryParse(id, out _) && !_names.ContainsKey(id)).Distinct();
        foreach (var ids in unknown.Chunk(AtOnce))
        {
            var request = new ListDonorsRequest
            {
                DonorIds = string.Join(',', ids),
                Page = new PageRequest { PageSize = ids.Length },
            };
            try
            {
                var answer = await ask.Donations.ListDonorsAsync(request, cancellationToken: cancellationToken);
                foreach (var donor in answer.Donors)
                {
                    _names[donor.DonorId] = donor.Name;
                }
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable)
            {
                // Shown by their ids: see above.
                return;
            }
        }
    }
}
