using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Testing.Browser;
using Google.Protobuf;
using Microsoft.Playwright;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Layouts of bank and contribution files that are kept under a name, with and without scripts.</summary>
public sealed class SavedLayoutPagesTests(RunningGateway gateway, Chromium chromium)
    : IClassFixture<RunningGateway>,
        IClassFixture<Chromium>
{
    private const string Id = "0198f3a2-7c1e-7b11-9f61-3a55c0d4e8b2";
    private const string Donor = "0198f3a2-0000-7000-8000-000000000001";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Columns_of_contributions_are_kept_by_name_and_chosen_again(bool script)
    {
        gateway.Backend.Answer("ListBankCsvProfiles", Kept());
        gateway.Backend.Answer("SaveBankCsvProfile", new SaveBankCsvProfileResponse());
        gateway.Backend.Answer("BeginImport", new BeginImportResponse { Import = new() { ImportId = Id } });
        gateway.Backend.Answer("AppendToImport", new AppendToImportResponse { Import = new() { ImportId = Id } });
        await using var view = await OpenAsync(script);
        var page = view.Page;

        await page.GotoAsync("/en/imports/new");
        await page.SelectOptionAsync("select[name=saved]", Id);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await view.PictureAsync($"imports-saved-{script}");
        Assert.Equal("donor = Spender", await page.InputValueAsync("[name='layout.columns']"));
        await page.FillAsync("[name='layout.columns']", "donor = Geber");
        await page.FillAsync("[name=keepAs]", "gifts by post");
        await page.SetInputFilesAsync(
            "[name=file]",
            new FilePayload
            {
                Name = "a.csv",
                MimeType = "text/csv",
                Buffer = "x"u8.ToArray(),
            }
        );
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload and check" }).ClickAsync();
        await page.WaitForURLAsync($"**/imports/{Id}?done=file-uploaded");

        var saved = (SaveBankCsvProfileRequest)gateway.Backend.Last("SaveBankCsvProfile").Request;
        Assert.Equal((ImportKind.Contributions, "gifts by post", ""), (saved.Kind, saved.Name, saved.Account));
        Assert.Equal("Geber", Assert.Single(saved.Layout.Columns).Column);
        Assert.Equal(saved.Layout, ((BeginImportRequest)gateway.Backend.Last("BeginImport").Request).Layout);
    }

    private static ListBankCsvProfilesResponse Kept()
    {
        var profile = new BankCsvProfile
        {
            BankCsvProfileId = Id,
            Name = "gifts by card",
            Kind = ImportKind.Contributions,
            Layout = new CsvLayout
            {
                Columns =
                {
                    new CsvColumn { Field = "donor", Column = "Spender" },
                },
            },
        };
        return new ListBankCsvProfilesResponse { Profiles = { profile }, Page = new() };
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_layout_of_csv_files_is_kept_and_changed(bool script)
    {
        var profile = new BankCsvProfile
        {
            BankCsvProfileId = Id,
            Kind = ImportKind.BankCsv,
            Version = 3,
            Account = "AT611904300234573201",
            Name = "House bank",
            Layout = new CsvLayout
            {
                Separator = ";",
                DecimalMark = ",",
                DateFormat = "dd.MM.yyyy",
                Columns =
                {
                    new CsvColumn { Field = "valueDate", Column = "Valuta" },
                    new CsvColumn { Field = "currency", Constant = "EUR" },
                },
            },
        };
        gateway.Backend.Answer(
            "ListBankCsvProfiles",
            new ListBankCsvProfilesResponse { Profiles = { profile }, Page = new PageResponse() }
        );
        gateway.Backend.Answer("GetBankCsvProfile", new GetBankCsvProfileResponse { Profile = profile });
        await using var view = await OpenAsync(script);
        var page = view.Page;
        await page.GotoAsync("/en/bank/layouts");
        await page.GetByRole(AriaRole.Link, new() { Name = "House bank", Exact = true }).ClickAsync();
        Assert.Equal(
            "valueDate = Valuta\ncurrency = 'EUR'",
            (await page.InputValueAsync("[name='layout.columns']")).ReplaceLineEndings("\n")
        );
        await page.FillAsync("[name='layout.columns']", "valueDate = Valuta\namount = Betrag");

        // Somebody else saves it first.
        var theirs = profile.Clone();
        (theirs.Version, theirs.Layout.DateFormat) = (4, "MM/dd/yyyy");
        gateway.Backend.Answer("GetBankCsvProfile", new GetBankCsvProfileResponse { Profile = theirs });
        gateway.Backend.Refuse("ChangeBankCsvProfile", Fund.Kernel.Refusals.ChangedMeanwhile("layout"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the layout" }).ClickAsync();
        Assert.Contains("MM/dd/yyyy", await page.TextContentAsync(".f-down"), StringComparison.Ordinal);
        Assert.Equal(
            3,
            ((ChangeBankCsvProfileRequest)gateway.Backend.Last("ChangeBankCsvProfile").Request).ExpectedVersion
        );
        await view.PictureAsync($"layout-meanwhile-{script}");

        gateway.Backend.Answer("ChangeBankCsvProfile", new ChangeBankCsvProfileResponse { Profile = theirs });
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the layout" }).ClickAsync();
        await page.WaitForURLAsync("**?done=layout-saved");

        var request = (ChangeBankCsvProfileRequest)gateway.Backend.Last("ChangeBankCsvProfile").Request;
        Assert.Equal((Id, 4), (request.BankCsvProfileId, request.ExpectedVersion));
        Assert.Equal(
            (";", ",", "dd.MM.yyyy"),
            (request.Layout.Separator, request.Layout.DecimalMark, request.Layout.DateFormat)
        );
        Assert.Equal(["valueDate", "amount"], request.Layout.Columns.Select(column => column.Field));
        Assert.Empty(view.Complaints);
    }

    private async Task<BrowserView> OpenAsync(bool script) =>
        await chromium.OpenAsync(
            gateway.Http.BaseAddress!,
            await gateway.TokenAsync(Role.FinanceOfficer),
            script: script
        );
}
