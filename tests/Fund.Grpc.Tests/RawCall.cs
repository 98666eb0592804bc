using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace Fund.Grpc.Tests;

/// <summary>Speaks HTTP/2 to the server as no gRPC client would.</summary>
internal sealed class RawCall(string address) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(address) };

    /// <summary>A well-formed frame around a message.</summary>
    public static byte[] Frame(IMessage message) => Frame(0, message.ToByteArray());

    /// <summary>A frame with any flag and any announced length.</summary>
    public static byte[] Frame(byte flag, byte[] payload, int? announced = null)
    {
        byte[] frame = new byte[5 + payload.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), announced ?? payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    public Task<RawResponse> SendAsync(string method, byte[] body, params (string Name, string Value)[] headers) =>
        SendAsync(method, body, TimeSpan.Zero, headers);

    /// <summary>Sends a call, and reads the response only after a while.</summary>
    public async Task<RawResponse> SendAsync(
        string method,
        byte[] body,
        TimeSpan readAfter,
        params (string Name, string Value)[] headers
    )
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"/fund.interop.v1.InteropService/{method}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        foreach ((string name, string value) in headers)
        {
            if (name == "content-type")
            {
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using HttpResponseMessage response = await http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken
        );
        await Task.Delay(readAfter, TestContext.Current.CancellationToken);
        byte[] answer = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new RawResponse(
            response.StatusCode,
            Find(response.TrailingHeaders, "grpc-status") ?? Find(response.Headers, "grpc-status"),
            Find(response.Headers, "grpc-encoding"),
            answer
        );
    }

    public void Dispose() => http.Dispose();

    private static string? Find(HttpHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values) ? values.Single() : null;
}

/// <summary>What came back.</summary>
internal sealed record RawResponse(HttpStatusCode HttpStatus, string? Status, string? Encoding, byte[] Body)
{
    public int GrpcStatus => int.Parse(Status ?? "-1", CultureInfo.InvariantCulture);
}
