using Fund.Gateway.Persistence;
using Fund.Gateway.Portal.Access;
using Fund.Gateway.Portal.Ui;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Portal.Applying;

/// <summary>Somebody who has a section of a draft open.</summary>
internal sealed class PersonAtSection
{
    private PersonAtSection() { }

    public Guid ProposalId { get; private set; }
    public string Section { get; private set; } = "";
    public Guid AccountId { get; private set; }

    /// <summary>Of the person: a mark is seen by the same organisation only, whoever's proposal it names.</summary>
    public Guid OrganisationId { get; private set; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>When it was last known to be open.</summary>
    public DateTimeOffset SeenAt { get; private set; }
}

/// <summary>A colleague at work.</summary>
public sealed record Colleague(string Section, string Name, DateTimeOffset Since);

/// <summary>
/// Who is working where in a draft: said to colleagues, and nothing more. A mark keeps nobody out and is forgotten by
/// itself, because browsers go away without saying so.
/// </summary>
internal sealed class PeopleAtSections(GatewayDb db, PeopleNames people, Visitor visitor, TimeProvider time)
{
    /// <summary>How long somebody is believed to be there after the last sign of it; the script gives one a minute.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromMinutes(5);

    /// <summary>Notes that the visitor has a section open.</summary>
    public async Task NoteAsync(Guid proposalId, string section, CancellationToken cancellationToken)
    {
        if (visitor.Session is not { } session || visitor.Caller.OrganisationId is not { } organisation)
        {
            return;
        }

        var now = time.GetUtcNow();
        var gone = now - Believed;
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into people_at_sections (proposal_id, section, account_id, organisation_id, since, seen_at)
            values ({proposalId}, {section}, {session.AccountId}, {organisation}, {now}, {now})
            on conflict (proposal_id, section, account_id) do update set
                since = case when people_at_sections.seen_at < {gone} then excluded.since else people_at_sections.since end,
                organisation_id = excluded.organisation_id,
                seen_at = excluded.seen_at
            """,
            cancellationToken
        );
        await db.Set<PersonAtSection>().Where(row => row.SeenAt < gone).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The visitor's colleagues who have a section of the draft open, those who came first before others.</summary>
    public async Task<IReadOnlyList<Colleague>> OthersAsync(Guid proposalId, CancellationToken cancellationToken)
    {
        if (visitor.Session is not { } session || visitor.Caller.OrganisationId is not { } organisation)
        {
            return [];
        }

        var (own, gone) = (session.AccountId, time.GetUtcNow() - Believed);
        var there = await db.Set<PersonAtSection>()
            .AsNoTracking()
            .Where(row => row.ProposalId == proposalId && row.OrganisationId == organisation)
            .Where(row => row.AccountId != own && row.SeenAt >= gone)
            .OrderBy(row => row.Since)
            .ToListAsync(cancellationToken);
        await people.LoadAsync(there.Select(row => row.AccountId.ToString("D")), cancellationToken);
        return [.. there.Select(row => new Colleague(row.Section, people.Of(row.AccountId.ToString("D")), row.Since))];
    }

    /// <summary>The script of a page that stays open.</summary>
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/organisation/proposals/{proposalId:guid}/sections/{section}/presence", StillThereAsync);

    private static async Task<IResult> StillThereAsync(
        Guid proposalId,
        string section,
        HttpContext context,
        Visitor visitor,
        PeopleAtSections there
    )
    {
        if (
            visitor.Session is null
            || !context.Request.Headers.ContainsKey(SessionCookie.Header)
            || section.Length > 40
        )
        {
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        await there.NoteAsync(proposalId, section, context.RequestAborted);
        return Results.NoContent();
    }
}
