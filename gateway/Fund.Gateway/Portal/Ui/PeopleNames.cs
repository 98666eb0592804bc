using Fund.Gateway.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Portal.Ui;

/// <summary>
/// What people are called. Services keep account ids only, because names are the gateway's; here they become names where
/// a page shows them. An account is never removed, so that whoever left is still called by name.
/// </summary>
internal sealed class PeopleNames(GatewayDb db, Words words)
{
    private readonly Dictionary<Guid, string> _names = [];

    /// <summary>The name of an account, or its address when nobody gave one; words for what is no account.</summary>
    /// <param name="actor">Account id, <c>service:NAME</c>, <c>public</c>, <c>unknown</c>, <c>system</c> or <c>seed</c>.</param>
    public string Of(string actor)
    {
        if (Guid.TryParse(actor, out var id))
        {
            return _names.GetValueOrDefault(id) ?? words["Who.NotKnown"];
        }

        const string service = "service:";
        return actor.StartsWith(service, StringComparison.Ordinal)
            ? words["Who.Service", words.Find("AuditService." + actor[service.Length..]) ?? actor[service.Length..]]
            : words.Find("Who." + actor) ?? (actor.Length > 0 ? actor : "–");
    }

    /// <summary>Looks up the names that are not known yet, all of them in one question; what is no account is passed over.</summary>
    public async Task LoadAsync(IEnumerable<string> actors, CancellationToken cancellationToken)
    {
        var asked = actors
            .Select(actor => Guid.TryParse(actor, out var id) ? id : Guid.Empty)
            .Where(id => id != Guid.Empty && !_names.ContainsKey(id))
            .Distinct()
            .ToList();
        if (asked.Count == 0)
        {
            return;
        }

        var found = await db
            .Accounts.AsNoTracking()
            .Where(account => asked.Contains(account.Id))
            .Select(account => new
            {
                account.Id,
                account.Name,
                account.Email,
            })
            .ToListAsync(cancellationToken);
        foreach (var account in found)
        {
            _names[account.Id] = account.Name.Length > 0 ? account.Name : account.Email ?? "";
        }
    }

    /// <summary>Whom entries of the audit trail name: who acted, and whom fields such as <c>closed_by</c> hold.</summary>
    public Task LoadAsync(IEnumerable<Fund.Audit.V1.AuditEntry> entries, CancellationToken cancellationToken) =>
        LoadAsync(
            entries.SelectMany(entry =>
                (ChangedRecord.Read(entry.Changes) ?? [])
                    .SelectMany(record => record.Fields)
                    .Where(field => IsPerson(field.Name))
                    .SelectMany(field => new[] { field.Before ?? "", field.After ?? "" })
                    .Append(entry.Actor)
            ),
            cancellationToken
        );

    /// <summary>True for a column that says who did something.</summary>
    public static bool IsPerson(string field) => field.EndsWith("_by", StringComparison.Ordinal);

    /// <summary>The account id that a reader means: as it is, or by its e-mail address; null when nobody has that.</summary>
    public async Task<string?> FindAsync(string typed, CancellationToken cancellationToken)
    {
        if (!typed.Contains('@', StringComparison.Ordinal))
        {
            return typed;
        }

        var address = typed.ToUpperInvariant();
        var found = await db
            .Accounts.AsNoTracking()
            .Where(account => account.NormalizedEmail == address)
            .Select(account => account.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return found == Guid.Empty ? null : found.ToString("D");
    }
}
