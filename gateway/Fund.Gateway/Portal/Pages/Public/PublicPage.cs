using Fund.Gateway.OpenData;
using Fund.Gateway.Portal.Ui;
using Grpc.Core;
using Microsoft.AspNetCore.Components;

namespace Fund.Gateway.Portal.Pages.Public;

/// <summary>A page for everybody about what is published: the same for each reader, whoever is signed in.</summary>
public abstract class PublicPage : FundPage
{
    [Inject]
    private protected PublicRecords Records { get; set; } = default!;

    [Inject]
    private protected CountryNames Countries { get; set; } = default!;

    [Inject]
    private ILogger<PublicPage> Log { get; set; } = default!;

    /// <summary>Something that is published, or the fact that it cannot be shown at the moment.</summary>
    protected async Task<Part<T>> PartAsync<T>(Task<T> load)
        where T : class
    {
        try
        {
            return new Part<T>(await load, IsDown: false);
        }
        catch (RpcException e) when (!Ended.IsCancellationRequested)
        {
            Log.LogWarning("A part of {Path} is not shown: {Status}", Context.Request.Path, e.StatusCode);
            return new Part<T>(null, IsDown: true);
        }
    }

    /// <summary>A year that the address asks for; 0 for none.</summary>
    protected int YearOf(string key) => int.TryParse(Query(key), out var year) && year is > 0 and < 10_000 ? year : 0;
}
