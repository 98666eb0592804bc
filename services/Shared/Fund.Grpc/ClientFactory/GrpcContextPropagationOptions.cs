namespace Grpc.AspNetCore.ClientFactory;

/// <summary>How calls take over from the call they are made for.</summary>
public class GrpcContextPropagationOptions
{
    /// <summary>Whether calls outside of a gRPC call go ahead with what they have, instead of being refused.</summary>
    public bool SuppressContextNotFoundErrors { get; set; }
}
