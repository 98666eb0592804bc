using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace Fund.Perf;

/// <summary>
/// Bars 4 and 5: a donor's statement through everything. Bar 4 compares it with the same gateway in front of a gRPC
/// service that gives a fixed answer; bar 5 with itself, when the fund has a thousand times as many contributions.
/// </summary>
internal sealed class StatementBars(string gateway, string token, string postgres)
{
    private const int Contributions = 12;
    private const int Few = 10_000;
    private const int Many = 10_000_000;
    private const int OtherDonors = 20_000;

    private readonly string[] _header = ["--latency", "-H", $"Authorization: Bearer {token}"];

    /// <summary>Bar 4. The echo is measured twice: a donor, which is small, and a statement of the same size as ours.</summary>
    public async Task AgainstEchoAsync(int rounds, string donor, List<string> missed)
    {
        await GiveAsync(donor);
        var hop = Bars.Required("PERF_HOP");
        var ours = await FullAsync($"{gateway}{Statement(donor)}", Contributions);
        await FullAsync($"{hop}{Statement(donor)}", Contributions);
        await CompareAsync("a donor", $"{hop}/api/v1/donors/{donor}", ours, rounds, missed);
        await CompareAsync("a statement", $"{hop}{Statement(donor)}", ours, rounds, missed);
    }

    /// <summary>Bar 5. Half of the rounds before the fund grows and half after, because it cannot shrink in between.</summary>
    public async Task ByFundSizeAsync(int rounds, string donor, List<string> missed)
    {
        const string name = "5   statement p50 with 10,000,000 contributions / with 10,000";
        await GiveAsync(donor);
        var address = await FullAsync($"{gateway}{Statement(donor)}", Contributions);
        await GrowAsync(Few);
        var few = await MedianAsync(rounds, address);
        await GrowAsync(Many);
        var many = await MedianAsync(rounds, address);
        var ratio = many / few;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -62} {ratio, 6:F2}  target 2.50  ({many:F2} ms and {few:F2} ms)"
            )
        );
        if (ratio > 2.5)
        {
            missed.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {ratio:F2} is above 2.50"));
        }
    }

    private async Task CompareAsync(string what, string echo, string ours, int rounds, List<string> missed)
    {
        var (mine, limits) = (new List<double>(), new List<double>());
        var name = $"4   statements/s / gateway and an echo of {what}, 32 connections";
        var (rate, _) = await Rounds.MeasureAsync(
            name,
            rounds,
            async () => new Reading(await LoadAsync(echo, limits)),
            async () => new Reading(await LoadAsync(ours, mine)),
            0.6
        );
        var slower = Rounds.Median(mine) / Rounds.Median(limits);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{$"4   p99 of a statement / of the echo of {what}", -62} {slower, 6:F2}  target 3.00  "
                    + $"({Rounds.Median(mine):F1} ms and {Rounds.Median(limits):F1} ms)"
            )
        );
        if (rate < 0.6)
        {
            missed.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {rate:F2} is below 0.60"));
        }

        if (slower > 3)
        {
            missed.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: its p99 is {slower:F2} times the echo's"));
        }
    }

    private async Task<double> LoadAsync(string address, List<double> p99)
    {
        var (rate, latency) = await Shell.WrkLatencyAsync(32, 5, [.. _header, address]);
        p99.Add(latency.P99);
        return rate;
    }

    private async Task<double> MedianAsync(int rounds, string address)
    {
        var medians = new List<double>();
        for (var i = 0; i <= rounds; i++)
        {
            var (_, latency) = await Shell.WrkLatencyAsync(2, 4, [.. _header, address]);
            if (i > 0)
            {
                medians.Add(latency.P50);
            }
        }

        return Rounds.Median(medians);
    }

    private static string Statement(string donor) =>
        $"/api/v1/donors/{donor}/statement?fromDate=2026-01-01&toDate=2026-12-31";

    /// <summary>Makes sure that what is measured is a statement with its lines.</summary>
    private async Task<string> FullAsync(string address, int lines)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = JsonNode.Parse(await http.GetStringAsync(address));
        return answer?["lines"]?.AsArray().Count >= lines
            ? address
            : throw new InvalidOperationException($"{address} has fewer than {lines} lines: {answer}");
    }

    private async Task GiveAsync(string donor)
    {
        using var http = new HttpClient { BaseAddress = new Uri(gateway) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        for (var i = 1; i <= Contributions; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/contributions");
            request.Headers.Add("Idempotency-Key", $"{donor}-{i}");
            request.Content = JsonContent.Create(
                new
                {
                    donorId = donor,
                    amount = new { amount = "100.00", currency = "USD" },
                    valueDate = string.Create(CultureInfo.InvariantCulture, $"2026-01-{i:00}"),
                    channel = "bank",
                }
            );
            using var answer = await http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Contributions of others, straight into the table, until there are so many.</summary>
    private async Task GrowAsync(int count)
    {
        var settings = new NpgsqlConnectionStringBuilder(postgres) { Database = "fund_donations", CommandTimeout = 0 };
        await using var source = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var command = source.CreateCommand(
            $"""
            set session_replication_role = replica;
            insert into donors (id, kind, name, search_name, name_words, language, publicly_anonymous, registered_at)
            select md5('donor' || n)::uuid, 'Individual', 'Other ' || n, 'other ' || n, array['other'], 'en', false, now()
            from generate_series(1, {OtherDonors}) n
            on conflict do nothing;
            insert into contributions (id, donor_id, amount_minor, amount_currency, value_date, channel, earmark,
                recorded_at, usd_cents, support_cost_cents, units_per_usd, rate_effective_date, valued_at)
            select (lpad(to_hex(1700000000000 + n), 12, '0') || '7000a' || lpad(to_hex(n), 15, '0'))::uuid,
                md5('donor' || (n % {OtherDonors} + 1))::uuid,
                1000 + n % 977, 'USD', date '2016-01-01' + (n / 3000)::int, 'Bank', '', now(), 1000 + n % 977, 130, 1,
                date '2016-01-01' + (n / 3000)::int, now()
            from generate_series((select count(*) from contributions) + 1, {count}) n;
            set session_replication_role = origin;
            analyze donors, contributions;
            """
        );
        await command.ExecuteNonQueryAsync();
    }
}
