using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Fund.GrantCalls.Persistence;

/// <summary>How this service's values are stored: US dollars as cents, states as snake_case words, lists as jsonb.</summary>
internal static class Columns
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>Every amount of this service is US dollars by rule, so the column is the cents alone.</summary>
    public static PropertyBuilder<Money> IsUsd(this PropertyBuilder<Money> property) =>
        property.HasColumnName(UsdColumn(property.Metadata.Name)).HasConversion(new UsdConverter());

    /// <inheritdoc cref="IsUsd(PropertyBuilder{Money})"/>
    public static PropertyBuilder<Money?> IsUsd(this PropertyBuilder<Money?> property) =>
        property.HasColumnName(UsdColumn(property.Metadata.Name)).HasConversion(new UsdConverter());

    public static PropertyBuilder<TEnum> IsWord<TEnum>(this PropertyBuilder<TEnum> property)
        where TEnum : struct, Enum =>
        property
            .HasColumnType("text")
            .HasConversion(
                value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()),
                word => Enum.Parse<TEnum>(word.Replace("_", ""), ignoreCase: true)
            );

    /// <summary>A value that is replaced whole, never changed inside.</summary>
    public static PropertyBuilder<T> IsJson<T>(this PropertyBuilder<T> property)
        where T : class =>
        property
            .HasColumnType("jsonb")
            .HasConversion(
                value => JsonSerializer.Serialize(value, Json),
                text => JsonSerializer.Deserialize<T>(text, Json)!,
                new ValueComparer<T>(
                    (left, right) => JsonSerializer.Serialize(left, Json) == JsonSerializer.Serialize(right, Json),
                    value => JsonSerializer.Serialize(value, Json).GetHashCode(StringComparison.Ordinal),
                    value => value
                )
            );

    private static string UsdColumn(string property) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(property) + "_usd_cents";

    private sealed class UsdConverter()
        : ValueConverter<Money, long>(money => money.MinorUnits, cents => Money.UsdCents(cents));
}
