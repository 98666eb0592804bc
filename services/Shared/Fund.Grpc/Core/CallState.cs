namespace Grpc.Core;

/// <summary>What the four kinds of call handle share: headers, status, trailers and disposal.</summary>
internal readonly struct CallState(
    object state,
    Func<object, Task<Metadata>> headers,
    Func<object, Status> status,
    Func<object, Metadata> trailers,
    Action<object> dispose
)
{
    public static CallState Of(Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, Action dispose) =>
        new(
            new Functions(headers, status, trailers, dispose),
            static state => ((Functions)state).Headers,
            static state => ((Functions)state).Status(),
            static state => ((Functions)state).Trailers(),
            static state => ((Functions)state).Dispose()
        );

    public Task<Metadata> Headers() => headers(state);

    public Status Status() => status(state);

    public Metadata Trailers() => trailers(state);

    public void Dispose() => dispose(state);

    private sealed record Functions(
        Task<Metadata> Headers,
        Func<Status> Status,
        Func<Metadata> Trailers,
        Action Dispose
    );
}
