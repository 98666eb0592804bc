using Fund.Kernel;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Fund.Hosting;

/// <summary>
/// What the audit trail may hold of a service's records. Numbers, dates, ids and codes are held with their values
/// unless the record is said to go by names only; of texts and bytes only the name of the field, unless somebody
/// decided that the text is not personal. A test asks for a decision about every text.
/// </summary>
public sealed class AuditFields
{
    private readonly HashSet<(Type Entity, string Property)> _texts = [];
    private readonly HashSet<(Type Entity, string Property)> _names = [];
    private readonly HashSet<Type> _counted = [];
    private readonly HashSet<Type> _ignored =
    [
        typeof(OutboxMessage),
        typeof(InboxMessage),
        typeof(RequestRecord),
        typeof(AuditEntry),
        typeof(AuditSeal),
    ];

    private bool _namesOnly;

    /// <summary>A service whose records never show a value in the trail, whatever its type.</summary>
    public static AuditFields NamesOnly() => new() { _namesOnly = true };

    /// <summary>Texts that are no personal data: titles of calls, reasons, states, references of our own.</summary>
    public AuditFields Texts<TEntity>(params string[] properties)
        where TEntity : class => Decide<TEntity>(_texts, properties);

    /// <summary>Values that are personal or secret: only that they changed is told.</summary>
    public AuditFields Names<TEntity>(params string[] properties)
        where TEntity : class => Decide<TEntity>(_names, properties);

    /// <summary>Parts of other records, which come in numbers: told as a count.</summary>
    public AuditFields Counts<TEntity>()
        where TEntity : class
    {
        _counted.Add(typeof(TEntity));
        return this;
    }

    /// <summary>No records but the machinery: sums kept for speed, queues, progress.</summary>
    public AuditFields Leaves<TEntity>()
        where TEntity : class
    {
        _ignored.Add(typeof(TEntity));
        return this;
    }

    /// <summary>Texts and bytes of the model that nobody decided about, as <c>Entity.Property</c>.</summary>
    public IEnumerable<string> Undecided(IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _namesOnly
            ? []
            : from entity in model.GetEntityTypes()
            where !_ignored.Contains(entity.ClrType) && !_counted.Contains(entity.ClrType)
            from property in entity.GetFlattenedProperties()
            where NeedsDecision(property)
            let key = (entity.ClrType, property.Name)
            where !_texts.Contains(key) && !_names.Contains(key)
            select $"{entity.ClrType.Name}.{property.Name}";
    }

    internal bool Ignores(Type entity) => _ignored.Contains(entity);

    internal bool OnlyCounts(Type entity) => _counted.Contains(entity);

    /// <summary>True when the value may stand in the trail.</summary>
    internal bool MayShow(Type entity, IProperty property) =>
        !_namesOnly
        && !_names.Contains((entity, property.Name))
        && (!NeedsDecision(property) || _texts.Contains((entity, property.Name)));

    /// <summary>Free text, bytes, and collections of anything; codes that only look like text when stored are none.</summary>
    private static bool NeedsDecision(IProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return !property.IsKey() && !type.IsValueType && type != typeof(Currency);
    }

    private AuditFields Decide<TEntity>(HashSet<(Type Entity, string Property)> decisions, string[] properties)
    {
        foreach (var property in properties)
        {
            decisions.Add((typeof(TEntity), property));
        }

        return this;
    }
}
