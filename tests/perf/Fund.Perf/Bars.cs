using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fund.Kernel;
using Npgsql;

namespace Fund.Perf;

/// <summary>The bars of one run, measured on the system that tests/perf/run brought up.</summary>
internal sealed class Bars
{
    private const int Donors = 50;
    private const int Asked = 100;
    private const int Seconds = 8;

    private readonly string _gateway = Required("PERF_GATEWAY");
    private readonly string _run = Guid.CreateVersion7().ToString("N")[^8..];
    private readonly NpgsqlConnectionStringBuilder _server = new(Required("PERF_POSTGRES"));
    private readonly int _rounds = int.Parse(
        Environment.GetEnvironmentVariable("PERF_ROUNDS") ?? "5",
        CultureInfo.InvariantCulture
    );
    private readonly List<string> _donors = [];

    // Those whose statements are asked for have only the contributions that their bars give them.
    private readonly List<string> _asked = [];
    private readonly List<string> _missed = [];
    private string _token = "";
    private int _turn;

    public static async Task<int> MeasureAsync(string[] wanted)
    {
        var bars = new Bars();
        bool Wants(string bar) => wanted.Length == 0 || wanted.Contains(bar);
        Console.WriteLine("Ratios to the limit in the same run: median [least – most].");
        if (Wants("10"))
        {
            // First, while the processes have done nothing yet.
            await bars.IdleAsync();
        }

        await bars.PrepareAsync();
        if (Wants("1") || Wants("2"))
        {
            await bars.ContributionsAsync(32, 0.5);
            await bars.ContributionsAsync(256, null);
        }

        if (Wants("3"))
        {
            foreach (
                var file in new[]
                {
                    ImportedFiles.Csv(bars._donors),
                    ImportedFiles.Camt053(8),
                    ImportedFiles.Camt053(2),
                }
            )
            {
                var bar = new ImportBar(bars._gateway, bars._token, bars._run, bars.Libpq());
                await bar.MeasureAsync(bars._rounds, file);
            }
        }

        var statements = new StatementBars(
            bars._gateway,
            bars._token,
            bars._server.ConnectionString,
            bars._asked,
            bars._missed
        );
        if (Wants("4"))
        {
            await statements.AgainstEchoAsync(bars._rounds);
        }

        if (Wants("8"))
        {
            await bars.AwardsAsync();
        }

        if (Wants("9"))
        {
            await bars.GatewayHopAsync();
        }

        if (Wants("12"))
        {
            using var http = new HttpClient { BaseAddress = new Uri(Required("PERF_FAIR")) };
            var noisy = await SignInAsync(http, "PERF_NOISY");
            await new Fairness(Required("PERF_FAIR"), bars._token, noisy).MeasureAsync(bars._rounds, bars._missed);
        }

        if (Wants("13"))
        {
            using var rush = new DeadlineRush();
            await rush.MeasureAsync(bars.DatabaseOf("fund_grantcalls"), bars._missed);
        }

        if (Wants("14"))
        {
            await BoardPackBar.MeasureAsync(bars.DatabaseOf("fund_grantcalls"), bars._rounds, bars._missed);
        }

        if (Wants("15"))
        {
            PortfolioBar.Measure(bars._rounds, bars._missed);
        }

        if (Wants("5"))
        {
            // Last, because the fund stays that large.
            await statements.ByFundSizeAsync(bars._rounds);
        }

        foreach (var missed in bars._missed)
        {
            Console.WriteLine($"MISSED: {missed}");
        }

        return bars._missed.Count == 0 ? 0 : 1;
    }

    /// <summary>Bars 1 and 2: a contribution through everything, against the same rows by pgbench.</summary>
    private async Task ContributionsAsync(int connections, double? least)
    {
        var limit = new Database("perf_limit", Libpq());
        var script = Path.Combine(AppContext.BaseDirectory, "limit.sql");
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"1   contributions/s at {connections} connections / pgbench at 32"
        );
        var target = connections == 32 ? 0.9 : 1.5;
        var (rate, cpu) = await Rounds.MeasureAsync(
            name,
            _rounds,
            () => CpuOf([Pid("postgres")], () => Shell.PgbenchAsync(32, Seconds, script, limit)),
            () => CpuOf(Ours(), () => RecordAsync(connections)),
            target
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{$"2   CPU per contribution at {connections} / pgbench's PostgreSQL", -62} {cpu, 6:F2}  target 0.60 at 256"
            )
        );
        if (least is { } floor && rate < floor)
        {
            _missed.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {rate:F2} is below {floor:F2}"));
        }
    }

    private Task<double> RecordAsync(int connections) =>
        Shell.WrkAsync(
            connections,
            Seconds,
            [
                "-s",
                Path.Combine(AppContext.BaseDirectory, "contribution.lua"),
                _gateway,
                "--",
                _token,
                $"{_run}-{Interlocked.Increment(ref _turn)}",
                .. _donors,
            ]
        );

    /// <summary>Bar 8: awards from one envelope, against the same rows by pgbench, where each holds the row.</summary>
    private async Task AwardsAsync()
    {
        const string name = "8   awards/s from one envelope / row-lock pgbench at 32";
        const double target = 20;
        using var awards = new Awards();
        await awards.PrepareAsync();
        var limit = new Database("perf_limit", Libpq());
        var script = Path.Combine(AppContext.BaseDirectory, "limit-award.sql");
        var (rate, _) = await Rounds.MeasureAsync(
            name,
            _rounds,
            async () => new Reading(await Shell.PgbenchAsync(32, Seconds, script, limit)),
            async () => new Reading(await awards.RunAsync(Seconds)),
            target
        );
        if (rate < target)
        {
            _missed.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {rate:F2} is below {target:F2}"));
        }

        var profile = new CpuProfile("donations");
        profile.Print("award", await awards.RunAsync(Seconds) * Seconds);
        var wrong = await awards.OverdrawAsync();
        Console.WriteLine(wrong.Length == 0 ? "     not a cent over" : $"     {wrong}");
        if (wrong.Length > 0)
        {
            _missed.Add($"{name}: {wrong}");
        }
    }

    /// <summary>Bar 9: gateway and an empty gRPC service, against a plain JSON echo.</summary>
    private async Task GatewayHopAsync()
    {
        var (echo, hop) = (Required("PERF_ECHO"), Required("PERF_HOP"));
        string[] Path(string address) => [$"{address}/api/v1/donors/{Guid.CreateVersion7()}"];
        string[] header = ["-H", $"Authorization: Bearer {_token}"];
        const string name = "9   gateway hop / plain JSON echo, 32 connections";
        await Rounds.MeasureAsync(
            name,
            _rounds,
            async () => new Reading(await Shell.WrkAsync(32, 5, Path(echo))),
            async () => new Reading(await Shell.WrkAsync(32, 5, [.. header, .. Path(hop)])),
            0.45
        );
    }

    /// <summary>Bar 10: memory of the five idle processes and their cold start, against five empty ones.</summary>
    private async Task IdleAsync()
    {
        var ours = Required("PERF_IDLE_PIDS")
            .Split(' ')
            .Sum(pid => Machine.PssKib(int.Parse(pid, CultureInfo.InvariantCulture)));
        var empties = await EmptyPeers.StartAsync(5);
        var plain = empties.PssKib;
        await empties.DisposeAsync();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{"10  idle memory of five / five empty Kestrel processes", -62} {(double)ours / plain, 6:F2}  "
                    + $"target 1.30  ({ours / 1024} and {plain / 1024} MiB)"
            )
        );
        var cold = double.Parse(Required("PERF_COLD_SECONDS"), CultureInfo.InvariantCulture);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{"10  cold start of five / five empty Kestrel processes", -62} {cold / empties.ColdSeconds, 6:F2}  "
                    + $"target 2.00  ({cold:F1} s and {empties.ColdSeconds:F1} s)"
            )
        );
    }

    private static async Task<Reading> CpuOf(IReadOnlyList<int> roots, Func<Task<double>> work)
    {
        var before = Machine.CpuSeconds(roots);
        var watch = Stopwatch.StartNew();
        var rate = await work();
        var cpu = Machine.CpuSeconds(roots) - before;
        return new Reading(rate, cpu / (rate * watch.Elapsed.TotalSeconds));
    }

    private static IReadOnlyList<int> Ours() =>
        [
            Pid("postgres"),
            .. Required("PERF_PIDS").Split(' ').Select(pid => int.Parse(pid, CultureInfo.InvariantCulture)),
        ];

    /// <summary>One of the processes that tests/perf/run started.</summary>
    public static int Pid(string name) =>
        int.Parse(Required("PERF_PID_" + name.ToUpperInvariant()), CultureInfo.InvariantCulture);

    private async Task PrepareAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(_gateway) };
        _token = await SignInAsync(http);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        for (var i = 0; i < Donors + Asked; i++)
        {
            (i < Donors ? _donors : _asked).Add(await RegisterAsync(http, i));
        }
    }

    private async Task<string> RegisterAsync(HttpClient http, int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/donors");
        request.Headers.Add("Idempotency-Key", $"{_run}-donor-{number}");
        request.Content = JsonContent.Create(
            new
            {
                kind = "individual",
                name = $"Donor {number} {_run}",
                countryCode = "FR",
            }
        );
        using var answer = await http.SendAsync(request);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
        return body?["donorId"]?.GetValue<string>() ?? throw new InvalidOperationException($"no donor: {body}");
    }

    /// <summary>Signs in with the address, password and second factor in the variables that begin so.</summary>
    private static async Task<string> SignInAsync(HttpClient http, string who = "PERF")
    {
        var code = Totp.Code(Required(who + "_TOTP"), TimeProvider.System.GetUtcNow());
        var credentials = new
        {
            email = Required(who + "_EMAIL"),
            password = Required(who + "_PASSWORD"),
            code,
        };
        using var answer = await http.PostAsJsonAsync("/api/v1/session", credentials);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
        return body?["accessToken"]?.GetValue<string>()
            ?? throw new InvalidOperationException($"sign-in failed: {body}");
    }

    private string DatabaseOf(string name) =>
        new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = name }.ConnectionString;

    private Dictionary<string, string> Libpq() =>
        new()
        {
            ["PGHOST"] = _server.Host!,
            ["PGPORT"] = _server.Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = _server.Username!,
            ["PGPASSWORD"] = _server.Password ?? "",
        };

    public static string Required(string name) =>
        Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"{name} is not set: run tests/perf/run");
}
