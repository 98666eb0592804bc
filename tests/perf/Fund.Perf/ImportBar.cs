using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Fund.Perf;

/// <summary>
/// Bar 3: a file of contributions through everything (upload in parts, check of every row, COPY by steps with the
/// ledger), against binary COPY of the very same rows into empty tables of the same definition.
/// </summary>
internal sealed class ImportBar(string gateway, string token, string run, IReadOnlyDictionary<string, string> libpq)
{
    private const string Contributions =
        "id, donor_id, amount_minor, amount_currency, value_date, channel, earmark, recorded_at, import_id, usd_cents, "
        + "support_cost_cents, units_per_usd, rate_effective_date, valued_at";

    private const string Ledger =
        "id, transaction_id, account, amount_minor, amount_currency, entry_date, kind, cause_id, posted_at";

    private readonly int _rows = int.Parse(
        Environment.GetEnvironmentVariable("PERF_ROWS") ?? "1000000",
        CultureInfo.InvariantCulture
    );
    private readonly string _folder = Directory.CreateTempSubdirectory("fund-perf-import-").FullName;
    private readonly HttpClient _http = new() { BaseAddress = new Uri(gateway), Timeout = TimeSpan.FromMinutes(30) };
    private long _memoryKib;
    private int _turn;

    public async Task MeasureAsync(int rounds, IReadOnlyList<string> donors)
    {
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            var file = Path.Combine(_folder, "gifts.csv");
            await WriteAsync(file, donors);
            var import = await ImportAsync(file);
            await KeepRowsAsync(import);
            await Rounds.MeasureAsync(
                $"3   rows/s of a CSV import of {_rows} / binary COPY of the same rows",
                rounds,
                async () => new Reading(await CopyAsync()),
                async () => new Reading(await TimedImportAsync(file)),
                0.8
            );
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{"3   growth of the service's memory during an import, MiB", -62} {_memoryKib / 1024.0, 6:F0}  target 64"
                )
            );
        }
        finally
        {
            _http.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task WriteAsync(string file, IReadOnlyList<string> donors)
    {
        await using var writer = new StreamWriter(file, append: false, new UTF8Encoding(false));
        await writer.WriteLineAsync("donorId,amount,currency,valueDate,channel,earmark");
        for (var row = 0; row < _rows; row++)
        {
            var day = new DateOnly(2025, 1, 1).AddDays(row % 365);
            await writer.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{donors[row % donors.Count]},{(row % 5000) + 1}.{row % 100:00},USD,{day:yyyy-MM-dd},campaign,"
                )
            );
        }
    }

    private async Task<double> TimedImportAsync(string file)
    {
        var service = int.Parse(Bars.Required("PERF_PID_DONATIONS"), CultureInfo.InvariantCulture);
        var before = Machine.ResidentKib(service);
        Machine.ForgetPeak(service);
        var watch = Stopwatch.StartNew();
        await ImportAsync(file);
        var seconds = watch.Elapsed.TotalSeconds;
        _memoryKib = Math.Max(_memoryKib, Machine.PeakKib(service) - before);
        return _rows / seconds;
    }

    /// <summary>From the first byte sent to the last row in the books; the person in between decides at once.</summary>
    private async Task<string> ImportAsync(string file)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{run}-{Interlocked.Increment(ref _turn)}.csv");
        var begun = await PostAsync("/api/v1/imports", new { kind = "contributions", fileName = name });
        var id = begun["importId"]!.GetValue<string>();
        await using (var stream = File.OpenRead(file))
        {
            using var content = new StreamContent(stream, 1 << 16);
            content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            using var sent = await _http.PutAsync(new Uri($"/api/v1/imports/{id}/content", UriKind.Relative), content);
            await BodyAsync(sent);
        }

        await UntilAsync(id, "checked");
        await PostAsync($"/api/v1/imports/{id}/start", new { takeInAgain = true });
        var done = await UntilAsync(id, "done");
        var rows = long.Parse(done["doneRows"]!.ToString(), CultureInfo.InvariantCulture);
        return rows == _rows ? id : throw new InvalidOperationException($"{rows} of {_rows} rows were taken in");
    }

    private async Task<JsonNode> UntilAsync(string id, string state)
    {
        while (true)
        {
            using var answer = await _http.GetAsync(new Uri($"/api/v1/imports/{id}", UriKind.Relative));
            var import = await BodyAsync(answer);
            switch (import["state"]!.GetValue<string>())
            {
                case var now when now == state:
                    return import;
                case "unreadable":
                    throw new InvalidOperationException($"the file was not read: {import["refusal"]}");
            }

            await Task.Delay(50);
        }
    }

    private async Task<JsonNode> PostAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString("N"));
        using var answer = await _http.SendAsync(request);
        return await BodyAsync(answer);
    }

    private static async Task<JsonNode> BodyAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
    }

    /// <summary>Keeps what an import wrote as files of binary COPY, and a database to copy them into.</summary>
    private async Task KeepRowsAsync(string import)
    {
        foreach (var table in (string[])["accounts", "donors"])
        {
            await PsqlAsync("fund_donations", $"\\copy {table} to '{_folder}/{table}' (format binary)");
            await PsqlAsync("perf_copy_template", $"\\copy {table} from '{_folder}/{table}' (format binary)");
        }

        await PsqlAsync(
            "fund_donations",
            $"\\copy (select {Contributions} from contributions where import_id = '{import}' order by id) "
                + $"to '{_folder}/contributions' (format binary)"
        );
        await PsqlAsync(
            "fund_donations",
            $"\\copy (select {Ledger} from ledger_entries where cause_id in (select id from contributions "
                + $"where import_id = '{import}') order by id) to '{_folder}/ledger' (format binary)"
        );
    }

    private async Task<double> CopyAsync()
    {
        await PsqlAsync("postgres", "create database perf_copy template perf_copy_template");
        var watch = Stopwatch.StartNew();
        await PsqlAsync(
            "perf_copy",
            $"\\copy contributions ({Contributions}) from '{_folder}/contributions' (format binary)"
        );
        await PsqlAsync("perf_copy", $"\\copy ledger_entries ({Ledger}) from '{_folder}/ledger' (format binary)");
        var seconds = watch.Elapsed.TotalSeconds;
        await PsqlAsync("postgres", "drop database perf_copy");
        return _rows / seconds;
    }

    private Task PsqlAsync(string database, string command) =>
        Shell.RunAsync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", command], libpq);
}
