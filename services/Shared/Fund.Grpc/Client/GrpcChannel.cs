using System.Collections.Concurrent;
using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>A way to one server: any number of calls at once over as many HTTP/2 connections as they need.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly ConcurrentDictionary<string, Uri> methodAddresses = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource closing = new();
    private readonly HttpMessageInvoker http;
    private readonly bool ownsHttp;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        Address = address;
        Options = options;
        ownsHttp = options.DisposeHttpClient || (options.HttpClient is null && options.HttpHandler is null);
        http =
            options.HttpClient
            ?? new HttpMessageInvoker(options.HttpHandler ?? CreateSocketHandler(), disposeHandler: ownsHttp);
    }

    internal Uri Address { get; }

    internal GrpcChannelOptions Options { get; }

    /// <summary>Fires when the channel is closed.</summary>
    internal CancellationToken Closed => closing.Token;

    internal bool IsEncrypted => Address.Scheme == Uri.UriSchemeHttps;

    /// <summary>A channel to an address such as <c>http://127.0.0.1:5101</c>.</summary>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel to an address, with options.</summary>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) =>
        ForAddress(new Uri(address), channelOptions);

    /// <summary>A channel to an address.</summary>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel to an address, with options. Nothing is connected before the first call.</summary>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        if (channelOptions.HttpClient is not null && channelOptions.HttpHandler is not null)
        {
            throw new ArgumentException(
                "Give a channel an HTTP client or a handler, not both.",
                nameof(channelOptions)
            );
        }

        if (channelOptions.Credentials is { RequiresTls: true } && address.Scheme != Uri.UriSchemeHttps)
        {
            throw new InvalidOperationException($"The credentials need https, and the address is '{address}'.");
        }

        return new GrpcChannel(address, channelOptions);
    }

    /// <inheritdoc />
    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(closing.IsCancellationRequested, this);
        return new HttpCallInvoker(this);
    }

    /// <summary>Ends all calls and closes the connections.</summary>
    public void Dispose()
    {
        if (closing.IsCancellationRequested)
        {
            return;
        }

        closing.Cancel();
        if (ownsHttp)
        {
            http.Dispose();
        }
    }

    /// <summary>The handler a channel has when it is given none.</summary>
    internal static SocketsHttpHandler CreateSocketHandler() =>
        new()
        {
            EnableMultipleHttp2Connections = true,
            AllowAutoRedirect = false,
            UseCookies = false,
        };

    internal Uri AddressOf(IMethod method) =>
        methodAddresses.GetOrAdd(method.FullName, static (path, address) => new Uri(address, path), Address);

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        http is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : http.SendAsync(request, cancellationToken);

    /// <inheritdoc />
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }
}
