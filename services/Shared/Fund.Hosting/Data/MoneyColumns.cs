using System.Linq.Expressions;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fund.Hosting;

/// <summary>How an amount is stored: <c>x_minor bigint</c> and <c>x_currency char(3)</c>.</summary>
public static class MoneyColumns
{
    /// <summary>Maps an amount to two columns whose names begin with the prefix.</summary>
    public static EntityTypeBuilder<TEntity> HasMoney<TEntity>(
        this EntityTypeBuilder<TEntity> entity,
        Expression<Func<TEntity, Money>> amount,
        string prefix
    )
        where TEntity : class
    {
        entity.ComplexProperty(amount, money => Columns(money, prefix));
        return entity;
    }

    /// <summary>Maps an amount that may be absent: both columns are null then.</summary>
    public static EntityTypeBuilder<TEntity> HasMoney<TEntity>(
        this EntityTypeBuilder<TEntity> entity,
        Expression<Func<TEntity, Money?>> amount,
        string prefix
    )
        where TEntity : class
    {
        var property = ((MemberExpression)amount.Body).Member.Name;
        entity.ComplexProperty(
            typeof(Money?),
            property,
            money =>
            {
                money.IsRequired(false);
                money.Property(typeof(long), nameof(Money.MinorUnits)).HasColumnName($"{prefix}_minor");
                Currency(money.Property<Currency>(nameof(Money.Currency)), prefix);
            }
        );
        return entity;
    }

    private static void Columns(ComplexPropertyBuilder<Money> money, string prefix)
    {
        money.Property(value => value.MinorUnits).HasColumnName($"{prefix}_minor");
        Currency(money.Property(value => value.Currency), prefix);
    }

    private static void Currency(ComplexTypePropertyBuilder<Currency> currency, string prefix) =>
        currency
            .HasColumnName($"{prefix}_currency")
            .HasColumnType("char(3)")
            .HasConversion(value => value.Code, code => Fund.Kernel.Currency.Parse(code, "currency_code"));
}
