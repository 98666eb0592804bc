using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Fund.Hosting;

/// <summary>The Fund's own source of spans and meter, both named <c>Fund</c>.</summary>
public static class FundTelemetry
{
    public const string Name = "Fund";

    public static ActivitySource Source { get; } = new(Name);

    public static Meter Meter { get; } = new(Name);
}
