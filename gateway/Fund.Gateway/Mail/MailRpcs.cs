using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Mail;

/// <summary>What mails the asker gets.</summary>
internal sealed class GetMailSettings(GatewayDb db) : IOwnRpc<GetMailSettingsRequest, GetMailSettingsResponse>
{
    public async Task<GetMailSettingsResponse> HandleAsync(
        GetMailSettingsRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var id = call.SignedIn.AccountId;
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken);
        return new GetMailSettingsResponse { Language = account.Language, Notices = account.NoticeMails.ToWire() };
    }
}

/// <summary>Chooses language and pace of the asker's mails.</summary>
internal sealed class SetMailSettings(GatewayDb db) : IOwnRpc<SetMailSettingsRequest, SetMailSettingsResponse>
{
    public async Task<SetMailSettingsResponse> HandleAsync(
        SetMailSettingsRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        check.That(
            MailLanguages.All.Contains(request.Language),
            "language",
            $"'{WireConversions.Shown(request.Language)}' is not one of {string.Join(", ", MailLanguages.All)}."
        );
        check.Choice("notices", request.Notices);
        check.ThrowIfAny();
        var id = call.SignedIn.AccountId;
        var account = await db.Accounts.SingleAsync(row => row.Id == id, cancellationToken);
        account.SetMail(request.Language, request.Notices.ToPace());
        await db.SaveChangesAsync(cancellationToken);
        return new SetMailSettingsResponse { Language = account.Language, Notices = account.NoticeMails.ToWire() };
    }
}

/// <summary>The mail log, newest first: what went where and how it fared, never what it said.</summary>
internal sealed class ListMails(GatewayDb db) : IOwnRpc<ListMailsRequest, ListMailsResponse>
{
    public async Task<ListMailsResponse> HandleAsync(
        ListMailsRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var mails = db.Mails.AsNoTracking();
        if (request.DeadOnly)
        {
            mails = mails.Where(row => row.DeadAt != null);
        }

        var page = await Page.Of(request.Page).NewestFirstAsync(mails, row => row.MailId, cancellationToken);
        return new ListMailsResponse
        {
            Mails =
            {
                page.Items.Select(row => new V1.Mail
                {
                    MailId = row.MailId.ToWire(),
                    Kind = row.Kind.ToString(),
                    Language = row.Language,
                    ToAddress = row.ToAddress,
                    CreatedAt = row.CreatedAt.ToWire(),
                    SentAt = row.SentAt.ToWire(),
                    DeadAt = row.DeadAt.ToWire(),
                    Attempts = row.Attempts,
                    Problem = row.Problem,
                }),
            },
            Page = page.ToWire(),
        };
    }
}

/// <summary>Paces as the API shows them.</summary>
internal static class MailPaceWire
{
    public static V1.MailPace ToWire(this MailPace pace) =>
        pace switch
        {
            MailPace.Immediate => V1.MailPace.Immediate,
            MailPace.Daily => V1.MailPace.Daily,
            MailPace.Weekly => V1.MailPace.Weekly,
            _ => V1.MailPace.Never,
        };

    public static MailPace ToPace(this V1.MailPace pace) =>
        pace switch
        {
            V1.MailPace.Immediate => MailPace.Immediate,
            V1.MailPace.Daily => MailPace.Daily,
            V1.MailPace.Weekly => MailPace.Weekly,
            _ => MailPace.Never,
        };
}
