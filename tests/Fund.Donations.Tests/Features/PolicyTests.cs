using Fund.Donations.V1;
using Fund.Testing;
using Grpc.Core;
using Npgsql;

namespace Fund.Donations.Tests.Features;

public sealed class PolicyTests : IAsyncLifetime
{
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task Every_setting_says_where_its_value_comes_from()
    {
        var settings = (await fund.Ledger.ListPolicySettingsAsync(new ListPolicySettingsRequest())).Settings;

        Assert.Equal(Fund.Donations.Domain.PolicyNames.All.Order(), settings.Select(setting => setting.Name).Order());
        Assert.All(settings, setting => Assert.NotEmpty(setting.Source));
        Assert.Equal(60_000_00, (await fund.PositionAsync()).OperatingReserve.MinorUnits);
        Assert.Equal(500_000_00, (await fund.PositionAsync()).MinimumForNewCall.MinorUnits);
    }

    [Fact]
    public async Task A_change_holds_from_its_date_on_and_the_past_stays_as_it_was()
    {
        await Change("operating_reserve_basis_points", 2000, "2026-10-20");
        var before = await fund.PositionAsync();
        fund.Clock.Now = new DateTimeOffset(2026, 10, 20, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(60_000_00, before.OperatingReserve.MinorUnits);
        Assert.Equal(80_000_00, (await fund.PositionAsync()).OperatingReserve.MinorUnits);
        Assert.Equal(60_000_00, (await fund.PositionAsync("2026-10-19")).OperatingReserve.MinorUnits);
    }

    [Fact]
    public async Task A_new_support_cost_rate_holds_for_contributions_from_its_date_on()
    {
        await Change("programme_support_cost_basis_points", 1000, "2026-10-15");
        var donor = (await fund.DonorAsync()).DonorId;

        await fund.ContributeAsync(donor, DonationsFixture.Usd(110_00), "2026-10-15");
        var first = await fund.PositionAsync();
        await fund.ContributeAsync(donor, DonationsFixture.Usd(113_00), "2026-10-14");
        var second = await fund.PositionAsync();

        Assert.Equal(10_00, first.ProgrammeSupportCosts.MinorUnits);
        Assert.Equal(23_00, second.ProgrammeSupportCosts.MinorUnits);
    }

    [Theory]
    [InlineData("interest_rate", 1, "2026-10-20", "UNKNOWN_SETTING", "name")]
    [InlineData("operating_reserve_basis_points", 10_001, "2026-10-20", "SETTING_OUT_OF_RANGE", "value")]
    [InlineData("operating_reserve_basis_points", -1, "2026-10-20", "SETTING_OUT_OF_RANGE", "value")]
    [InlineData("operating_reserve_basis_points", 1, "2026-10-14", "SETTING_CHANGES_THE_PAST", "effective_date")]
    [InlineData("operating_reserve_basis_points", 1, "2020-01-01", "SETTING_EXISTS", "effective_date")]
    [InlineData("operating_reserve_basis_points", 1, "soon", "NOT_A_DATE", "effective_date")]
    public async Task What_is_wrong_with_a_change_is_refused(
        string name,
        long value,
        string date,
        string reason,
        string field
    ) => await Refused.ByAsync(reason, Change(name, value, date), field);

    [Fact]
    public async Task A_value_that_has_not_come_into_force_is_corrected_by_a_newer_record_and_both_are_shown()
    {
        await Change("operating_reserve_basis_points", 2500, "2026-11-01");
        await Change("operating_reserve_basis_points", 2000, "2026-11-01");

        var settings = (await fund.Ledger.ListPolicySettingsAsync(new ListPolicySettingsRequest())).Settings.Where(
            setting => setting.Name == "operating_reserve_basis_points"
        );
        Assert.Equal(
            [(2000L, false, false), (2500L, true, false), (1500L, false, true)],
            settings.Select(setting => (setting.Value, setting.Superseded, setting.InForce))
        );
        Assert.Equal(
            [TestIdentity.FundManager.Subject, TestIdentity.FundManager.Subject, "system"],
            settings.Select(setting => setting.RecordedBy)
        );
        fund.Clock.Now = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(80_000_00, (await fund.PositionAsync()).OperatingReserve.MinorUnits);
        await Refused.ByAsync("SETTING_EXISTS", Change("operating_reserve_basis_points", 1, "2026-11-01"));
    }

    [Theory]
    [InlineData("update policy_settings set value = value + 1")]
    [InlineData("delete from policy_settings")]
    [InlineData("truncate policy_settings")]
    public async Task Policy_settings_stay_as_they_were_recorded(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => fund.Database.ExecuteAsync(sql));

        Assert.Equal(PostgresErrorCodes.RestrictViolation, refused.SqlState);
    }

    [Fact]
    public async Task Only_the_fund_manager_changes_policy()
    {
        var request = new ChangePolicySettingRequest { RequestId = DonationsFixture.NewId() };

        await Refused.ByAsync("ROLE_MAY_NOT", fund.Ledger.ChangePolicySettingAsync(request));
        await Refused.ByAsync(
            "ROLE_MAY_NOT",
            fund.LedgerAs(TestIdentity.Administrator).ChangePolicySettingAsync(request)
        );
    }

    private AsyncUnaryCall<ChangePolicySettingResponse> Change(string name, long value, string date) =>
        fund.LedgerManager.ChangePolicySettingAsync(
            new ChangePolicySettingRequest
            {
                RequestId = DonationsFixture.NewId(),
                Name = name,
                Value = value,
                EffectiveDate = date,
                Source = "Decision of the Board",
            }
        );
}
