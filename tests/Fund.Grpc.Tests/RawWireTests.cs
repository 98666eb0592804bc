using System.Net;
using Fund.Interop.V1;
using Grpc.Core;

namespace Fund.Grpc.Tests;

/// <summary>Input no well-behaved client sends: each refused with a status, none breaks the server.</summary>
public sealed class RawWireTests : IAsyncLifetime
{
    private static readonly byte[] Good = RawCall.Frame(new EchoRequest { ResponseSize = 1 });

    private InteropHost host = null!;
    private RawCall raw = null!;

    public async ValueTask InitializeAsync()
    {
        host = await InteropHost.StartAsync();
        raw = new RawCall(host.Address);
    }

    public async ValueTask DisposeAsync()
    {
        raw.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_good_frame_is_answered()
    {
        RawResponse response = await raw.SendAsync("Echo", Good);
        Assert.Equal(0, response.GrpcStatus);
        Assert.Equal([0, 0, 0, 0, 3, 10, 1, 0], response.Body);
    }

    [Theory]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc; charset=utf-8")]
    public async Task Content_types_of_gRPC_are_taken_with_suffix_and_parameters(string contentType)
    {
        Assert.Equal(0, (await raw.SendAsync("Echo", Good, ("content-type", contentType))).GrpcStatus);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpcx")]
    [InlineData("text/plain")]
    public async Task Other_content_types_are_refused(string contentType)
    {
        RawResponse response = await raw.SendAsync("Echo", Good, ("content-type", contentType));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.HttpStatus);
    }

    [Fact]
    public async Task A_call_without_a_request_is_refused()
    {
        Assert.Equal((int)StatusCode.Internal, (await raw.SendAsync("Echo", [])).GrpcStatus);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task A_request_cut_short_is_refused(int length)
    {
        Assert.Equal((int)StatusCode.Internal, (await raw.SendAsync("Echo", Good[..length])).GrpcStatus);
        Assert.Equal((int)StatusCode.Internal, (await raw.SendAsync("Collect", Good[..length])).GrpcStatus);
    }

    [Fact]
    public async Task A_second_request_where_one_belongs_is_refused()
    {
        Assert.Equal((int)StatusCode.Internal, (await raw.SendAsync("Echo", [.. Good, .. Good])).GrpcStatus);
    }

    [Fact]
    public async Task A_flag_without_a_meaning_is_refused()
    {
        Assert.Equal((int)StatusCode.Internal, (await raw.SendAsync("Echo", RawCall.Frame(2, []))).GrpcStatus);
    }

    [Theory]
    [InlineData(int.MaxValue)]
#if !GRPC_OFFICIAL
    [InlineData(-1)]
#endif
    [InlineData(5 << 20)]
    public async Task An_announced_length_over_the_limit_is_refused_without_waiting_for_it(int announced)
    {
        RawResponse response = await raw.SendAsync("Echo", RawCall.Frame(0, [1, 2, 3], announced));
        Assert.Equal((int)StatusCode.ResourceExhausted, response.GrpcStatus);
    }

    [Fact]
    public async Task A_compressed_message_of_a_call_without_compression_is_refused()
    {
        Assert.Equal((int)StatusCode.Internal, (await raw.SendAsync("Echo", RawCall.Frame(1, [1, 2]))).GrpcStatus);
    }

    [Fact]
    public async Task An_unknown_compression_is_not_implemented()
    {
        RawResponse response = await raw.SendAsync("Echo", RawCall.Frame(1, [1, 2]), ("grpc-encoding", "snappy"));
        Assert.Equal((int)StatusCode.Unimplemented, response.GrpcStatus);
    }

    [Fact]
    public async Task Bytes_that_are_not_gzip_or_not_the_message_are_a_failed_call()
    {
        byte[] noise = [0xff, 0xfe, 0xfd, 0xfc, 0xfb];
        StatusCode[] failures = [StatusCode.Internal, StatusCode.Unknown];
        RawResponse notGzip = await raw.SendAsync("Echo", RawCall.Frame(1, noise), ("grpc-encoding", "gzip"));
        Assert.Contains((StatusCode)notGzip.GrpcStatus, failures);
        RawResponse notProto = await raw.SendAsync("Echo", RawCall.Frame(0, noise));
        Assert.Contains((StatusCode)notProto.GrpcStatus, failures);
    }

    [Fact]
    public async Task Noise_of_any_kind_never_breaks_the_server()
    {
        Random random = new(20261122);
        for (int i = 0; i < 300; i++)
        {
            byte[] noise = new byte[random.Next(40)];
            random.NextBytes(noise);
            RawResponse response = await raw.SendAsync(i % 2 == 0 ? "Echo" : "Converse", noise);
            Assert.Equal(HttpStatusCode.OK, response.HttpStatus);
            Assert.NotNull(response.Status);
        }

        Assert.Equal(0, (await raw.SendAsync("Echo", Good)).GrpcStatus);
    }

    [Fact]
    public async Task Only_gRPC_gets_a_gRPC_answer_about_what_does_not_exist()
    {
        Assert.Equal((int)StatusCode.Unimplemented, (await raw.SendAsync("Nothing", Good)).GrpcStatus);
        RawResponse json = await raw.SendAsync("Nothing", Good, ("content-type", "application/json"));
        Assert.Equal(HttpStatusCode.NotFound, json.HttpStatus);
    }
}
