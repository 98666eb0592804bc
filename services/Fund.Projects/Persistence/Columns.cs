using System.Collections.Frozen;
using System.Linq.Expressions;
using System.Text.Json;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Fund.Projects.Persistence;

/// <summary>An enum as a word in snake_case, so that the tables can be read without the program.</summary>
public sealed class SnakeCaseEnum<T>() : ValueConverter<T, string>(value => Words[value], word => Values[word])
    where T : struct, Enum
{
    private static readonly IReadOnlyDictionary<T, string> Words = Enum.GetValues<T>()
        .ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly IReadOnlyDictionary<string, T> Values = Words.ToFrozenDictionary(
        pair => pair.Value,
        pair => pair.Key,
        StringComparer.Ordinal
    );
}

/// <summary>Columns that several tables have.</summary>
internal static class Columns
{
    /// <summary>An amount that is always in USD, as one column of whole cents.</summary>
    public static void HasUsdCents<TEntity>(
        this EntityTypeBuilder<TEntity> entity,
        Expression<Func<TEntity, Money>> amount,
        string column
    )
        where TEntity : class =>
        entity
            .Property(amount)
            .HasColumnName(column)
            .HasConversion(money => money.MinorUnits, cents => Money.UsdCents(cents));

    /// <summary>An id that the program gives, never the database.</summary>
    public static void HasOwnId<TEntity>(this EntityTypeBuilder<TEntity> entity, Expression<Func<TEntity, Guid>> id)
        where TEntity : class => entity.Property(id).ValueGeneratedNever();
}
