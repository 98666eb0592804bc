using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Fund.Hosting;

/// <summary>
/// Names tables, columns, keys and indexes in snake_case wherever no name was given, because PostgreSQL folds unquoted
/// names to lower case and the migrations are written by hand.
/// </summary>
public sealed class SnakeCaseConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder,
        IConventionContext<IConventionModelBuilder> context
    )
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table && !IsExplicit(entity.GetTableNameConfigurationSource()))
            {
                entity.Builder.ToTable(Snake(table));
            }

            NameColumns(entity);
            NameKeysAndIndexes(entity);
        }
    }

    private static void NameColumns(IConventionTypeBase type)
    {
        foreach (var property in type.GetDeclaredProperties())
        {
            if (!IsExplicit(property.GetColumnNameConfigurationSource()))
            {
                property.Builder.HasColumnName(Snake(property.GetColumnName()));
            }
        }

        foreach (var complex in type.GetDeclaredComplexProperties())
        {
            NameColumns(complex.ComplexType);
        }
    }

    private static void NameKeysAndIndexes(IConventionEntityType entity)
    {
        foreach (var key in entity.GetDeclaredKeys())
        {
            if (key.GetName() is { } name && !IsExplicit(key.GetNameConfigurationSource()))
            {
                key.Builder.HasName(Snake(name));
            }
        }

        foreach (var foreignKey in entity.GetDeclaredForeignKeys())
        {
            if (
                foreignKey.GetConstraintName() is { } name
                && !IsExplicit(foreignKey.GetConstraintNameConfigurationSource())
            )
            {
                foreignKey.Builder.HasConstraintName(Snake(name));
            }
        }

        foreach (var index in entity.GetDeclaredIndexes())
        {
            if (index.GetDatabaseName() is { } name && !IsExplicit(index.GetDatabaseNameConfigurationSource()))
            {
                index.Builder.HasDatabaseName(Snake(name));
            }
        }
    }

    private static bool IsExplicit(ConfigurationSource? source) =>
        source is ConfigurationSource.Explicit or ConfigurationSource.DataAnnotation;

    private static string Snake(string name) =>
        string.Join('_', name.Split('_').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
}
