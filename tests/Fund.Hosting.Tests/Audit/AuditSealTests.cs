using System.Security.Cryptography;
using Fund.Audit.V1;
using Fund.Hosting.Tests.Notes;
using Fund.Testing;
using Fund.Testing.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Hosting.Tests.Audit;

/// <summary>Each test has a trail of its own, because it harms it.</summary>
public sealed class AuditSealTests : IAsyncLifetime
{
    private const string Unguarded =
        "alter table audit_entries disable trigger all; alter table audit_seals disable trigger all;";

    private static readonly Caller Auditor = TestIdentity.Auditor;
    private FreshDatabase _database = null!;
    private TestBroker _broker = null!;
    private RunningService _service = null!;
    private bool _isHeldBack;

    private AuditService.AuditServiceClient Trail => _service.Client<AuditService.AuditServiceClient>(Auditor);

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        _broker = await TestBroker.CreateAsync();
        _service = await RunningService.StartAsync(
            "donations",
            NotesProgram.Donations,
            _database,
            _broker,
            arguments: "--Services:projects=http://127.0.0.1:9"
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_sealed_trail_is_whole_and_its_head_can_be_kept()
    {
        await FiveSealsAsync();
        var head = (await Trail.GetAuditHeadAsync(new GetAuditHeadRequest())).Head;
        await WriteAsync(2);
        await SealAsync();

        var verdict = await VerifyAsync(head);

        Assert.True(verdict.IsWhole, string.Join(' ', verdict.Problems));
        Assert.Equal(0, verdict.NextSeal);
        Assert.Equal(await _database.ScalarAsync<long>("select count(*) from audit_entries"), verdict.Entries);
        Assert.Equal(head.Number + 1, verdict.Head.Number);
    }

    [Theory]
    [InlineData("update audit_entries set actor = 'somebody else' where id = (select min(id) + 3 from audit_entries)")]
    [InlineData(
        "update audit_entries set at = at + interval '1 microsecond' where id = (select min(id) from audit_entries)"
    )]
    [InlineData("update audit_entries set changes = '[]' where id = (select max(id) from audit_entries)")]
    [InlineData("update audit_entries set address = '' where id = (select max(id) from audit_entries)")]
    [InlineData("delete from audit_entries where id = (select min(id) + 4 from audit_entries)")]
    [InlineData(
        """
            delete from audit_entries where id = 2;
            insert into audit_entries (id, actor, roles, call, outcome, times, records, changes) overriding system value
            values (2, 'forger', '', 'Forge', 'done', 1, '{}', '[]')
            """
    )]
    [InlineData(
        """
            insert into audit_entries (id, actor, roles, call, outcome, times, records, changes) overriding system value
            values (-5, 'forger', '', 'Forge', 'done', 1, '{}', '[]')
            """
    )]
    [InlineData(
        """
            update audit_entries e set request_id = o.request_id, records = o.records, changes = o.changes
            from audit_entries o where (e.id, o.id) in ((1, 2), (2, 1))
            """
    )]
    [InlineData("delete from audit_seals where number = 3")]
    [InlineData("delete from audit_seals where number = 1")]
    [InlineData("update audit_seals set sealed_at = sealed_at - interval '1 day' where number = 2")]
    [InlineData("update audit_seals set root = sha256('x') where number = 4")]
    [InlineData("update audit_seals set hash = sha256('x') where number = 4")]
    public async Task Whatever_is_changed_behind_the_trails_back_is_found(string harm)
    {
        await FiveSealsAsync();

        await _database.ExecuteAsync(Unguarded + harm);

        Assert.False((await VerifyAsync(null)).IsWhole);
    }

    [Fact]
    public async Task A_trail_that_was_cut_off_is_found_by_whoever_kept_its_head()
    {
        await FiveSealsAsync();
        var head = (await Trail.GetAuditHeadAsync(new GetAuditHeadRequest())).Head;

        await _database.ExecuteAsync(
            Unguarded
                + "delete from audit_entries where id > (select last_id from audit_seals where number = 3);"
                + "delete from audit_seals where number > 3;"
        );

        Assert.True((await VerifyAsync(null)).IsWhole);
        Assert.False((await VerifyAsync(head)).IsWhole);
    }

    [Fact]
    public async Task Nothing_is_sealed_before_an_earlier_number_is_settled_and_nobody_who_writes_waits()
    {
        await WriteAsync(1);
        await SealAsync();
        await using var slow = await _database.Source.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await AuditTrail.WriteAsync(slow, transaction, [new AuditLine("slow", "", "Slow")], default);
        await WriteAsync(1);

        _isHeldBack = true;
        await SealAsync();
        Assert.Equal(1, await _database.ScalarAsync<long>("select max(number) from audit_seals"));

        await transaction.CommitAsync();
        _isHeldBack = false;
        await SealAsync();
        var verdict = await VerifyAsync(null);
        Assert.True(verdict.IsWhole, string.Join(' ', verdict.Problems));
        Assert.Equal(await _database.ScalarAsync<long>("select count(*) from audit_entries"), verdict.Entries);
    }

    [Fact]
    public async Task More_entries_than_one_seal_holds_become_several()
    {
        var line = new AuditLine("many", "", "Many");
        var trail = _service.Services.GetRequiredService<AuditTrail>();
        await trail.WriteAsync([.. Enumerable.Repeat(line, (2 * SealAudit.Most) + 5)], default);

        await SealAsync();

        var verdict = await VerifyAsync(null);
        Assert.True(verdict.IsWhole, string.Join(' ', verdict.Problems));
        Assert.True(verdict.Seals >= 3);
    }

    [Fact]
    public async Task A_proof_leads_from_an_entry_to_the_head_without_the_database()
    {
        await FiveSealsAsync();
        var note = await WriteAsync(3);
        await SealAsync();
        await WriteAsync(1);
        await SealAsync();
        await WriteAsync(1);
        await SealAsync();

        var proof = await Trail.GetRecordProofAsync(new GetRecordProofRequest { RecordKind = "note", RecordId = note });

        var proven = Assert.Single(proof.Entries);
        var seals = proof.Seals.ToDictionary(seal => seal.Number);
        var leaf = await _database.ScalarAsync<byte[]>(
            $"select {AuditChain.LeafSql} from audit_entries where id = {proven.Entry.EntryId}"
        );
        var hash = proven.Path.Aggregate(leaf, Above);
        Assert.Equal(seals[proven.Seal].Root, Convert.ToHexStringLower(hash));
        var number = seals.Keys.Max();
        while (number > proven.Seal)
        {
            var skip = AuditChain.SkipOf(number);
            var next = skip >= proven.Seal ? skip : number - 1;
            Assert.Equal(skip >= proven.Seal ? seals[number].Skip : seals[number].Previous, seals[next].Hash);
            number = next;
        }
    }

    private static byte[] Above(byte[] hash, string step)
    {
        var other = Convert.FromHexString(step[1..]);
        byte[] both = step[0] == 'L' ? [1, .. other, .. hash] : [1, .. hash, .. other];
        return SHA256.HashData(both);
    }

    private async Task FiveSealsAsync()
    {
        for (var i = 1; i <= 5; i++)
        {
            await WriteAsync(i);
            await SealAsync();
        }
    }

    /// <summary>The last note's id.</summary>
    private async Task<string> WriteAsync(int count)
    {
        var client = _service.Client<NotesService.NotesServiceClient>(TestIdentity.FinanceOfficer);
        var id = "";
        for (var i = 0; i < count; i++)
        {
            id = (await client.WriteNoteAsync(NotesFixture.Note())).NoteId;
        }

        return id;
    }

    /// <summary>Also where the service's own clock work seals at the same moment, and one of the two gives way.</summary>
    private async Task SealAsync()
    {
        const string open = """
            select count(*) from audit_entries where id > (select coalesce(max(last_id), 0) from audit_seals)
            """;
        var written = await _database.ScalarAsync<long>("select coalesce(max(id), 0) from audit_entries");
        do
        {
            await _service.InScopeAsync<SealAudit>(work => work.RunAsync(default));
        } while (!_isHeldBack && await _database.ScalarAsync<long>($"{open} and id <= {written}") > 0);
    }

    private async Task<VerifyAuditChainResponse> VerifyAsync(Fund.Audit.V1.AuditSeal? known) =>
        await Trail.VerifyAuditChainAsync(
            new VerifyAuditChainRequest { KnownSeal = known?.Number ?? 0, KnownHash = known?.Hash ?? "" }
        );
}
