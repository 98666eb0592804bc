using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Notices;

/// <summary>
/// Notices for whoever asks, newest first: those about donors for finance and auditors, the own donor's for a donor
/// contact, the own organisation's for its people, one's own for a reviewer.
/// </summary>
internal sealed class ListNotices(GatewayDb db) : IOwnRpc<ListNoticesRequest, ListNoticesResponse>
{
    public async Task<ListNoticesResponse> HandleAsync(
        ListNoticesRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var notices = await db.NoticesOfAsync(call.Caller, cancellationToken);
        var account = call.AccountId();
        var check = new Check();
        if (check.OptionalId("donor_id", request.DonorId) is { } donor)
        {
            notices = notices.OfDonor(await db.IdsOfDonorAsync(donor, cancellationToken));
        }

        check.OptionalChoice("kind", request.Kind);
        check.ThrowIfAny();
        if (request.Kind != NoticeKind.Unspecified)
        {
            var kind = (StoredNoticeKind)request.Kind;
            notices = notices.Where(notice => notice.Kind == kind);
        }

        if (request.UnreadOnly)
        {
            notices = notices.Where(notice =>
                !db.NoticeReadings.Any(read => read.AccountId == account && read.NoticeId == notice.NoticeId)
            );
        }

        var page = await Page.Of(request.Page).NewestFirstAsync(notices, notice => notice.NoticeId, cancellationToken);
        var ids = page.Items.Select(notice => notice.NoticeId).ToList();
        var read = await db
            .NoticeReadings.Where(reading => reading.AccountId == account && ids.Contains(reading.NoticeId))
            .Select(reading => reading.NoticeId)
            .ToHashSetAsync(cancellationToken);
        return new ListNoticesResponse
        {
            Notices = { page.Items.Select(notice => notice.ToWire(read.Contains(notice.NoticeId))) },
            Page = page.ToWire(),
        };
    }
}

/// <summary>Whose notices are whose.</summary>
internal static class NoticeSight
{
    /// <summary>The notices a caller may see; for a donor contact those of every id that the donor has or had.</summary>
    /// <exception cref="RefusedException">ROLE_MAY_NOT.</exception>
    public static async Task<IQueryable<StoredNotice>> NoticesOfAsync(
        this GatewayDb db,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        caller.Require([.. Identity.Permissions.Noticed]);
        var notices = db.Notices.AsNoTracking();
        if (caller.Is(Role.Reviewer))
        {
            var account = Guid.TryParse(caller.Subject, out var own) ? own : Guid.Empty;
            return notices.Where(notice => notice.ForAccountId == account);
        }

        if (caller.OrganisationId is { } organisation)
        {
            return notices.Where(notice => notice.OrganisationId == organisation);
        }

        notices = notices.Where(notice => notice.DonorId != null);
        if (!caller.Is(Role.DonorContact))
        {
            return notices;
        }

        var donor = caller.DonorId ?? throw Refusals.RoleMayNot("see notices without a donor").AsException();
        return notices.OfDonor(await db.IdsOfDonorAsync(donor, cancellationToken));
    }

    /// <summary>Those of one donor, by all its ids; nearly every donor has one, which the index serves in its order.</summary>
    public static IQueryable<StoredNotice> OfDonor(this IQueryable<StoredNotice> notices, List<Guid> ids)
    {
        var own = ids[0];
        return ids.Count == 1
            ? notices.Where(notice => notice.DonorId == own)
            : notices.Where(notice => notice.DonorId != null && ids.Contains(notice.DonorId.Value));
    }

    /// <summary>The account that has signed in.</summary>
    public static Guid AccountId(this ApiCall call) =>
        Guid.TryParse(call.Session?.Caller.Subject, out var account)
            ? account
            : throw new InvalidOperationException("Notices are for those who have signed in; the route must say so.");

    public static Notice ToWire(this StoredNotice notice, bool isRead) =>
        new()
        {
            NoticeId = notice.NoticeId.ToWire(),
            Kind = (NoticeKind)notice.Kind,
            DonorId = notice.DonorId.ToWire(),
            ContributionId = notice.Kind == StoredNoticeKind.ContributionRecorded ? notice.NoticeId.ToWire() : "",
            Amount = notice.Amount?.ToWire(),
            ValueDate = notice.ValueDate.ToWire(),
            PledgeId = notice.PledgeId.ToWire(),
            InstalmentNumber = notice.InstalmentNumber ?? 0,
            DueDate = notice.DueDate.ToWire(),
            StatementNumber = notice.StatementNumber ?? "",
            FromDate = notice.FromDate.ToWire(),
            ToDate = notice.ToDate.ToWire(),
            Read = isRead,
            CallId = notice.CallId.ToWire(),
            SubjectId = notice.SubjectId.ToWire(),
            NoticedAt = notice.NoticedAt.ToWire(),
        };
}
