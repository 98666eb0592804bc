using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Fund.Testing.Browser;
using Microsoft.Playwright;

namespace Fund.Gateway.Tests.Portal;

/// <summary>What the script does for somebody who writes an application and never presses a button.</summary>
public sealed class AutosaveTests(RunningGateway gateway, Chromium chromium)
    : IClassFixture<RunningGateway>,
        IClassFixture<Chromium>
{
    private const string Field = "[name='content.answers.longtext']";
    private static readonly string Address =
        $"/en/organisation/proposals/{Guid.CreateVersion7():D}/sections/{ApplyingFacts.Section}";

    private List<SaveSectionRequest> Saved =>
        [
            .. gateway
                .Backend.Calls.Select(call => call.Request)
                .OfType<SaveSectionRequest>()
                .Where(request => Address.Contains(request.ProposalId, StringComparison.Ordinal)),
        ];

    [Fact]
    public async Task What_is_typed_is_saved_on_the_server_and_a_refused_save_is_said_and_stays_on_the_page()
    {
        ApplyingFacts.Tell(gateway.Backend);
        await using var view = await OpenAsync();
        var page = view.Page;
        await page.FillAsync(Field, "Beds and lawyers.");
        await page.Clock.RunForAsync(21_000);
        await Eventually.TrueAsync(() => Saved.Count == 1, "the section was saved");
        Assert.Contains(Saved[0].Content.Answers, answer => answer.Value == "Beds and lawyers.");
        await Eventually.EqualAsync(
            "The section is saved.",
            async () => (await page.TextContentAsync("[data-autosave-status]"))!.Trim(),
            "the page says so"
        );

        // The next save is another request, made on the version that the first one gave.
        gateway.Backend.Refuse("SaveSection", Refusals.ChangedMeanwhile("section"));
        await page.FillAsync(Field, "Beds, lawyers and doctors.");
        await page.Clock.RunForAsync(21_000);
        await Eventually.TrueAsync(() => Saved.Count == 2, "it was tried again");
        Assert.NotEqual(Saved[0].RequestId, Saved[1].RequestId);
        await Eventually.TrueAsync(
            async () =>
                (await page.TextContentAsync("[data-autosave-status]"))!.Contains(
                    "Somebody else",
                    StringComparison.Ordinal
                ),
            "the refusal is said"
        );
        Assert.Equal("Beds, lawyers and doctors.", await page.InputValueAsync(Field));
        gateway.Backend.Answer("SaveSection", Samples.Of(new SaveSectionResponse()));
    }

    [Fact]
    public async Task What_the_device_kept_never_replaces_silently_what_a_colleague_saved_since()
    {
        ApplyingFacts.Tell(gateway.Backend);
        await using var view = await OpenAsync();
        var page = view.Page;
        await page.EvaluateAsync("document.querySelector('[name=version]').value = '1'");
        await page.FillAsync(Field, "Written on the train.");
        await page.GotoAsync(Address);
        Assert.Equal("Written on the train.", await page.InputValueAsync(Field));
        Assert.Equal("1", await page.InputValueAsync("[name=version]"));
    }

    [Fact]
    public async Task What_was_saved_a_moment_ago_is_not_taken_for_that_of_a_colleague()
    {
        ApplyingFacts.Tell(gateway.Backend);
        // A proposal of its own: the other tests count what is saved of theirs.
        await using var view = await OpenAsync(
            $"/en/organisation/proposals/{Guid.CreateVersion7():D}/sections/{ApplyingFacts.Section}"
        );
        var page = view.Page;
        var current = await page.InputValueAsync("[name=version]");
        await page.EvaluateAsync("document.querySelector('[name=version]').value = '0'");
        await page.FillAsync(Field, "Written and saved.");
        await page.ClickAsync("button[name=stay]");
        await page.WaitForURLAsync("**done=section-saved");
        Assert.Equal(current, await page.InputValueAsync("[name=version]"));
    }

    private async Task<BrowserView> OpenAsync(string? address = null)
    {
        var token = await gateway.TokenAsync(Role.OrganisationMember, organisation: Guid.CreateVersion7());
        var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token);
        await view.Page.Clock.InstallAsync();
        await view.Page.GotoAsync(address ?? Address);
        return view;
    }
}
