using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Fund.Hosting;

/// <summary>
/// Writes the audit trail of whatever a DbContext saves, in the same transaction: an entry for each save, or one for all
/// saves of a request that is carried out by <see cref="Once"/>.
/// </summary>
internal sealed class AuditCapture(FundSettings settings, AuditFields fields) : SaveChangesInterceptor
{
    private static readonly ConcurrentDictionary<Type, string> Kinds = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Capture(eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        Capture(eventData.Context);
        return ValueTask.FromResult(result);
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => Forget(eventData.Context);

    public override Task SaveChangesFailedAsync(
        DbContextErrorEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Forget(eventData.Context);
        return Task.CompletedTask;
    }

    /// <summary>An entry that was not written must not go with the next save.</summary>
    private static void Forget(DbContext? context)
    {
        foreach (var entry in context?.ChangeTracker.Entries<AuditEntry>().ToList() ?? [])
        {
            entry.State = EntityState.Detached;
        }
    }

    private void Capture(DbContext? context)
    {
        if (context is not FundDbContext db)
        {
            return;
        }

        var act = db.AuditAct;
        var changes = act?.Changes ?? new AuditChanges();
        foreach (var entry in db.ChangeTracker.Entries().ToList())
        {
            Tell(changes, entry);
        }

        if (act is { IsEnding: false } || (act is null && changes.IsEmpty))
        {
            return;
        }

        db.AuditAct = null;
        var line = AuditLine.Of(AuditCall.Current, settings.Name);
        line = line with { RequestId = act?.RequestId ?? line.RequestId };
        db.AddRange(changes.Parts().Select(part => new AuditEntry(line.About(part))));
    }

    private void Tell(AuditChanges changes, EntityEntry entry)
    {
        var type = entry.Metadata.ClrType;
        if (Verb(entry.State) is not { } did || fields.Ignores(type))
        {
            return;
        }

        var kind = KindOf(type);
        if (fields.OnlyCounts(type))
        {
            changes.Counted(kind, did, 1);
            return;
        }

        var changed = Changed(entry, did);
        if (did == AuditVerb.Changed && changed.Count == 0)
        {
            return;
        }

        if (changes.Begin(kind, IdOf(entry), did))
        {
            Write(changes, entry, did, changed);
            changes.End();
        }
    }

    private void Write(AuditChanges changes, EntityEntry entry, AuditVerb did, List<IProperty> changed)
    {
        var json = changes.Json;
        json.WriteStartObject("fields");
        foreach (var property in changed.Where(property => fields.MayShow(entry.Metadata.ClrType, property)))
        {
            var name = property.GetColumnName();
            if (did == AuditVerb.Changed)
            {
                changes.Pair(name, Stored(entry.OriginalValues, property), Stored(entry.CurrentValues, property));
            }
            else
            {
                json.WritePropertyName(name);
                changes.Value(Stored(entry.CurrentValues, property));
            }
        }

        json.WriteEndObject();
        Name(json, changed.Where(property => !fields.MayShow(entry.Metadata.ClrType, property)));
    }

    private static void Name(Utf8JsonWriter json, IEnumerable<IProperty> hidden)
    {
        var names = hidden.Select(property => property.GetColumnName()).ToList();
        if (names.Count == 0)
        {
            return;
        }

        json.WriteStartArray("named");
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    /// <summary>Fields that have something to tell: all that hold a value, or those that are another than before.</summary>
    private static List<IProperty> Changed(EntityEntry entry, AuditVerb did) =>
        [
            .. entry
                .Metadata.GetFlattenedProperties()
                .Where(property =>
                    did == AuditVerb.Changed
                        ? !property
                            .GetValueComparer()
                            .Equals(entry.OriginalValues[property], entry.CurrentValues[property])
                        : !property.IsPrimaryKey() && entry.CurrentValues[property] is not null
                ),
        ];

    /// <summary>The value as the database holds it: a code for an enumeration.</summary>
    private static object? Stored(PropertyValues values, IProperty property)
    {
        var value = values[property];
        return value is null || property.GetTypeMapping().Converter is not { } converter
            ? value
            : converter.ConvertToProvider(value);
    }

    /// <summary>The key; empty where the database has yet to give a number.</summary>
    private static string IdOf(EntityEntry entry) =>
        string.Join(
            '/',
            (entry.Metadata.FindPrimaryKey()?.Properties ?? []).Select(property =>
                entry.Property(property).IsTemporary ? "" : Text(Stored(entry.CurrentValues, property))
            )
        );

    private static string? Text(object? key) =>
        key is DateOnly day
            ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Convert.ToString(key, CultureInfo.InvariantCulture);

    /// <summary>Kind of a record, as in <c>grant_agreement</c>.</summary>
    internal static string KindOf(Type entity) =>
        Kinds.GetOrAdd(entity, type => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name));

    private static AuditVerb? Verb(EntityState state) =>
        state switch
        {
            EntityState.Added => AuditVerb.Added,
            EntityState.Modified => AuditVerb.Changed,
            EntityState.Deleted => AuditVerb.Removed,
            _ => null,
        };
}

/// <summary>A request whose saves are one act; its entry goes with the last of them.</summary>
internal sealed class AuditAct(string? requestId)
{
    public string? RequestId { get; } = requestId;

    public AuditChanges Changes { get; } = new();

    /// <summary>The next save is the last.</summary>
    public bool IsEnding { get; set; }
}
