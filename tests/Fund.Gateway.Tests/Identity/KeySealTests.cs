using System.Security.Cryptography;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Fund.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Gateway.Tests.Identity;

/// <summary>The data-protection keys in the database are worth nothing without the file.</summary>
public sealed class KeySealTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Open = "select count(*) from data_protection_keys where xml like '%masterKey%'";
    private const string Sealed = "select count(*) from data_protection_keys where xml like 'sealed-1.%'";

    [Fact]
    public async Task Keys_are_stored_sealed_and_those_of_before_are_read_and_sealed_at_the_next_start()
    {
        await using var database = await FreshDatabase.CreateAsync();
        string secret;
        await using (var first = await gateway.StartInstanceOnAsync(database))
        {
            secret = Protector(first).Protect("a second factor");
            Assert.Equal(0L, await database.ScalarAsync<long>(Open));
            Assert.True(await database.ScalarAsync<long>(Sealed) > 0);
            var seal = first.Services.GetRequiredService<KeySealFile>().Seal;
            await first.InScopeAsync<GatewayDb>(async db =>
            {
                // As the gateway stored them before there was a seal.
                foreach (var key in await db.Keys.ToListAsync())
                {
                    key.KeepAs(seal.Open(key.FriendlyName, key.Xml));
                }

                await db.SaveChangesAsync();
            });
        }

        Assert.True(await database.ScalarAsync<long>(Open) > 0);
        await using var second = await gateway.StartInstanceOnAsync(database);
        Assert.Equal("a second factor", Protector(second).Unprotect(secret));
        Assert.Equal(0L, await database.ScalarAsync<long>(Open));
    }

    [Fact]
    public async Task With_another_file_the_gateway_does_not_start()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using (var first = await gateway.StartInstanceOnAsync(database))
        {
            Protector(first).Protect("anything");
        }

        var other = Path.GetTempFileName();
        await File.WriteAllBytesAsync(other, RandomNumberGenerator.GetBytes(32), TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            gateway.StartInstanceOnAsync(database, null, $"--{KeySeal.Setting}={other}")
        );
        Assert.Contains(KeySeal.Setting, refused.Message, StringComparison.Ordinal);
        File.Delete(other);
    }

    [Fact]
    public async Task A_new_file_takes_the_place_of_an_old_one_which_is_needed_once_more()
    {
        await using var database = await FreshDatabase.CreateAsync();
        var (old, fresh) = (await DrawAsync(), await DrawAsync());
        string secret;
        await using (var first = await gateway.StartInstanceOnAsync(database, null, $"--{KeySeal.Setting}={old}"))
        {
            secret = Protector(first).Protect("a second factor");
        }

        string[] both = [$"--{KeySeal.Setting}={fresh}", $"--{KeySeal.FormerSetting}={old}"];
        await using (var second = await gateway.StartInstanceOnAsync(database, null, both))
        {
            Assert.Equal("a second factor", Protector(second).Unprotect(secret));
        }

        // Everything is sealed with the new file now: the old one may be destroyed, and is not enough any more.
        File.Delete(old);
        await using (var third = await gateway.StartInstanceOnAsync(database, null, $"--{KeySeal.Setting}={fresh}"))
        {
            Assert.Equal("a second factor", Protector(third).Unprotect(secret));
        }

        var missing = await Assert.ThrowsAsync<BadConfigurationException>(() =>
            gateway.StartInstanceOnAsync(database, null, both)
        );
        Assert.Contains(KeySeal.FormerSetting, Assert.Single(missing.Problems), StringComparison.Ordinal);
        File.Delete(fresh);
    }

    /// <summary>Two instances are replaced one after the other: the one with both files reads what either sealed.</summary>
    [Fact]
    public void Former_keys_open_and_only_the_new_one_seals()
    {
        var (old, fresh) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        var before = KeySeal.Of(old).Seal("key-1", "<key>secret</key>");
        var both = KeySeal.Of(fresh, old);

        Assert.Equal("<key>secret</key>", both.Open("key-1", before));
        Assert.True(both.IsOutdated("key-1", before));
        var after = both.Seal("key-1", "<key>secret</key>");
        Assert.False(both.IsOutdated("key-1", after));
        Assert.Equal("<key>secret</key>", KeySeal.Of(fresh).Open("key-1", after));
        Assert.Throws<InvalidOperationException>(() => KeySeal.Of(old).Open("key-1", after));
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2hvcnQ=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public async Task A_file_without_random_bytes_is_refused(string content)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        var bad = await Assert.ThrowsAsync<BadConfigurationException>(() =>
            gateway.StartInstanceAsync(null, $"--{KeySeal.Setting}={file}")
        );
        Assert.Contains(KeySeal.Setting, Assert.Single(bad.Problems), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public void A_sealed_key_cannot_be_changed_or_take_the_place_of_another()
    {
        var seal = KeySeal.Of(RandomNumberGenerator.GetBytes(32));
        var stored = seal.Seal("key-1", "<key>secret</key>");
        Assert.Equal("<key>secret</key>", seal.Open("key-1", stored));
        Assert.NotEqual(stored, seal.Seal("key-1", "<key>secret</key>"));
        Assert.Throws<InvalidOperationException>(() => seal.Open("key-2", stored));
        var last = stored[^3] == 'A' ? 'B' : 'A';
        Assert.Throws<InvalidOperationException>(() => seal.Open("key-1", stored[..^3] + last + stored[^2..]));
    }

    private static async Task<string> DrawAsync()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, RandomNumberGenerator.GetBytes(32), TestContext.Current.CancellationToken);
        return path;
    }

    private static IDataProtector Protector(RunningService service) =>
        service.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("a test");
}
