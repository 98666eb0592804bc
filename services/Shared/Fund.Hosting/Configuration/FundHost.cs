using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Fund.Hosting;

/// <summary>State of one process that several of its parts share.</summary>
internal sealed class FundHost(FundSettings settings)
{
    private volatile bool _migrated;
    private volatile bool _stopping;

    public FundSettings Settings { get; } = settings;

    /// <summary>HTTP/2 listener of a service; null in the gateway.</summary>
    public ListenOptions? Grpc { get; set; }

    /// <summary>HTTP/1.1 listener: health of a service, everything of the gateway.</summary>
    public ListenOptions? Http { get; set; }

    public bool HasDatabase { get; set; }

    public bool HasBus { get; set; }

    public bool Migrated
    {
        get => _migrated;
        set => _migrated = value;
    }

    /// <summary>True from the moment the process was asked to stop: no new work should come here.</summary>
    public bool Stopping
    {
        get => _stopping;
        set => _stopping = value;
    }

    /// <summary>Full names of the gRPC services mapped, for the health protocol.</summary>
    public Dictionary<string, ServiceDescriptor> GrpcServices { get; } = new(StringComparer.Ordinal);

    public static Uri AddressOf(ListenOptions? listener)
    {
        var bound =
            listener?.IPEndPoint
            ?? throw new InvalidOperationException("The process does not listen yet, or not there.");
        var host =
            bound.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : bound.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : bound.Address;
        return new Uri($"http://{new IPEndPoint(host, bound.Port)}");
    }
}
