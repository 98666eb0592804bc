using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Notices;

/// <summary>Notices for whoever asks, newest first: all for finance and auditors, the own donor's for a donor contact.</summary>
internal sealed class ListNotices(GatewayDb db) : IOwnRpc<ListNoticesRequest, ListNoticesResponse>
{
    public async Task<ListNoticesResponse> HandleAsync(
        ListNoticesRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        call.Caller.Require(Role.FinanceOfficer, Role.FundManager, Role.Auditor, Role.DonorContact);
        IQueryable<ContributionNotice> notices = db.Notices.AsNoTracking();
        if (call.Caller.Is(Role.DonorContact))
        {
            var donor = call.Caller.DonorId ?? throw Refusals.RoleMayNot("see notices without a donor").AsException();
            notices = notices.Where(notice => notice.DonorId == donor);
        }

        var page = await Page.Of(request.Page)
            .NewestFirstAsync(notices, notice => notice.ContributionId, cancellationToken);
        return new ListNoticesResponse { Notices = { page.Items.Select(ToWire) }, Page = page.ToWire() };
    }

    private static Notice ToWire(ContributionNotice notice) =>
        new()
        {
            NoticeId = notice.ContributionId.ToWire(),
            Kind = NoticeKind.ContributionRecorded,
            DonorId = notice.DonorId.ToWire(),
            ContributionId = notice.ContributionId.ToWire(),
            Amount = notice.Amount.ToWire(),
            ValueDate = notice.ValueDate.ToWire(),
        };
}
