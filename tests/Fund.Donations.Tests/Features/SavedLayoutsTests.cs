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

    private static CsvColumn Column(string field, string column) => new() { Field = field, Column = column };
}
