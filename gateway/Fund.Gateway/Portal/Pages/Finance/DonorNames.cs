using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    public string Of(string donorId) =>
        _names.GetValueOrDefault(donorId) ?? (donorId.Length > 8 ? donorId[..8] + "…" : donorId);

    /// <summary>Asks for the names that are not known yet, side by side.</summary>
    public Task LoadAsync(IEnumerable<string> donorIds, CancellationToken cancellationToken) =>
        Task.WhenAll(
            donorIds
                .Where(id => id.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .Where(id => !_names.ContainsKey(id))
                .Select(id => LoadAsync(id, cancellationToken))
        );

    private async Task LoadAsync(string donorId, CancellationToken cancellationToken)
    {
        try
        {
            var options = new CallOptions(cancellationToken: cancellationToken);
            var answer = await ask.Donations.GetDonorAsync(new GetDonorRequest { DonorId = donorId }, options);
            _names[donorId] = answer.Donor.Name;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.NotFound)
        {
            // Shown by its id: see above.
            _names[donorId] = donorId.Length > 8 ? donorId[..8] + "…" : donorId;
        }
    }
}
