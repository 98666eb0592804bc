using System.Globalization;
using System.Text;
using Fund.Common.V1;
using Fund.Donations.Features.Reports;
using Fund.Donations.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Tests.Reports;

/// <summary>The register names organisations and States, and nobody who did not want to be or is a person.</summary>
public sealed class PublicRegisterTests : IAsyncLifetime
{
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task Everybody_sees_named_donors_by_year()
    {
        var austria = await RegisterAsync("Austria", DonorKind.MemberState, country: "AT");
        var company = await RegisterAsync("Société Générale", DonorKind.PrivateSector, country: "FR");
        await fund.ContributeAsync(austria, DonationsFixture.Usd(100_000_00), "2025-03-01");
        await fund.ContributeAsync(austria, DonationsFixture.Usd(50_000_01), "2025-04-01");
        await fund.ContributeAsync(austria, DonationsFixture.Usd(7_00), "2026-01-01");
        await fund.ContributeAsync(company, DonationsFixture.Usd(9_99), "2026-02-01");
        await UpdateAsync();

        var lines = await ListAsync(new ListPublicRegisterRequest());

        Assert.Equal(
            [
                ("Austria", 2026, 7_00L, "AT"),
                ("Société Générale", 2026, 9_99, "FR"),
                ("Austria", 2025, 150_000_01, "AT"),
            ],
            lines.Select(line => (line.DonorName, line.Year, line.Amount.MinorUnits, line.CountryCode))
        );
        Assert.Equal(DonorKind.MemberState, lines[0].Kind);
        var found = await ListAsync(new ListPublicRegisterRequest { Search = "generale" });
        Assert.Equal("Société Générale", Assert.Single(found).DonorName);
        Assert.Empty(await ListAsync(new ListPublicRegisterRequest { Search = "norway" }));
    }

    [Fact]
    public async Task Anonymous_donors_and_individuals_have_neither_name_nor_country_nor_kind_nor_amount_while_they_are_few()
    {
        var state = await RegisterAsync("Hidden Ministry", DonorKind.MemberState, "LI", anonymous: true);
        var person = await RegisterAsync("Erika Mustermann", DonorKind.Individual, "DE");
        await fund.ContributeAsync(state, DonationsFixture.Usd(1_234_567_89));
        await fund.ContributeAsync(person, DonationsFixture.Usd(50_00));
        await UpdateAsync();

        var lines = await ListAsync(new ListPublicRegisterRequest());

        Assert.Equal(["Anonymous donor", "Individuals"], lines.Select(line => line.DonorName));
        Assert.All(lines, line => Assert.Equal(("", null, false), (line.CountryCode, line.Amount, line.Named)));
        Assert.Equal([DonorKind.Unspecified, DonorKind.Individual], lines.Select(line => line.Kind));
        Assert.Empty(await ListAsync(new ListPublicRegisterRequest { CountryCode = "LI" }));
        Assert.Empty(await ListAsync(new ListPublicRegisterRequest { Kind = DonorKind.MemberState }));
        Assert.Empty(await ListAsync(new ListPublicRegisterRequest { Search = "hidden" }));
        Assert.Empty(await ListAsync(new ListPublicRegisterRequest { Search = "anonymous" }));
        var french = await ListAsync(new ListPublicRegisterRequest { Language = "fr" });
        Assert.Equal(["Donateur anonyme", "Particuliers"], french.Select(line => line.DonorName));
        var file = await FileAsync();
        Assert.DoesNotContain("Hidden", file, StringComparison.Ordinal);
        Assert.DoesNotContain("Mustermann", file, StringComparison.Ordinal);
        Assert.DoesNotContain("LI", file, StringComparison.Ordinal);
        Assert.DoesNotContain("234", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sum_of_donors_who_are_not_named_changes_only_by_three_of_them()
    {
        var people = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            people.Add(await RegisterAsync($"Person {i}", DonorKind.Individual));
        }

        Assert.Null(await AmountAfterAsync(people[0], 10_000_00));
        Assert.Null(await AmountAfterAsync(people[1], 10_000_00));
        Assert.Null(await AmountAfterAsync(people[1], 10_000_00));
        Assert.Equal(30_700_00 + 300_00, await AmountAfterAsync(people[2], 700_00));

        // Whole thousands: of 30,700 nobody can tell what the third gave.
        Assert.Equal(31_000_00, await AmountAfterAsync(people[3], 500_000_00));
        Assert.Equal(31_000_00, await AmountAfterAsync(people[3], 500_000_00));
        Assert.Equal(31_000_00, await AmountAfterAsync(people[4], 1_00));
        Assert.Equal(1_040_701_00 / 100_000 * 100_000 + 100_000, await AmountAfterAsync(people[5], 10_000_00));

        async Task<long?> AmountAfterAsync(string donor, long cents)
        {
            await fund.ContributeAsync(donor, DonationsFixture.Usd(cents));
            await UpdateAsync();
            return Assert.Single(await ListAsync(new ListPublicRegisterRequest())).Amount?.MinorUnits;
        }
    }

    [Fact]
    public async Task A_donor_who_becomes_anonymous_vanishes_at_once_and_shows_in_no_sum_alone()
    {
        var donors = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            donors.Add(await RegisterAsync($"Quiet {i}", DonorKind.Foundation, anonymous: true));
            await fund.ContributeAsync(donors[i], DonationsFixture.Usd(20_000_00));
        }

        var named = await RegisterAsync("Loud", DonorKind.Foundation);
        await fund.ContributeAsync(named, DonationsFixture.Usd(5_000_00));
        await UpdateAsync();
        Assert.Equal([5_000_00L, 60_000_00], await AmountsAsync());

        await fund.Database.ExecuteAsync($"update donors set publicly_anonymous = true where id = '{named}'");

        Assert.Equal([60_000_00L], await AmountsAsync());
        await UpdateAsync(TimeSpan.FromMinutes(10));
        Assert.Equal([60_000_00L], await AmountsAsync());

        async Task<IEnumerable<long>> AmountsAsync() =>
            (await ListAsync(new ListPublicRegisterRequest())).Select(line => line.Amount.MinorUnits);
    }

    [Fact]
    public async Task A_merge_of_two_people_is_no_change_that_one_contribution_could_hide_in()
    {
        var people = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            people.Add(await RegisterAsync($"Person {(char)('A' + i)}", DonorKind.Individual));
            await fund.ContributeAsync(people[i], DonationsFixture.Usd(10_000_00));
        }

        await UpdateAsync();
        await fund.Finance.MergeDonorsAsync(
            new MergeDonorsRequest
            {
                RequestId = DonationsFixture.NewId(),
                DonorId = people[0],
                DuplicateId = people[1],
                Reason = "The same person",
            }
        );
        await fund.ContributeAsync(people[2], DonationsFixture.Usd(25_000_00));
        await UpdateAsync();

        Assert.Equal(40_000_00, Assert.Single(await ListAsync(new ListPublicRegisterRequest())).Amount.MinorUnits);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(2026)]
    public async Task Whatever_comes_in_two_successive_states_differ_by_nobody_or_by_three_people_at_least(int seed)
    {
        var random = new Random(seed);
        var people = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            people.Add(await RegisterAsync($"Person {i}", DonorKind.Individual));
        }

        var before = await SharesAsync();
        var changes = 0;
        for (var turn = 0; turn < 25; turn++)
        {
            for (var gift = random.Next(1, 3); gift > 0; gift--)
            {
                var cents = DonationsFixture.Usd(random.Next(1_00, 90_000_00));
                await fund.ContributeAsync(people[random.Next(people.Count)], cents);
            }

            await UpdateAsync();
            var after = await SharesAsync();
            var changed = people.Count(person => before.GetValueOrDefault(person) != after.GetValueOrDefault(person));
            Assert.True(changed is 0 or >= 3, $"Turn {turn} revealed what {changed} people gave.");
            changes += changed > 0 ? 1 : 0;
            var shown = Assert.Single(await ListAsync(new ListPublicRegisterRequest())).Amount?.MinorUnits ?? 0;
            Assert.Equal(
                (long)decimal.Round(after.Values.Sum() / 100_000m, MidpointRounding.AwayFromZero) * 100_000,
                shown
            );
            before = after;
        }

        Assert.True(changes > 2, "the register never moved");
    }

    private async Task<Dictionary<string, long>> SharesAsync()
    {
        var text = await fund.Database.ScalarAsync<string>(
            "select coalesce(string_agg(donor_id || ' ' || usd_cents, ';'), '') from register_shares"
        );
        return text.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split(' '))
            .ToDictionary(pair => pair[0], pair => long.Parse(pair[1], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task What_was_reversed_or_waits_for_its_rate_is_not_in_the_register()
    {
        var donor = await RegisterAsync("Sweden", DonorKind.MemberState, "SE");
        var mistake = await fund.ContributeAsync(donor, DonationsFixture.Usd(900_00));
        await fund.ContributeAsync(donor, DonationsFixture.Amount(100_00, "SEK"));
        await fund.ContributeAsync(donor, DonationsFixture.Usd(100_00));
        await fund.Finance.ReverseContributionAsync(
            new ReverseContributionRequest
            {
                RequestId = DonationsFixture.NewId(),
                ContributionId = mistake.ContributionId,
                Reason = "Recorded twice",
            }
        );
        await UpdateAsync();

        Assert.Equal(100_00, Assert.Single(await ListAsync(new ListPublicRegisterRequest())).Amount.MinorUnits);
    }

    [Fact]
    public async Task Pages_follow_each_other_in_every_order()
    {
        for (var i = 0; i < 7; i++)
        {
            var donor = await RegisterAsync($"Donor {i}", DonorKind.Foundation);
            await fund.ContributeAsync(donor, DonationsFixture.Usd(1_00 + (i * 37 % 7)), $"202{i % 3 + 3}-05-05");
        }

        await UpdateAsync();

        foreach (var order in Enum.GetValues<RegisterOrder>())
        {
            var whole = await ListAsync(new ListPublicRegisterRequest { Order = order });
            var parts = new List<RegisterLine>();
            var token = "";
            do
            {
                var request = new ListPublicRegisterRequest
                {
                    Order = order,
                    Page = new PageRequest { PageSize = 3, PageToken = token },
                };
                var page = await Public.ListPublicRegisterAsync(request);
                parts.AddRange(page.Lines);
                token = page.Page.NextPageToken;
            } while (token.Length > 0);

            Assert.Equal(whole, parts);
        }

        var largest = await ListAsync(new ListPublicRegisterRequest { Order = RegisterOrder.Amount });
        Assert.Equal(largest.OrderByDescending(line => line.Amount.MinorUnits), largest);
    }

    [Theory]
    [InlineData("xx", "", "language")]
    [InlineData("en", "QQ", "country_code")]
    public async Task Senseless_questions_are_refused(string language, string country, string field) =>
        await Refused.ByAsync(
            "INVALID_FIELD",
            Public.ListPublicRegisterAsync(
                new ListPublicRegisterRequest { Language = language, CountryCode = country }
            ),
            field
        );

    private ReportsService.ReportsServiceClient Public => fund.ReportsAs(Caller.Anonymous);

    private async Task<IReadOnlyList<RegisterLine>> ListAsync(ListPublicRegisterRequest request) =>
        (await Public.ListPublicRegisterAsync(request)).Lines;

    private async Task<string> FileAsync()
    {
        using var call = Public.ExportPublicRegister(new ExportPublicRegisterRequest());
        var text = new StringBuilder();
        await foreach (var part in call.ResponseStream.ReadAllAsync())
        {
            text.Append(part.Content.ToStringUtf8());
        }

        return text.ToString();
    }

    /// <summary>The clock's next turn.</summary>
    private Task UpdateAsync(TimeSpan? after = null)
    {
        fund.Clock.Advance(after ?? TimeSpan.FromMinutes(2));
        return fund.Service.InScopeAsync<UpdateRegister>(work => work.RunAsync(default));
    }

    private async Task<string> RegisterAsync(string name, DonorKind kind, string country = "", bool anonymous = false)
    {
        var response = await fund.Finance.RegisterDonorAsync(
            new RegisterDonorRequest
            {
                RequestId = DonationsFixture.NewId(),
                Kind = kind,
                Name = name,
                CountryCode = country,
                PubliclyAnonymous = anonymous,
            }
        );
        return response.Donor.DonorId;
    }
}
