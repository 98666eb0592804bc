using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>What call handles ask a call, whatever its messages are.</summary>
internal interface IClientCall : IDisposable
{
    /// <summary>The response headers, once they have arrived.</summary>
    Task<Metadata> GetHeadersAsync();

    /// <summary>How the call ended; throws while it has not.</summary>
    Status GetStatus();

    /// <summary>What came with the status; throws while the call has not ended.</summary>
    Metadata GetTrailers();
}
