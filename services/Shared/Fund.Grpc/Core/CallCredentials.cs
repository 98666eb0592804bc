namespace Grpc.Core;

/// <summary>Adds metadata that proves the caller, before each call is sent.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);

/// <summary>The call that credentials are asked for.</summary>
public class AuthInterceptorContext(string serviceUrl, string methodName)
{
    /// <summary>Address of the channel followed by the service's name.</summary>
    public string ServiceUrl { get; } = serviceUrl;

    /// <summary>Method name without the service.</summary>
    public string MethodName { get; } = methodName;
}

/// <summary>Credentials of single calls. They are sent over TLS only, unless the channel says otherwise.</summary>
public abstract class CallCredentials
{
    private protected CallCredentials() { }

    internal abstract IEnumerable<AsyncAuthInterceptor> Interceptors { get; }

    /// <summary>Credentials from one function.</summary>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return new InterceptorCredentials([interceptor]);
    }

    /// <summary>Several credentials, asked in this order.</summary>
    public static CallCredentials Compose(params CallCredentials[] credentials) =>
        new InterceptorCredentials([.. credentials.SelectMany(one => one.Interceptors)]);

    private sealed class InterceptorCredentials(AsyncAuthInterceptor[] interceptors) : CallCredentials
    {
        internal override IEnumerable<AsyncAuthInterceptor> Interceptors => interceptors;
    }
}
