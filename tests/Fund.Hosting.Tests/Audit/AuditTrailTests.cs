using System.Text.Json;
using Fund.Audit.V1;
using Fund.Hosting.Tests.Notes;
using Fund.Testing;
using Fund.Testing.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Fund.Hosting.Tests.Audit;

public sealed class AuditTrailTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    private static readonly Caller Person = TestIdentity.Staff(Role.FinanceOfficer, Role.Auditor) with
    {
        Address = "192.0.2.7",
        Session = "session-1",
    };

    private NotesService.NotesServiceClient Notes => notes.Service.Client<NotesService.NotesServiceClient>(Person);

    private AuditService.AuditServiceClient Trail => notes.Service.Client<AuditService.AuditServiceClient>(Person);

    [Fact]
    public async Task A_request_that_was_carried_out_leaves_one_entry_that_says_who_what_when_and_from_where()
    {
        var before = TimeProvider.System.GetUtcNow();
        var request = NotesFixture.Note(text: "watched");
        var note = await Notes.WriteNoteAsync(request);
        await Notes.WriteNoteAsync(request);

        var entry = Assert.Single(await OfNoteAsync(note.NoteId));

        Assert.Equal(Person.Subject, entry.Actor);
        Assert.Equal(["finance_officer", "auditor"], entry.Roles);
        Assert.Equal("WriteNote", entry.Call);
        Assert.Equal("donations", entry.Service);
        Assert.Equal(Fund.Audit.V1.AuditOutcome.Done, entry.Outcome);
        Assert.Equal(request.RequestId, entry.RequestId);
        Assert.Equal("192.0.2.7", entry.Address);
        Assert.Equal("session-1", entry.Session);
        Assert.Equal(1, entry.Times);
        Assert.InRange(entry.At.ToDateTimeOffset(), before.AddSeconds(-2), before.AddMinutes(1));
        Assert.Equal([$"note:{note.NoteId}"], entry.Records);
        Assert.Contains("amount_minor", entry.Changes, StringComparison.Ordinal);
        using var changes = JsonDocument.Parse(entry.Changes);
        var change = changes.RootElement[0];
        Assert.Equal("note", change.GetProperty("kind").GetString());
        Assert.Equal(note.NoteId, change.GetProperty("id").GetString());
        Assert.Equal("added", change.GetProperty("did").GetString());
        Assert.Equal("watched", change.GetProperty("fields").GetProperty("text").GetString());
        Assert.Equal(1234, change.GetProperty("fields").GetProperty("amount_minor").GetInt64());
        Assert.Equal("USD", change.GetProperty("fields").GetProperty("amount_currency").GetString());
    }

    [Fact]
    public async Task A_change_is_told_before_and_after_and_only_where_there_is_one()
    {
        var note = await Notes.WriteNoteAsync(NotesFixture.Note(text: "first words"));
        await notes.Service.InScopeAsync<NotesDb>(async db =>
        {
            var found = await db.Notes.FindAsync(Guid.Parse(note.NoteId));
            found!.Rewrite("second words");
            await db.SaveChangesAsync();
        });

        var entry = (await OfNoteAsync(note.NoteId))[0];

        Assert.Equal("service:donations", entry.Actor);
        Assert.Equal(
            $$$"""[{"kind":"note","id":"{{{note.NoteId}}}","did":"changed","fields":{"text":["first words","second words"],"version":[0,1]}}]""",
            entry.Changes
        );
    }

    [Fact]
    public async Task What_is_rolled_back_leaves_no_entry()
    {
        var marker = $"only one {Guid.CreateVersion7()}";
        await Notes.WriteNoteAsync(NotesFixture.Note(text: marker));
        var again = NotesFixture.Note(text: marker);

        await Assert.ThrowsAsync<RpcException>(async () => await Notes.WriteNoteAsync(again));

        var left = await notes.Database.ScalarAsync<long>(
            $"select count(*) from audit_entries where request_id = '{again.RequestId}'"
        );
        Assert.Equal(0, left);
    }

    [Theory]
    [InlineData("update audit_entries set actor = 'nobody'")]
    [InlineData("delete from audit_entries")]
    [InlineData("truncate audit_entries")]
    [InlineData("update audit_seals set number = 7")]
    [InlineData("delete from audit_seals")]
    [InlineData("truncate audit_seals")]
    [InlineData("set session_replication_role = replica; delete from audit_entries")]
    public async Task The_trail_takes_nothing_back_even_from_its_owner(string sql)
    {
        await Notes.WriteNoteAsync(NotesFixture.Note());
        var e = await Assert.ThrowsAsync<PostgresException>(() => notes.Database.ExecuteAsync(sql));
        Assert.Equal("FD070", e.SqlState);
    }

    [Fact]
    public async Task A_refused_role_is_in_the_trail_and_a_flood_is_counted_in_one_entry()
    {
        var stranger = TestIdentity.Staff(Role.Trustee) with { Address = "192.0.2.66" };
        var client = notes.Service.Client<NotesService.NotesServiceClient>(stranger);
        for (var i = 0; i < 300; i++)
        {
            await Assert.ThrowsAsync<RpcException>(async () => await client.WriteNoteAsync(NotesFixture.Note()));
        }

        await notes.Service.Services.GetRequiredService<AuditRefusals>().WriteAsync(everything: true, default);

        var entries = await OfActorAsync(stranger.Subject);
        Assert.All(entries, entry => Assert.Equal(Fund.Audit.V1.AuditOutcome.Refused, entry.Outcome));
        Assert.All(entries, entry => Assert.Equal("ROLE_MAY_NOT", entry.Reason));
        Assert.All(entries, entry => Assert.Equal("WriteNote", entry.Call));
        Assert.All(entries, entry => Assert.Equal("192.0.2.66", entry.Address));
        Assert.Equal(300, entries.Sum(entry => entry.Times));
        Assert.InRange(entries.Count, 1, 2);
    }

    [Fact]
    public async Task Asking_for_what_is_not_yours_names_the_record_and_nothing_else_that_was_sent()
    {
        var stranger = TestIdentity.Staff(Role.FinanceOfficer);
        var client = notes.Service.Client<NotesService.NotesServiceClient>(stranger);
        var id = Guid.CreateVersion7().ToString();
        await Assert.ThrowsAsync<RpcException>(async () =>
            await client.GetNoteAsync(new GetNoteRequest { NoteId = id })
        );

        await notes.Service.Services.GetRequiredService<AuditRefusals>().WriteAsync(everything: true, default);

        var entry = Assert.Single(await OfActorAsync(stranger.Subject));
        Assert.Equal("NOT_FOUND", entry.Reason);
        Assert.Equal([$"note:{id}"], entry.Records);
        Assert.Equal("[]", entry.Changes);
    }

    [Fact]
    public async Task Whoever_cannot_be_verified_is_in_the_trail_as_unknown()
    {
        var client = notes.Service.Client<NotesService.NotesServiceClient>((Func<string>?)null);
        await Assert.ThrowsAsync<RpcException>(async () => await client.MisbehaveAsync(new MisbehaveRequest()));

        await notes.Service.Services.GetRequiredService<AuditRefusals>().WriteAsync(everything: true, default);

        var entries = await OfActorAsync("unknown");
        Assert.Contains(entries, entry => entry is { Call: "Misbehave", Reason: "NOT_SIGNED_IN" });
    }

    [Fact]
    public async Task What_an_event_did_is_in_the_trail_of_the_service_that_did_it()
    {
        await notes.Service.HearsEventsAsync();
        await Notes.WriteNoteAsync(NotesFixture.Note(agreement: Guid.CreateVersion7(), number: 4321));
        await Eventually.TrueAsync(
            async () =>
                await notes.Database.ScalarAsync<long>("select count(*) from payments where number = 4321") == 1,
            "the payment is booked"
        );

        var entries = await Trail.ListAuditEntriesAsync(
            new ListAuditEntriesRequest { Actor = "service:donations", Call = "event payments" }
        );

        Assert.Contains(entries.Entries, entry => entry.Changes.Contains("\"number\":4321", StringComparison.Ordinal));
        Assert.All(entries.Entries, entry => Assert.True(Guid.TryParse(entry.RequestId, out _)));
    }

    [Fact]
    public async Task The_search_takes_every_condition_and_pages_without_losing_or_repeating()
    {
        var caller = TestIdentity.Staff(Role.FinanceOfficer);
        var client = notes.Service.Client<NotesService.NotesServiceClient>(caller);
        for (var i = 0; i < 7; i++)
        {
            await client.WriteNoteAsync(NotesFixture.Note(text: $"page {i}"));
        }

        var request = new ListAuditEntriesRequest
        {
            Actor = caller.Subject,
            Role = "finance_officer",
            Call = "WriteNote",
            Outcome = Fund.Audit.V1.AuditOutcome.Done,
            Page = new Fund.Common.V1.PageRequest { PageSize = 3 },
        };
        var seen = new List<long>();
        do
        {
            var page = await Trail.ListAuditEntriesAsync(request);
            seen.AddRange(page.Entries.Select(entry => entry.EntryId));
            request.Page.PageToken = page.Page.NextPageToken;
        } while (request.Page.PageToken.Length > 0);

        Assert.Equal(7, seen.Count);
        Assert.Equal(seen.Distinct().OrderDescending(), seen);
        Assert.Empty(
            (
                await Trail.ListAuditEntriesAsync(
                    new ListAuditEntriesRequest { Actor = caller.Subject, Role = "trustee" }
                )
            ).Entries
        );
    }

    [Theory]
    [InlineData(Role.ProgrammeOfficer)]
    [InlineData(Role.OrganisationMember)]
    [InlineData(Role.DonorContact)]
    [InlineData(Role.Reviewer)]
    [InlineData(Role.Public)]
    public async Task The_trail_is_not_for_everybody(Role role)
    {
        var caller = role == Role.Public ? Caller.Anonymous : TestIdentity.Staff(role);
        var client = notes.Service.Client<AuditService.AuditServiceClient>(caller);
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.ListAuditEntriesAsync(new ListAuditEntriesRequest())
        );
        Assert.Equal(StatusCode.PermissionDenied, e.StatusCode);
        e = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.GetRecordProofAsync(new GetRecordProofRequest { RecordKind = "note", RecordId = "1" })
        );
        Assert.Equal(StatusCode.PermissionDenied, e.StatusCode);
    }

    [Fact]
    public async Task The_timeline_of_a_record_has_no_addresses()
    {
        var note = await Notes.WriteNoteAsync(NotesFixture.Note());
        var answer = await Trail.ListRecordEntriesAsync(
            new ListRecordEntriesRequest { RecordKind = "note", RecordId = note.NoteId }
        );
        var entry = Assert.Single(answer.Entries);
        Assert.Equal("", entry.Address);
        Assert.Equal("", entry.Session);
        var e = await Assert.ThrowsAsync<RpcException>(async () =>
            await Trail.ListRecordEntriesAsync(new ListRecordEntriesRequest())
        );
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
    }

    [Fact]
    public async Task A_record_is_found_whether_its_entry_is_about_it_alone_or_about_several()
    {
        var trail = notes.Service.Services.GetRequiredService<AuditTrail>();
        var line = trail.Line(Caller.Anonymous, "Written");
        await trail.WriteAsync(
            [
                line with
                {
                    Records = ["note:alone"],
                },
                line with
                {
                    Records = ["note:one", "note:alone"],
                },
                line with
                {
                    Records = [],
                },
            ],
            CancellationToken.None
        );

        Assert.Equal(2, (await OfNoteAsync("alone")).Count);
        Assert.Single(await OfNoteAsync("one"));
        Assert.Empty(await OfNoteAsync("two"));
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(200, 1, 0)]
    [InlineData(201, 2, 0)]
    [InlineData(10_003, 50, 3)]
    public void Many_records_are_told_in_several_parts_and_beyond_all_of_them_counted(
        int records,
        int parts,
        int counted
    )
    {
        var changes = new AuditChanges();
        for (var i = 0; i < records; i++)
        {
            changes.Added("note", $"{i}", ("text", "words"));
        }

        var told = changes.Parts();

        Assert.Equal(parts, told.Count);
        Assert.Equal(records - counted, told.SelectMany(part => part.Records).Distinct().Count());
        var all = told.SelectMany(part => JsonDocument.Parse(part.Json).RootElement.EnumerateArray()).ToList();
        Assert.Equal(records - counted, all.Count(one => one.TryGetProperty("id", out _)));
        Assert.Equal(counted, all.Sum(one => one.TryGetProperty("count", out var count) ? count.GetInt32() : 0));
    }

    private async Task<IReadOnlyList<Fund.Audit.V1.AuditEntry>> OfNoteAsync(string noteId) =>
        (
            await Trail.ListAuditEntriesAsync(new ListAuditEntriesRequest { RecordKind = "note", RecordId = noteId })
        ).Entries;

    private async Task<IReadOnlyList<Fund.Audit.V1.AuditEntry>> OfActorAsync(string actor) =>
        (await Trail.ListAuditEntriesAsync(new ListAuditEntriesRequest { Actor = actor })).Entries;
}
