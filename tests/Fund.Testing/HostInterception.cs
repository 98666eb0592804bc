using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Fund.Testing;

/// <summary>
/// Lets a test change the services of a host that a Program builds by itself, through the event that .NET's host
/// raises for this purpose (WebApplicationFactory uses the same), so that Programs need no doors for tests.
/// </summary>
internal sealed class HostInterception : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    [ThreadStatic]
    private static Action<IServiceCollection>? _change;

    static HostInterception()
    {
        DiagnosticListener.AllListeners.Subscribe(new HostInterception());
    }

    private HostInterception() { }

    /// <summary>Runs the build on this thread with the change applied to whatever host it builds.</summary>
    public static T With<T>(Action<IServiceCollection> change, Func<T> build)
    {
        _change = change;
        try
        {
            return build();
        }
        finally
        {
            _change = null;
        }
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting" && _change is not null)
        {
            value.Subscribe(this);
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "HostBuilding", Value: IHostBuilder host } && _change is { } change)
        {
            host.ConfigureServices((_, services) => change(services));
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted() { }

    void IObserver<DiagnosticListener>.OnError(Exception error) { }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted() { }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error) { }
}
