namespace Fund.Hosting;

/// <summary>
/// The caller on whose behalf this process makes its gRPC calls. The gateway sets it once per request after sign-in;
/// services don't use it, because they speak for themselves.
/// </summary>
public interface ICallerAccessor
{
    /// <summary>The caller of the running request; the anonymous public until somebody signs in.</summary>
    Caller Current { get; set; }
}

internal sealed class CallerAccessor : ICallerAccessor
{
    private static readonly AsyncLocal<Caller?> Flowing = new();

    public Caller Current
    {
        get => Flowing.Value ?? Caller.Anonymous;
        set => Flowing.Value = value;
    }
}
