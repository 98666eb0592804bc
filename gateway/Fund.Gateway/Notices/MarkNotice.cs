using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Notices;

/// <summary>Marks a notice as read or unread for the account that asks; the same again changes nothing.</summary>
internal sealed class MarkNotice(GatewayDb db, TimeProvider clock) : IOwnRpc<MarkNoticeRequest, MarkNoticeResponse>
{
    public async Task<MarkNoticeResponse> HandleAsync(
        MarkNoticeRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var id = request.NoticeId.ToId("notice_id");
        var seen = await db.NoticesOfAsync(call.Caller, cancellationToken);
        var notice =
            await seen.SingleOrDefaultAsync(row => row.NoticeId == id, cancellationToken)
            ?? throw Refusals.NotFound("notice", id.ToWire()).AsException();
        var account = call.AccountId();
        if (request.Read)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into notice_readings (account_id, notice_id, read_at) values ({account}, {id}, {clock.GetUtcNow()})
                on conflict do nothing
                """,
                cancellationToken
            );
        }
        else
        {
            await db.Database.ExecuteSqlAsync(
                $"delete from notice_readings where account_id = {account} and notice_id = {id}",
                cancellationToken
            );
        }

        return new MarkNoticeResponse { Notice = notice.ToWire(request.Read) };
    }
}
