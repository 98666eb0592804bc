using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Testing.Browser;
using Microsoft.Playwright;

namespace Fund.Gateway.Tests.Portal;

/// <summary>A donor's contact in a browser: overview, pledges, statement, what the money did.</summary>
public sealed class DonorPagesTests(RunningGateway gateway, Chromium chromium)
    : IClassFixture<RunningGateway>,
        IClassFixture<Chromium>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_donor_makes_a_statement_and_takes_it_along(bool script)
    {
        var donor = Guid.CreateVersion7();
        var token = await gateway.TokenAsync(Role.DonorContact, donor: donor);
        gateway.Backend.Answer("GetDonorStatement", new GetDonorStatementResponse { Statement = Statement() });
        await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token, script: script);
        var page = view.Page;

        await page.GotoAsync("/fr/donor");
        await page.GetByRole(AriaRole.Link, new() { Name = "Établir un relevé" }).ClickAsync();
        await page.GetByLabel("Du", new() { Exact = true }).FillAsync("2025-01-01");
        await page.GetByLabel("Au", new() { Exact = true }).FillAsync("2025-12-31");
        await page.GetByLabel("Langue", new() { Exact = true }).SelectOptionAsync("en");
        await page.GetByRole(AriaRole.Button, new() { Name = "Afficher" }).ClickAsync();

        var text = await page.TextContentAsync("article");
        Assert.Contains("S-2025-000017", text, StringComparison.Ordinal);
        Assert.Contains("1\u202F250,50\u00A0EUR", text, StringComparison.Ordinal);
        var asked = gateway
            .Backend.Calls.Select(call => call.Request)
            .OfType<GetDonorStatementRequest>()
            .Last(request => request.DonorId == donor.ToString("D"));
        Assert.Equal(("2025-01-01", "2025-12-31", "en"), (asked.FromDate, asked.ToDate, asked.Language));
        var pdf = await page.GetByRole(AriaRole.Link, new() { Name = "Télécharger en PDF" }).GetAttributeAsync("href");
        Assert.Equal(
            $"/api/v1/donors/{donor:D}/statement/file?fromDate=2025-01-01&toDate=2025-12-31&language=en&format=pdf",
            pdf
        );
        Assert.Equal(script, await page.GetByRole(AriaRole.Button, new() { Name = "Imprimer" }).IsVisibleAsync());
        Assert.Empty(view.Complaints);
    }

    [Theory]
    [InlineData("2025-12-31", "2025-01-01")]
    [InlineData("yesterday", "2025-01-01")]
    public async Task A_range_that_is_none_is_said_so_and_stays_as_typed(string from, string to)
    {
        var token = await gateway.TokenAsync(Role.DonorContact, donor: Guid.CreateVersion7());
        await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token);

        await view.Page.GotoAsync($"/en/donor/statement?from={from}&to={to}");

        Assert.Contains(
            $"“{from}” to “{to}”",
            await view.Page.TextContentAsync("[role=alert]"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Every_page_asks_for_the_own_donor_only()
    {
        var donor = Guid.CreateVersion7();
        var token = await gateway.TokenAsync(Role.DonorContact, donor: donor);
        await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token);
        var before = gateway.Backend.Calls.Count;

        foreach (
            var path in PortalPages.All.Where(page => page.Template.StartsWith("/donor", StringComparison.Ordinal))
        )
        {
            if (path.Access is Gateway.Portal.Access.PageForAttribute { Roles: [Role.DonorContact, ..] })
            {
                await view.Page.GotoAsync($"/en{path.Address}?donorId={Guid.CreateVersion7()}");
            }
        }

        var asked = gateway
            .Backend.Calls.Skip(before)
            .Select(call =>
                (string?)call.Request.Descriptor.FindFieldByName("donor_id")?.Accessor.GetValue(call.Request)
            )
            .Where(id => id is not null)
            .Distinct()
            .ToList();
        Assert.Equal([donor.ToString("D")], asked);
    }

    private static DonorStatement Statement() =>
        new()
        {
            Number = "S-2025-000017",
            Donor = new Donor { Name = "Ruritania", DonorId = Guid.CreateVersion7().ToString("D") },
            FromDate = "2025-01-01",
            ToDate = "2025-12-31",
            Language = "en",
            ContributedUsd = new Money { CurrencyCode = "USD", MinorUnits = 140_000 },
            Contributed =
            {
                new Money { CurrencyCode = "EUR", MinorUnits = 125_050 },
            },
            Lines =
            {
                new StatementLine
                {
                    Date = "2025-03-01",
                    Kind = "contribution",
                    Description = "Contribution",
                    Amount = new Money { CurrencyCode = "EUR", MinorUnits = 125_050 },
                    Rate = "0.893",
                    UsdValue = new Money { CurrencyCode = "USD", MinorUnits = 140_000 },
                },
            },
        };
}
