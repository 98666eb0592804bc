using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>Makes the HTTP request of a call: path, protocol headers, metadata, credentials.</summary>
internal static class RequestHead
{
    private static readonly string UserAgent = $"fund-grpc/1.0 (.NET {Environment.Version})";

    public static async ValueTask<HttpRequestMessage> CreateAsync(
        GrpcChannel channel,
        IMethod method,
        string? host,
        CallOptions options,
        TimeSpan? timeout
    )
    {
        HttpRequestMessage request = new(HttpMethod.Post, channel.AddressOf(method))
        {
            Version = channel.Options.HttpVersion ?? HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        HttpRequestHeaders headers = request.Headers;
        headers.Host = host;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", UserAgent);
        headers.TryAddWithoutValidation(ProtocolNames.AcceptEncoding, "identity,gzip");
        if (timeout is { } span)
        {
            headers.TryAddWithoutValidation(ProtocolNames.Timeout, GrpcTimeout.Format(span));
        }

        if (WantsGzip(options))
        {
            headers.TryAddWithoutValidation(ProtocolNames.Encoding, ProtocolNames.Gzip);
        }

        Add(headers, options.Headers);
        await AddCredentialsAsync(headers, channel, method, options).ConfigureAwait(false);
        return request;
    }

    public static bool WantsGzip(CallOptions options) =>
        options.Headers is { Count: > 0 } metadata
        && metadata.GetValue(ProtocolNames.RequestEncodingKey) == ProtocolNames.Gzip;

    private static void Add(HttpRequestHeaders headers, Metadata? metadata)
    {
        if (metadata is null)
        {
            return;
        }

        foreach (Metadata.Entry entry in metadata)
        {
            if (!ProtocolNames.IsReserved(entry.Key))
            {
                headers.TryAddWithoutValidation(entry.Key, MetadataHeaders.Format(entry));
            }
        }
    }

    private static async ValueTask AddCredentialsAsync(
        HttpRequestHeaders headers,
        GrpcChannel channel,
        IMethod method,
        CallOptions options
    )
    {
        CallCredentials? ofChannel = channel.Options.Credentials?.OfCalls;
        if (ofChannel is null && options.Credentials is null)
        {
            return;
        }

        // Credentials never travel in the clear by accident.
        if (!channel.IsEncrypted && !channel.Options.UnsafeUseInsecureChannelCallCredentials)
        {
            return;
        }

        AuthInterceptorContext context = new(new Uri(channel.Address, method.ServiceName).ToString(), method.Name);
        foreach (CallCredentials? credentials in new[] { ofChannel, options.Credentials })
        {
            foreach (AsyncAuthInterceptor interceptor in credentials?.Interceptors ?? [])
            {
                Metadata proof = [];
                await interceptor(context, proof).ConfigureAwait(false);
                Add(headers, proof);
            }
        }
    }
}
