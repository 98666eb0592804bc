using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>One call of any of the four kinds, from its request head to its status.</summary>
internal sealed partial class ClientCall<TRequest, TResponse> : IClientCall
    where TRequest : class
    where TResponse : class
{
    private readonly GrpcChannel channel;
    private readonly Method<TRequest, TResponse> method;
    private readonly string? host;
    private readonly CallOptions options;
    private readonly CancellationTokenSource ending = new();

    private DeadlineTimer? deadline;
    private CancellationTokenRegistration callerToken;
    private CancellationTokenRegistration parentToken;
    private CancellationTokenRegistration channelToken;
    private UnaryRequestContent? request;
    private ClientStreamWriter<TRequest, TResponse>? writer;
    private ClientStreamReader<TRequest, TResponse>? reader;
    private HttpResponseMessage? response;
    private ResponseBody? body;

    public ClientCall(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        ObjectDisposedException.ThrowIf(channel.Closed.IsCancellationRequested, channel);
        if (
            options.Deadline is { Kind: not DateTimeKind.Utc } local
            && local != DateTime.MaxValue
            && local != DateTime.MinValue
        )
        {
            throw new InvalidOperationException("A deadline is in UTC, or the largest or smallest time there is.");
        }

        this.channel = channel;
        this.method = method;
        this.host = host;
        this.options = options;
    }

    /// <summary>How the call ended.</summary>
    public CallOutcome Outcome { get; } = new();

    /// <summary>Ends reads and writes when the call ends before its time.</summary>
    public CancellationToken Ending => ending.Token;

    public CallOptions Options => options;

    public Marshaller<TRequest> RequestMarshaller => method.RequestMarshaller;

    public int? MaxSendMessageSize => channel.Options.MaxSendMessageSize;

    /// <summary>Whether requests are compressed, unless a write says otherwise.</summary>
    public bool CompressesRequests { get; private set; }

    /// <summary>Done when the response head is there or, with one response, when the call is over.</summary>
    public Task Opened { get; private set; } = Task.CompletedTask;

    /// <summary>For calls with many requests; before the call starts.</summary>
    public ClientStreamWriter<TRequest, TResponse> PrepareWriting() => writer = new(this);

    /// <summary>Starts a call with many responses. No request means that a writer was prepared.</summary>
    public ClientStreamReader<TRequest, TResponse> StartReading(TRequest? single)
    {
        reader = new ClientStreamReader<TRequest, TResponse>(this);
        Opened = OpenAsync(single).AsTask();
        _ = Opened.ContinueWith(
            static task => _ = task.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        return reader;
    }

    /// <summary>Starts a call with one response. No request means that a writer was prepared.</summary>
    public Task<TResponse> StartSingle(TRequest? single)
    {
        Task<TResponse> running = RunAsync(single);
        Opened = running;
        return running;
    }

    private async Task<TResponse> RunAsync(TRequest? single)
    {
        try
        {
            await OpenAsync(single).ConfigureAwait(false);
            TResponse? message = await ReadAsync().ConfigureAwait(false);
            if (message is not null && await ReadAsync().ConfigureAwait(false) is not null)
            {
                Outcome.Overrule(new Status(StatusCode.Internal, "The server sent more than one response."));
            }

            Outcome.ThrowUnlessOk();
            if (message is null)
            {
                Outcome.Overrule(new Status(StatusCode.Internal, "The server sent no response."));
                throw Outcome.ToException();
            }

            return message;
        }
        catch (Exception e)
        {
            throw Explain(e);
        }
        finally
        {
            Close();
        }
    }

    /// <summary>The next response; null at the end, when the status is known.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResponse?> ReadAsync()
    {
        if (body is null)
        {
            return null;
        }

        TResponse? message = await body.ReadAsync(method.ResponseMarshaller, Ending).ConfigureAwait(false);
        if (message is null)
        {
            Outcome.TryDecideUnread(
                ResponseHead.TryReadStatus(response!.TrailingHeaders, out Status status)
                    ? status
                    : new Status(StatusCode.Internal, "The response ended without a gRPC status."),
                response.TrailingHeaders
            );
        }

        return message;
    }

    /// <summary>Sends the request head, and the request if there is only one; done when the response head is there.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask OpenAsync(TRequest? single)
    {
        try
        {
            TimeSpan? timeout = StartDeadline();
            Listen();
            CompressesRequests = RequestHead.WantsGzip(options);
            HttpRequestMessage message = await RequestHead
                .CreateAsync(channel, method, host, options, timeout)
                .ConfigureAwait(false);
            message.Content = single is null ? writer!.Content : request = Serialize(single);
            response = await channel.SendAsync(message, Ending).ConfigureAwait(false);
            Ending.ThrowIfCancellationRequested();
            await AcceptHeadAsync(response).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Exception explained = Explain(e);
            FailHeaders(explained);
            writer?.Content.Fail(explained);
            throw explained;
        }
    }

    private TimeSpan? StartDeadline()
    {
        if (options.Deadline is not { } due || due == DateTime.MaxValue)
        {
            return null;
        }

        TimeSpan timeout = due - TimeProvider.System.GetUtcNow().UtcDateTime;
        if (timeout <= TimeSpan.Zero)
        {
            throw new RpcException(
                new Status(StatusCode.DeadlineExceeded, "The deadline was over before the call began.")
            );
        }

        deadline = new DeadlineTimer(timeout, static call => ((ClientCall<TRequest, TResponse>)call).Cancel(), this);
        return timeout;
    }

    private void Listen()
    {
        callerToken = CancelWhen(options.CancellationToken);
        parentToken = CancelWhen(options.ParentToken);
        channelToken = CancelWhen(channel.Closed);
        Ending.ThrowIfCancellationRequested();
    }

    private CancellationTokenRegistration CancelWhen(CancellationToken token) =>
        token.UnsafeRegister(static call => ((ClientCall<TRequest, TResponse>)call!).Cancel(), this);

    private UnaryRequestContent Serialize(TRequest single)
    {
        MessageWriter message = new();
        message.Write(
            single,
            method.RequestMarshaller,
            null,
            MaxSendMessageSize,
            CompressesRequests && options.WriteOptions?.Flags.HasFlag(WriteFlags.NoCompress) != true
                ? ClientStreamWriter.CompressionLevel
                : null
        );
        return new UnaryRequestContent(message);
    }

    private async ValueTask AcceptHeadAsync(HttpResponseMessage head)
    {
        // A server that fails at once sends its status in the response head, even with another HTTP status than 200.
        if (ResponseHead.TryReadStatus(head.Headers, out Status status))
        {
            SetHeaders(null);
            Outcome.TryDecideUnread(status, head.Headers);
            writer?.Content.Fail(Outcome.ToException());
            return;
        }

        ResponseHead.RequireGrpc(head);
        SetHeaders(head);
        Stream stream = await head.Content.ReadAsStreamAsync(Ending).ConfigureAwait(false);
        body = new ResponseBody(stream, ResponseHead.Encoding(head), channel.Options.MaxReceiveMessageSize);
    }
}
