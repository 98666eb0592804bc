using Fund.Donations.V1;

namespace Fund.Donations.Tests.Features;

public sealed class SavedLayoutsTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    /// <summary>The same table of layouts, for the files that donors send: no account, other fields, a list of their own.</summary>
    [Fact]
    public async Task How_contributions_are_read_is_kept_by_name_too()
    {
        var name = $"gifts of a year {DonationsFixture.NewId()}";
        var layout = new CsvLayout
        {
            Separator = ";",
            DecimalMark = ",",
            DateFormat = "dd.MM.yyyy",
            Columns = { Column("donor", "Spender"), Column("amount", "Betrag"), Column("valueDate", "Datum") },
        };
        SaveBankCsvProfileRequest Save(ImportKind kind, string account, CsvLayout given) =>
            new()
            {
                RequestId = DonationsFixture.NewId(),
                Kind = kind,
                Account = account,
                Name = name,
                Layout = given,
            };

        var first = await fund.Banking.SaveBankCsvProfileAsync(Save(ImportKind.Contributions, "", layout));
        var donors = new CsvLayout { Columns = { Column("name", "Spender") } };
        await fund.Banking.SaveBankCsvProfileAsync(Save(ImportKind.Donors, "", donors));
        var again = await fund.Banking.SaveBankCsvProfileAsync(Save(ImportKind.Contributions, "", layout));

        Assert.Equal(first.Profile.BankCsvProfileId, again.Profile.BankCsvProfileId);
        Assert.Equal((ImportKind.Contributions, ""), (first.Profile.Kind, first.Profile.Account));
        var kept = await fund.Banking.ListBankCsvProfilesAsync(new() { Kind = ImportKind.Contributions });
        Assert.Equal(layout, Assert.Single(kept.Profiles, one => one.Name == name).Layout);
        var ofBanks = await fund.Banking.ListBankCsvProfilesAsync(new());
        Assert.DoesNotContain(ofBanks.Profiles, one => one.Name == name);
        await Refused.ByAsync(
            "INVALID_FIELDS",
            fund.Banking.SaveBankCsvProfileAsync(
                Save(ImportKind.Contributions, "AT1", new() { Columns = { Column("colour", "1") } })
            ),
            "account",
            "layout.columns"
        );
        await Refused.ByAsync(
            "INVALID_FIELD",
            fund.Banking.SaveBankCsvProfileAsync(Save(ImportKind.BankStatement, "", new())),
            "kind"
        );
        await Refused.ByAsync(
            "NOT_FOUND",
            fund.Banking.BeginBankCsvImportAsync(
                new()
                {
                    RequestId = DonationsFixture.NewId(),
                    BankCsvProfileId = first.Profile.BankCsvProfileId,
                    FileName = "x.csv",
                }
            )
        );
    }

    [Fact]
    public async Task Whoever_saw_an_older_version_of_a_layout_overwrites_nothing()
    {
        var saved = await fund.Banking.SaveBankCsvProfileAsync(
            new()
            {
                RequestId = DonationsFixture.NewId(),
                Kind = ImportKind.Donors,
                Name = $"two at one {DonationsFixture.NewId()}",
                Layout = new() { Columns = { Column("name", "Spender") } },
            }
        );
        var id = saved.Profile.BankCsvProfileId;
        ChangeBankCsvProfileRequest Change(int seen, string field, string column) =>
            new()
            {
                RequestId = DonationsFixture.NewId(),
                BankCsvProfileId = id,
                ExpectedVersion = seen,
                Layout = new() { Columns = { Column(field, column) } },
            };
        var first = Change(saved.Profile.Version, "name", "Geber");

        var changed = await fund.Banking.ChangeBankCsvProfileAsync(first);
        var again = await fund.Banking.ChangeBankCsvProfileAsync(first);
        await Refused.ByAsync(
            "CHANGED_MEANWHILE",
            fund.Banking.ChangeBankCsvProfileAsync(Change(saved.Profile.Version, "name", "Donor"))
        );

        Assert.Equal((1, 2), (saved.Profile.Version, changed.Profile.Version));
        Assert.Equal(changed, again);
        var now = await fund.Banking.GetBankCsvProfileAsync(new() { BankCsvProfileId = id });
        Assert.Equal(changed.Profile, now.Profile);
        Assert.Equal("Geber", Assert.Single(now.Profile.Layout.Columns).Column);
        await Refused.ByAsync(
            "INVALID_FIELD",
            fund.Banking.ChangeBankCsvProfileAsync(Change(0, "name", "x")),
            "expected_version"
        );
        await Refused.ByAsync(
            "INVALID_FIELD",
            fund.Banking.ChangeBankCsvProfileAsync(Change(2, "colour", "x")),
            "layout.columns"
        );
        await Refused.ByAsync(
            "NOT_FOUND",
            fund.Banking.GetBankCsvProfileAsync(new() { BankCsvProfileId = DonationsFixture.NewId() })
        );
    }

    private static CsvColumn Column(string field, string column) => new() { Field = field, Column = column };
}
