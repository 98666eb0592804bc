using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>A call as its handler sees it, over an HTTP request.</summary>
internal sealed partial class HttpServerCallContext(
    HttpContext http,
    IMethod method,
    GrpcServiceOptions options,
    ILogger logger
) : ServerCallContext, IServerCallContextFeature
{
    private const string CommonName = "x509_common_name";

    private Metadata? requestHeaders;
    private Metadata? responseTrailers;
    private AuthContext? authContext;
    private List<object>? owned;

    public HttpContext Http => http;

    public GrpcServiceOptions Options => options;

    /// <inheritdoc />
    public ServerCallContext ServerCallContext => this;

    /// <inheritdoc />
    protected override string MethodCore => method.FullName;

    /// <inheritdoc />
    protected override string HostCore => http.Request.Host.Value ?? string.Empty;

    /// <inheritdoc />
    protected override string PeerCore =>
        http.Connection.RemoteIpAddress switch
        {
            null => "unknown",
            { AddressFamily: AddressFamily.InterNetworkV6 } v6 => $"ipv6:[{v6}]:{http.Connection.RemotePort}",
            var v4 => $"ipv4:{v4}:{http.Connection.RemotePort}",
        };

    /// <inheritdoc />
    protected override Metadata RequestHeadersCore => requestHeaders ??= ReadHeaders();

    /// <inheritdoc />
    protected override Metadata ResponseTrailersCore => responseTrailers ??= [];

    /// <inheritdoc />
    protected override Status StatusCore { get; set; }

    /// <inheritdoc />
    protected override WriteOptions? WriteOptionsCore { get; set; }

    /// <inheritdoc />
    protected override AuthContext AuthContextCore => authContext ??= ReadCertificate();

    /// <summary>Disposes an object made for this call when the call is over.</summary>
    public void Own(object made) => (owned ??= []).Add(made);

    /// <summary>Lets go of what was made for this call, the last one first.</summary>
    public async ValueTask DisposeOwnedAsync()
    {
        if (owned is null)
        {
            return;
        }

        foreach (object made in Enumerable.Reverse(owned))
        {
            if (made is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else
            {
                (made as IDisposable)?.Dispose();
            }
        }
    }

    /// <inheritdoc />
    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Use the client factory's EnableCallContextPropagation instead.");

    private Metadata ReadHeaders()
    {
        Metadata metadata = [];
        foreach ((string name, var values) in http.Request.Headers)
        {
            if (ProtocolNames.IsReserved(name))
            {
                continue;
            }

            foreach (string? value in values)
            {
                MetadataHeaders.AddTo(metadata, name, value);
            }
        }

        return metadata;
    }

    private AuthContext ReadCertificate()
    {
        if (http.Connection.ClientCertificate is not { } certificate)
        {
            return new AuthContext(null, []);
        }

        byte[] name = Encoding.UTF8.GetBytes(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        return new AuthContext(
            CommonName,
            new Dictionary<string, List<AuthProperty>> { [CommonName] = [AuthProperty.Create(CommonName, name)] }
        );
    }
}
