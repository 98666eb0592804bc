using System.Diagnostics;

namespace Fund.Hosting;

/// <summary>
/// The call that is being served, or the work being done, for the audit trail: set at the edge of the process, and
/// flows with the call to wherever something is written.
/// </summary>
public sealed class AuditCall
{
    private static readonly AsyncLocal<AuditCall?> Flowing = new();

    private AuditCall(string name, Caller? caller)
    {
        Name = name;
        Caller = caller;
    }

    /// <summary>The one that is running here; null outside of any.</summary>
    public static AuditCall? Current => Flowing.Value;

    /// <summary>Name of the RPC; <c>event NAME</c> or <c>clock work NAME</c> for what no caller asked for.</summary>
    public string Name { get; }

    /// <summary>Who asked; null for what the process does by itself.</summary>
    public Caller? Caller { get; }

    /// <summary>The caller's request id, once it is known.</summary>
    public string? RequestId { get; set; }

    /// <summary>W3C trace id of what is running here.</summary>
    public static string? TraceId => Activity.Current?.TraceId.ToHexString();

    /// <summary>From here on, and in everything called from here, this is what is being done.</summary>
    /// <param name="name">Name of the RPC, event or clock work.</param>
    /// <param name="caller">Who asked; null for what the process does by itself.</param>
    public static AuditCall Begin(string name, Caller? caller)
    {
        var call = new AuditCall(name, caller);
        Flowing.Value = call;
        return call;
    }

    /// <summary>The name of an RPC without its service.</summary>
    internal static string ShortName(string fullMethod) => fullMethod[(fullMethod.LastIndexOf('/') + 1)..];
}

/// <summary>An audit entry before it is written.</summary>
/// <param name="Actor">Account id, <c>service:NAME</c>, <c>public</c> or <c>unknown</c>.</param>
/// <param name="Roles">With commas between.</param>
/// <param name="Call">Name of the RPC, event or clock work.</param>
public sealed record AuditLine(string Actor, string Roles, string Call)
{
    public AuditOutcome Outcome { get; init; } = AuditOutcome.Done;

    public string? Reason { get; init; }

    public int Times { get; init; } = 1;

    public string? RequestId { get; init; }

    public string? TraceId { get; init; }

    public string? Address { get; init; }

    public string? Session { get; init; }

    /// <summary>Every record it was about, as <c>kind:id</c>.</summary>
    public string[] Records { get; init; } = [];

    /// <summary>What changed, as <see cref="AuditChanges"/> writes it.</summary>
    public string Changes { get; init; } = AuditChanges.None;

    /// <summary>The same line about records that are few enough for one entry.</summary>
    public AuditLine About(AuditChanges changes) => About(changes.Parts().Single());

    internal AuditLine About(AuditPart part) => this with { Records = part.Records, Changes = part.Json };

    /// <summary>A line of the call that is running here.</summary>
    /// <param name="process">Name of this process, which acts when nobody asked.</param>
    public static AuditLine Of(AuditCall? call, string process) =>
        Of(call?.Caller, process, call?.Name ?? "background work") with
        {
            RequestId = call?.RequestId,
        };

    /// <summary>A line about what a caller asked for; the process itself when there is none.</summary>
    public static AuditLine Of(Caller? caller, string process, string call) =>
        new(caller?.Subject ?? $"service:{process}", caller?.RoleNames ?? Role.Service.Name(), call)
        {
            TraceId = AuditCall.TraceId,
            Address = caller?.Address,
            Session = caller?.Session,
        };
}
