using System.Text.Encodings.Web;
using System.Text.Unicode;
using Fund.Gateway.OpenData;
using Fund.Gateway.Portal.Access;
using Fund.Gateway.Portal.Applying;
using Fund.Gateway.Portal.Pages.Finance;
using Fund.Gateway.Portal.Shell;
using Fund.Gateway.Portal.Ui;
using Microsoft.AspNetCore.ResponseCompression;

namespace Fund.Gateway.Portal;

/// <summary>The portal: static server rendering, and a small script that nothing depends on.</summary>
internal static class PortalRegistration
{
    public static void Register(WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton<Words>();
        builder.Services.AddScoped<Visitor>();
        builder.Services.AddSingleton<PortalAssets>();
        builder.Services.AddSingleton<CountryNames>();
        builder.Services.AddScoped<PublicFigures>();
        builder.Services.AddScoped<Pages.Programme.ReviewerNames>();
        builder.Services.AddScoped<Pages.Board.TrusteeNames>();
        builder.Services.AddScoped<DonorNames>();
        builder.Services.AddScoped<PeopleNames>();
        builder.Services.AddScoped<PeopleAtSections>();
        foreach (var type in typeof(PortalRegistration).Assembly.GetTypes())
        {
            if (!type.IsAbstract && type.IsAssignableTo(typeof(ITaskSource)))
            {
                builder.Services.AddScoped(typeof(ITaskSource), type);
            }
        }

        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "text/csv"];
        });

        // Letters of all scripts stay letters instead of entities.
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
    }

    /// <summary>What stands before routing, for pages only: the API needs none of it.</summary>
    public static void UsePortal(this WebApplication app)
    {
        app.UseWhen(context => OpenDataEndpoints.IsFile(context.Request.Path), files => files.UseResponseCompression());
        app.UseWhen(
            context => IsPage(context.Request.Path),
            pages =>
            {
                pages.UseResponseCompression();
                pages.Use(SecurityHeaders.InvokeAsync);
                pages.Use(LanguagePrefix.InvokeAsync);
                pages.UseExceptionHandler("/errors/500", createScopeForErrors: true);
                pages.UseStatusCodePagesWithReExecute("/errors/{0}", createScopeForStatusCodePages: true);
            }
        );
    }

    /// <summary>What stands between the choice of a page and the page.</summary>
    public static void UsePageGate(this WebApplication app) =>
        app.UseWhen(context => IsPage(context.Request.Path), pages => pages.Use(PageGate.InvokeAsync));

    public static void MapPortal(this WebApplication app)
    {
        var assets = app.Services.GetRequiredService<PortalAssets>();

        // Read now, so that missing reference data stops the start and not a reader.
        app.Services.GetRequiredService<CountryNames>();
        app.Services.GetRequiredService<Words>();
        app.MapGet("/assets/{**path}", assets.ServeAsync);
        app.MapGet("/favicon.ico", () => Results.Redirect(assets["mark.svg"], permanent: false));
        SessionEndpoints.Map(app);
        PeopleAtSections.Map(app);
        app.MapRazorComponents<App>();
    }

    private static bool IsPage(PathString path) =>
        !OpenDataEndpoints.IsFile(path)
        && !path.StartsWithSegments("/api")
        && !path.StartsWithSegments("/assets")
        && !path.StartsWithSegments("/openapi")
        && !path.StartsWithSegments("/oauth");
}
