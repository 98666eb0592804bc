using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Persistence;

/// <summary>A data-protection key, as the framework writes it, sealed.</summary>
internal sealed class StoredKey
{
    private StoredKey() { }

    public StoredKey(string friendlyName, string xml)
    {
        Id = Guid.CreateVersion7();
        FriendlyName = friendlyName;
        Xml = xml;
    }

    public Guid Id { get; private set; }

    public string FriendlyName { get; private set; } = "";

    /// <summary>What <see cref="KeySeal"/> made of it; plain XML in databases from before there was a seal.</summary>
    public string Xml { get; private set; } = "";

    /// <summary>The same key in another form.</summary>
    public void KeepAs(string stored) => Xml = stored;
}

/// <summary>Keeps the data-protection keys in the database, so that every instance reads what another one protected.</summary>
internal sealed class StoredKeys(IServiceScopeFactory scopes, KeySealFile file) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDb>();
        return
        [
            .. db
                .Keys.AsNoTracking()
                .AsEnumerable()
                .Select(key => XElement.Parse(file.Seal.Open(key.FriendlyName, key.Xml))),
        ];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDb>();
        var xml = element.ToString(SaveOptions.DisableFormatting);
        db.Keys.Add(new StoredKey(friendlyName, file.Seal.Seal(friendlyName, xml)));
        db.SaveChanges();
    }
}

/// <summary>
/// At start: seals what was stored before there was a seal or with an earlier file, and refuses to run when none of the
/// files is the one that a stored key was sealed with. New keys beside unreadable ones would lock everybody out of their second factor.
/// </summary>
internal sealed class SealStoredKeys(IServiceScopeFactory scopes, KeySealFile file) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GatewayDb>();
        foreach (var key in await db.Keys.ToListAsync(cancellationToken))
        {
            var xml = file.Seal.Open(key.FriendlyName, key.Xml);
            if (file.Seal.IsOutdated(key.FriendlyName, key.Xml))
            {
                key.KeepAs(file.Seal.Seal(key.FriendlyName, xml));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
