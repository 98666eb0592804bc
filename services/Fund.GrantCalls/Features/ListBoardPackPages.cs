using Fund.Common.V1;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Pages of a pack in the order of the agenda.</summary>
public sealed class ListBoardPackPages(GrantCallsDb db, BoardPackMaker maker)
{
    public async Task<V1.ListBoardPackPagesResponse> HandleAsync(
        V1.ListBoardPackPagesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        var check = new Check();
        var language = check.BoardLanguage(request.Language);
        check.ThrowIfAny();
        var session = await db.SessionAsync(request.BoardSessionId, cancellationToken);
        var hidden = await db.RecusedFromAsync(caller, cancellationToken);
        var ids = session.Proposals.Where(id => !hidden.Contains(id)).ToList();
        var begin = page.After is { } after ? ids.IndexOf(after) + 1 : 0;
        var part = ids.Skip(begin).Take(page.Size).ToList();
        var pages = await maker.PagesAsync(session, part, hidden, language, cancellationToken);
        return new V1.ListBoardPackPagesResponse
        {
            Pages = { pages.Select(row => row.ToWire()) },
            Page = new PageResponse { NextPageToken = begin + part.Count < ids.Count ? Page.TokenAfter(part[^1]) : "" },
        };
    }
}
