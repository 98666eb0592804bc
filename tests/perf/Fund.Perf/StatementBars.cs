using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;

namespace Fund.Perf;

/// <summary>
/// Bars 4 and 5: statements of many donors through everything. Bar 4 compares them with the same gateway in front of a
/// gRPC service that gives a fixed answer; bar 5 with themselves, when the fund has a thousand times as many
/// contributions. Both are measured twice: the statements of a year, each of which is kept after it was asked for once,
/// and statements of so many ranges that hardly any is kept (below a tenth).
/// </summary>
internal sealed class StatementBars(
    string gateway,
    string token,
    string postgres,
    IReadOnlyList<string> donors,
    List<string> missed
)
{
    private const int Contributions = 12;
    private const int Few = 10_000;
    private const int OtherDonors = 20_000;

    /// <summary>Ranges of statement.lua that are asked for of each donor, all with the same contributions.</summary>
    private const int Ranges = 300;

    /// <summary>Contributions of the large fund; the bar says ten million, a first look may do with fewer.</summary>
    private readonly int _many = int.Parse(
        Environment.GetEnvironmentVariable("PERF_CONTRIBUTIONS") ?? "10000000",
        CultureInfo.InvariantCulture
    );

    private readonly string _script = Path.Combine(AppContext.BaseDirectory, "statement.lua");

    /// <summary>Bar 4. The echo is measured twice: a donor, which is small, and a statement of the same size as ours.</summary>
    public async Task AgainstEchoAsync(int rounds)
    {
        await GiveAllAsync();
        var hop = Bars.Required("PERF_HOP");
        string[] kept = [gateway, "--", token, "year", .. donors];
        string[] anew = [gateway, "--", token, "days", .. donors];
        string[] statement = [hop, "--", token, "year", .. donors];
        string[] small = ["-H", $"Authorization: Bearer {token}", $"{hop}/api/v1/donors/{donors[0]}"];
        await CompareAsync("a donor", small, "kept", ["-s", _script, .. kept], rounds, isBar: true);
        await CompareAsync(
            "a statement",
            ["-s", _script, .. statement],
            "kept",
            ["-s", _script, .. kept],
            rounds,
            isBar: true
        );
        await CompareAsync(
            "a statement",
            ["-s", _script, .. statement],
            "made anew",
            ["-s", _script, .. anew],
            rounds,
            isBar: false
        );
    }

    /// <summary>Bar 5. Half of the rounds before the fund grows and half after, because it cannot shrink in between.</summary>
    public async Task ByFundSizeAsync(int rounds)
    {
        await GiveAllAsync();
        await GrowAsync(Few);
        var (keptFew, anewFew) = (await MedianAsync(rounds, "year"), await MedianAsync(rounds, "days"));
        await GrowAsync(_many);
        var (keptMany, anewMany) = (await MedianAsync(rounds, "year"), await MedianAsync(rounds, "days"));
        Tell("kept", keptFew, keptMany);
        Tell("made anew", anewFew, anewMany);
    }

    private void Tell(string what, double few, double many)
    {
        const double target = 2.5;
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"5   statement p50 with {_many:N0} contributions / 10,000, {what}"
        );
        var ratio = many / few;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -62} {ratio, 6:F2}  target {target:F2}  ({many:F2} ms and {few:F2} ms)"
            )
        );
        if (ratio > target)
        {
            missed.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {ratio:F2} is above {target:F2}"));
        }
    }

    private async Task CompareAsync(string what, string[] echo, string how, string[] ours, int rounds, bool isBar)
    {
        var (mine, limits) = (new List<double>(), new List<double>());
        var name = $"4   statements/s, {how} / gateway and an echo of {what}, at 32";
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
                $"{$"4   p99 of a statement, {how} / of the echo of {what}", -62} {slower, 6:F2}  target 3.00  "
                    + $"({Rounds.Median(mine):F1} ms and {Rounds.Median(limits):F1} ms)"
            )
        );
        if (isBar && rate < 0.6)
        {
            missed.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {rate:F2} is below 0.60"));
        }

        if (isBar && slower > 3)
        {
            missed.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: its p99 is {slower:F2} times the echo's"));
        }
    }

    private static async Task<double> LoadAsync(string[] arguments, List<double> p99)
    {
        var (rate, latency) = await Shell.WrkLatencyAsync(32, 5, arguments);
        p99.Add(latency.P99);
        return rate;
    }

    private async Task<double> MedianAsync(int rounds, string ranges)
    {
        var medians = new List<double>();
        for (var i = 0; i <= rounds; i++)
        {
            var (_, latency) = await Shell.WrkLatencyAsync(
                2,
                4,
                ["-s", _script, gateway, "--", token, ranges, .. donors]
            );
            if (i > 0)
            {
                medians.Add(latency.P50);
            }
        }

        return Rounds.Median(medians);
    }

    /// <summary>Contributions for every donor that is asked for, and numbers for every statement of them.</summary>
    private async Task GiveAllAsync()
    {
        await Task.WhenAll(donors.Select(GiveAsync));

        // A number is given once, at the first time, by an insert; that is not what is measured.
        await using var source = Source();
        await using var command = source.CreateCommand(
            """
            insert into statement_numbers (donor_id, from_date, to_date, year, number)
            select donor, '2026-01-01', date '2026-12-31' - back, 2000, row_number() over ()
            from unnest($1) donor, generate_series(0, $2 - 1) back
            on conflict do nothing
            """
        );
        command.Parameters.AddWithValue(donors.Select(Guid.Parse).ToArray());
        command.Parameters.AddWithValue(Ranges);
        await command.ExecuteNonQueryAsync();
        foreach (var donor in donors)
        {
            await MustBeFullAsync(donor);
        }
    }

    /// <summary>Makes sure that what is measured is a statement with its lines.</summary>
    private async Task MustBeFullAsync(string donor)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var address = $"{gateway}/api/v1/donors/{donor}/statement?fromDate=2026-01-01&toDate=2026-12-31";
        var answer = JsonNode.Parse(await http.GetStringAsync(address));
        if (answer?["lines"]?.AsArray().Count < Contributions)
        {
            throw new InvalidOperationException($"{address} has fewer than {Contributions} lines: {answer}");
        }
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

    /// <summary>Contributions of others, copied straight into the table, until there are so many.</summary>
    private async Task GrowAsync(int count)
    {
        await using var source = Source();
        await using var connection = await source.OpenConnectionAsync();
        await ExecuteAsync(
            connection,
            $"""
            set session_replication_role = replica;
            insert into donors (id, kind, name, search_name, name_words, language, publicly_anonymous, registered_at)
            select md5('other donor ' || n)::uuid, 'Individual', 'Other ' || n, 'other ' || n, array['other'], 'en', false, now()
            from generate_series(0, {OtherDonors - 1}) n
            on conflict do nothing
            """
        );
        await using var counting = new NpgsqlCommand("select count(*) from contributions", connection);
        var first = (int)(long)(await counting.ExecuteScalarAsync() ?? 0L);
        await CopyAsync(connection, first, count);
        await ExecuteAsync(connection, "set session_replication_role = origin; analyze donors, contributions");
    }

    private static async Task CopyAsync(NpgsqlConnection connection, int first, int count)
    {
        const string columns =
            "id, donor_id, amount_minor, amount_currency, value_date, channel, earmark, recorded_at, "
            + "usd_cents, support_cost_cents, units_per_usd, rate_effective_date, valued_at";
        await using var asked = new NpgsqlCommand(
            "select array_agg(id) from donors where name like 'Other %'",
            connection
        );
        var others = (Guid[])(await asked.ExecuteScalarAsync())!;
        var (now, begin) = (TimeProvider.System.GetUtcNow(), new DateOnly(2016, 1, 1));
        await using var rows = await connection.BeginBinaryImportAsync(
            $"copy contributions ({columns}) from stdin (format binary)"
        );
        for (var n = first; n < count; n++)
        {
            await rows.StartRowAsync();
            await rows.WriteAsync(Guid.CreateVersion7());
            await rows.WriteAsync(others[n % others.Length]);
            await rows.WriteAsync(1000L + (n % 977));
            await rows.WriteAsync("USD", NpgsqlDbType.Char);
            await rows.WriteAsync(begin.AddDays(n / 3000));
            await rows.WriteAsync("Bank");
            await rows.WriteAsync("");
            await rows.WriteAsync(now);
            await rows.WriteAsync(1000L + (n % 977));
            await rows.WriteAsync(130L);
            await rows.WriteAsync(1m);
            await rows.WriteAsync(begin.AddDays(n / 3000));
            await rows.WriteAsync(now);
        }

        await rows.CompleteAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private NpgsqlDataSource Source()
    {
        var settings = new NpgsqlConnectionStringBuilder(postgres) { Database = "fund_donations", CommandTimeout = 0 };
        return NpgsqlDataSource.Create(settings.ConnectionString);
    }
}
