using Fund.Hosting;

namespace Fund.Gateway.Mail;

/// <summary>The mail that leaves, and how.</summary>
internal static class MailRegistration
{
    public static void Register(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var fund = (FundSettings)
            services.Single(service => service.ServiceType == typeof(FundSettings)).ImplementationInstance!;
        var settings = MailSettings.Of(fund, builder.Configuration);
        services.AddSingleton(settings);
        services.AddSingleton<MailTexts>();
        services.AddScoped<MailOutbox>();
        if (settings.Smtp is not null)
        {
            services.AddSingleton<IMailTransport, SmtpTransport>();
        }
        else if (settings.Folder is not null)
        {
            services.AddSingleton<IMailTransport, FolderTransport>();
        }

        builder.AddClockWork<SendMails>(SendMails.Every);
        builder.AddClockWork<SendNoticeMails>(SendNoticeMails.Every);
    }
}
