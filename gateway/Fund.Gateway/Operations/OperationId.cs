using Fund.Gateway.Api.Json;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Gateway.Operations;

/// <summary>The id of a piece of long work: its kind in the API's words, and the id it has in its service.</summary>
internal readonly record struct OperationId(OperationKind Kind, Guid Id)
{
    private static readonly Dictionary<string, OperationKind> Kinds = EnumNames
        .Of(GatewayReflection.Descriptor.EnumTypes.Single(type => type.ClrType == typeof(OperationKind)))
        .ToDictionary(value => value.Name, value => (OperationKind)value.Number, StringComparer.Ordinal);

    /// <summary>Such as <c>import-0198f3a2-7c1e-7b11-9f61-3a55c0d4e8b2</c>.</summary>
    public override string ToString()
    {
        var kind = Kind;
        return $"{Kinds.Single(name => name.Value == kind).Key}-{Id:D}";
    }

    /// <exception cref="RefusedException">NOT_FOUND when nothing of ours has such an id.</exception>
    public static OperationId Parse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return
            dash > 0
            && Kinds.TryGetValue(text[..dash], out var kind)
            && Guid.TryParseExact(text[(dash + 1)..], "D", out var id)
            ? new OperationId(kind, id)
            : throw Missing(text);
    }

    public static RefusedException Missing(string text) =>
        Refusals.NotFound("operation", WireConversions.Shown(text)).AsException();
}
