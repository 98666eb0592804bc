using Fund.Interop.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Fund.Grpc.Tests;

/// <summary>Servers and proxies that don't keep to the protocol: the client says what is wrong and never hangs.</summary>
public sealed class OddServerTests
{
    private const string GrpcType = "application/grpc";
    private static readonly byte[] Response = RawCall.Frame(new EchoResponse());

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    public Task An_HTTP_status_stands_for_a_gRPC_status(int http, StatusCode expected) =>
        AnswersAsync(
            expected,
            context =>
            {
                context.Response.StatusCode = http;
                return Task.CompletedTask;
            }
        );

    [Fact]
    public Task A_web_page_is_no_response() =>
        AnswersAsync(
            [StatusCode.Unknown, StatusCode.Cancelled],
            context =>
            {
                context.Response.ContentType = "text/html";
                return context.Response.WriteAsync("<h1>Hello</h1>");
            }
        );

    [Fact]
    public Task A_response_without_a_status_is_a_failure() =>
        AnswersAsync(
            [StatusCode.Internal, StatusCode.Cancelled],
            context => WriteAsync(context, Response, status: null)
        );

    [Fact]
    public Task OK_without_a_response_is_a_failure() =>
        AnswersAsync(StatusCode.Internal, context => WriteAsync(context, [], status: "0"));

    [Fact]
    public Task Two_responses_where_one_belongs_are_a_failure() =>
        AnswersAsync(StatusCode.Internal, context => WriteAsync(context, [.. Response, .. Response], status: "0"));

    [Fact]
    public Task A_response_cut_short_is_a_failure() =>
        AnswersAsync(StatusCode.Internal, context => WriteAsync(context, RawCall.Frame(0, [1, 2], 10), status: "0"));

    [Fact]
    public Task A_status_in_the_response_head_is_the_status() =>
        AnswersAsync(
            StatusCode.NotFound,
            context =>
            {
                context.Response.ContentType = GrpcType;
                context.Response.Headers["grpc-status"] = "5";
                return Task.CompletedTask;
            }
        );

    [Fact]
    public Task A_status_nobody_knows_is_Unknown() =>
        AnswersAsync(StatusCode.Unknown, context => WriteAsync(context, [], status: "99"));

    [Fact]
    public Task A_connection_cut_in_the_middle_is_a_failure() =>
        AnswersAsync(
            [StatusCode.Unavailable, StatusCode.Internal, StatusCode.Cancelled],
            async context =>
            {
                context.Response.ContentType = GrpcType;
                await context.Response.Body.WriteAsync(Response.AsMemory(0, 3));
                await context.Response.Body.FlushAsync();
                context.Abort();
            }
        );

    private static Task AnswersAsync(StatusCode expected, RequestDelegate answer) => AnswersAsync([expected], answer);

    private static async Task AnswersAsync(StatusCode[] expected, RequestDelegate answer)
    {
        await using InteropHost host = await InteropHost.StartAsync(map: app => app.Run(answer));
        RpcException unary = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Client.EchoAsync(new EchoRequest())
        );
        Assert.Contains(unary.StatusCode, expected);
    }

    private static async Task WriteAsync(HttpContext context, byte[] body, string? status)
    {
        context.Response.ContentType = GrpcType;
        context.Response.DeclareTrailer("grpc-status");
        await context.Response.Body.WriteAsync(body);
        await context.Response.Body.FlushAsync();
        if (status is not null)
        {
            context.Response.AppendTrailer("grpc-status", status);
        }
    }
}
