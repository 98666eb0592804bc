using Fund.Hosting.Tests.Notes;
using Fund.Kernel;
using Fund.Testing;
using Microsoft.EntityFrameworkCore;

namespace Fund.Hosting.Tests.Data;

public sealed class SchemaTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    [Fact]
    public async Task Migrations_and_model_agree() => Assert.Empty(await SchemaDiff.OfAsync<NotesDb>());

    /// <summary>A statement of 12 contributions among five million took 440 ms, 370 of them for compiling the query.</summary>
    [Fact]
    public async Task The_database_does_not_compile_short_queries()
    {
        var jit = "";
        await notes.Service.InScopeAsync<NotesDb>(async db =>
            jit = await db.Database.SqlQueryRaw<string>("select current_setting('jit') as \"Value\"").SingleAsync()
        );
        Assert.Equal("off", jit);
    }

    [Fact]
    public async Task Money_is_stored_exactly_and_may_be_absent()
    {
        var limited = new Note("limited", new Money(5, Currency.Parse("JPY")));
        var unlimited = new Note("unlimited");
        await notes.Service.InScopeAsync<NotesDb>(async db =>
        {
            db.AddRange(limited, unlimited);
            await db.SaveChangesAsync();
        });
        await notes.Service.InScopeAsync<NotesDb>(async db =>
        {
            var read = await db.Notes.SingleAsync(note => note.Id == limited.Id);
            Assert.Equal(Money.UsdCents(1234), read.Amount);
            Assert.Equal(new Money(5, Currency.Parse("JPY")), read.Limit);
            Assert.Null((await db.Notes.SingleAsync(note => note.Id == unlimited.Id)).Limit);
        });
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_in_both_directions()
    {
        // UUIDs made within one millisecond have an order of their own.
        var written = Enumerable.Range(0, 7).Select(i => new Note($"page {i}")).OrderBy(note => note.Id).ToList();
        var texts = written.Select(note => note.Text).ToList();
        await notes.Service.InScopeAsync<NotesDb>(async db =>
        {
            db.AddRange(written);
            await db.SaveChangesAsync();
        });
        Assert.Equal(texts, await AllAsync((page, query) => page.OldestFirstAsync(query, note => note.Id, default)));
        Assert.Equal(
            Enumerable.Reverse(texts),
            await AllAsync((page, query) => page.NewestFirstAsync(query, note => note.Id, default))
        );
    }

    private Task<List<string>> AllAsync(Func<Page, IQueryable<Note>, Task<PageResult<Note>>> run) =>
        notes.Service.InScopeAsync<NotesDb, List<string>>(async db =>
        {
            var all = new List<string>();
            var token = "";
            do
            {
                var page = Page.Of(new Common.V1.PageRequest { PageSize = 3, PageToken = token });
                var result = await run(page, db.Notes.Where(note => note.Text.StartsWith("page ")));
                Assert.InRange(result.Items.Count, 1, 3);
                all.AddRange(result.Items.Select(note => note.Text));
                token = result.NextPageToken;
            } while (token.Length > 0);
            return all;
        });
}
