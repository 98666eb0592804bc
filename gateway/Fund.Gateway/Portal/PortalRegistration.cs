using System.Text.Encodings.Web;
using System.Text.Unicode;
using Fund.Gateway.Portal.Ui;

namespace Fund.Gateway.Portal;

/// <summary>The public pages: static server rendering, no script.</summary>
internal static class PortalRegistration
{
    public static void Register(WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents();
        builder.Services.AddLocalization();
        builder.Services.AddSingleton<PortalAssets>();
        builder.Services.AddSingleton<CountryNames>();
        builder.Services.AddScoped<PublicFigures>();
        builder.Services.AddResponseCompression(options => options.EnableForHttps = true);

        // Letters of all scripts stay letters instead of entities.
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
    }

    /// <summary>What stands before routing, for pages only: the API needs none of it.</summary>
    public static void UsePortal(this WebApplication app)
    {
        app.UseWhen(
            context => IsPage(context.Request.Path),
            pages =>
            {
                pages.UseResponseCompression();
                pages.Use(SecurityHeaders.InvokeAsync);
                pages.Use(LanguagePrefix.InvokeAsync);
                pages.UseExceptionHandler("/errors/500", createScopeForErrors: true);
                pages.UseStatusCodePagesWithReExecute("/errors/{0}");
            }
        );
    }

    public static void MapPortal(this WebApplication app)
    {
        var assets = app.Services.GetRequiredService<PortalAssets>();

        // Read now, so that missing reference data stops the start and not a reader.
        app.Services.GetRequiredService<CountryNames>();
        app.MapGet("/assets/{**path}", assets.ServeAsync);
        app.MapGet("/favicon.ico", () => Results.Redirect(assets["mark.svg"], permanent: false));
        app.MapRazorComponents<App>();
    }

    private static bool IsPage(PathString path) =>
        !path.StartsWithSegments("/api") && !path.StartsWithSegments("/assets") && !path.StartsWithSegments("/openapi");
}
