namespace Fund.Demo;

/// <summary>Sends every request to the next of several gateways, as a load balancer would.</summary>
internal sealed class TakingTurns(Uri[] addresses) : DelegatingHandler(new SocketsHttpHandler())
{
    private int _turn = -1;

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var address = addresses[(uint)Interlocked.Increment(ref _turn) % addresses.Length];
        request.RequestUri = new Uri(address, request.RequestUri!.PathAndQuery.TrimStart('/'));
        return base.SendAsync(request, cancellationToken);
    }
}
