using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Fund.Perf;

/// <summary>Rows of one table that an import wrote, to be copied again by binary COPY.</summary>
/// <param name="Table">Table to copy into.</param>
/// <param name="Columns">Columns that the import writes.</param>
/// <param name="Where">Which rows are the import's; {0} is its id.</param>
internal sealed record CopiedTable(string Table, string Columns, string Where);

/// <summary>A kind of file that bar 3 imports.</summary>
/// <param name="Name">For the table that is printed.</param>
/// <param name="Kind">As the API calls it.</param>
/// <param name="Extension">Of the file's name.</param>
/// <param name="Least">Target of the bar.</param>
/// <param name="WriteAsync">Makes a file with so many rows, other ones each turn where the same would be known.</param>
/// <param name="Given">Tables that the rows refer to, copied before the measuring.</param>
/// <param name="Copied">Tables with a row or more for each row of the file.</param>
internal sealed record ImportedFile(
    string Name,
    string Kind,
    string Extension,
    double Least,
    Func<string, int, int, Task> WriteAsync,
    IReadOnlyList<string> Given,
    IReadOnlyList<CopiedTable> Copied
);

/// <summary>
/// Bar 3: a file through everything (upload in parts, check of every row, a person's decision, COPY by steps), against
/// binary COPY of the very same rows into empty tables of the same definition.
/// </summary>
internal sealed class ImportBar(string gateway, string token, string run, IReadOnlyDictionary<string, string> libpq)
{
    /// <summary>A database with everything that the rows refer to, and none of them.</summary>
    private const string Empty = "perf_copy_empty";

    private readonly int _rows = int.Parse(
        Environment.GetEnvironmentVariable("PERF_ROWS") ?? "1000000",
        CultureInfo.InvariantCulture
    );
    private readonly string _folder = Directory.CreateTempSubdirectory("fund-perf-import-").FullName;
    private readonly HttpClient _http = new() { BaseAddress = new Uri(gateway), Timeout = TimeSpan.FromMinutes(30) };
    private readonly List<Phases> _phases = [];
    private long _memoryKib;
    private int _turn;

    /// <summary>Seconds of the parts of an import, and CPU seconds of service and database in them.</summary>
    private sealed record Phases(double Upload, double Check, double Run, double ServiceCpu, double DatabaseCpu);

    public async Task MeasureAsync(int rounds, ImportedFile file)
    {
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            await KeepRowsAsync(file, await ImportAsync(file, await MakeAsync(file)));
            _phases.Clear();
            await Rounds.MeasureAsync(
                $"3   rows/s of a {file.Name} import of {_rows} / binary COPY of the same rows",
                rounds,
                async () => new Reading(await CopyAsync(file)),
                async () => new Reading(await TimedImportAsync(file)),
                file.Least
            );
            Print();
        }
        finally
        {
            _http.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private void Print()
    {
        double Median(Func<Phases, double> of) => Rounds.Median(_phases.Select(of));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"     upload {Median(p => p.Upload):F1} s, check {Median(p => p.Check):F1} s, taking in "
                    + $"{Median(p => p.Run):F1} s; CPU of a row: service {Median(p => p.ServiceCpu) / _rows * 1e6:F1} µs, "
                    + $"database {Median(p => p.DatabaseCpu) / _rows * 1e6:F1} µs"
            )
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{"3   growth of the service's memory during an import, MiB", -62} {_memoryKib / 1024.0, 6:F0}  target 64"
            )
        );
    }

    private async Task<string> MakeAsync(ImportedFile file)
    {
        var path = Path.Combine(
            _folder,
            string.Create(CultureInfo.InvariantCulture, $"{run}-{++_turn}{file.Extension}")
        );
        await file.WriteAsync(path, _rows, _turn);
        return path;
    }

    private async Task<double> TimedImportAsync(ImportedFile file)
    {
        var path = await MakeAsync(file);
        var service = int.Parse(Bars.Required("PERF_PID_DONATIONS"), CultureInfo.InvariantCulture);
        var before = Machine.ResidentKib(service);
        Machine.ForgetPeak(service);
        var watch = Stopwatch.StartNew();
        await ImportAsync(file, path);
        var seconds = watch.Elapsed.TotalSeconds;
        _memoryKib = Math.Max(_memoryKib, Machine.PeakKib(service) - before);
        File.Delete(path);
        return _rows / seconds;
    }

    /// <summary>From the first byte sent to the last row in the books; the person in between decides at once.</summary>
    private async Task<string> ImportAsync(ImportedFile file, string path)
    {
        var (service, database) = (Bars.Pid("donations"), Bars.Pid("postgres"));
        var cpu = (Service: Machine.CpuSeconds([service]), Database: Machine.CpuSeconds([database]));
        var watch = Stopwatch.StartNew();
        var begun = await PostAsync("/api/v1/imports", new { kind = file.Kind, fileName = Path.GetFileName(path) });
        var id = begun["importId"]!.GetValue<string>();
        await using (var stream = File.OpenRead(path))
        {
            using var content = new StreamContent(stream, 1 << 16);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using var sent = await _http.PutAsync(new Uri($"/api/v1/imports/{id}/content", UriKind.Relative), content);
            await BodyAsync(sent);
        }

        var uploaded = watch.Elapsed.TotalSeconds;
        await UntilAsync(id, "checked");
        var isChecked = watch.Elapsed.TotalSeconds;
        await PostAsync($"/api/v1/imports/{id}/start", new { takeInAgain = true });
        var done = await UntilAsync(id, "done");
        _phases.Add(
            new Phases(
                uploaded,
                isChecked - uploaded,
                watch.Elapsed.TotalSeconds - isChecked,
                Machine.CpuSeconds([service]) - cpu.Service,
                Machine.CpuSeconds([database]) - cpu.Database
            )
        );
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
    private async Task KeepRowsAsync(ImportedFile file, string import)
    {
        await PsqlAsync("postgres", $"drop database if exists {Empty}");
        await PsqlAsync("postgres", $"create database {Empty} template perf_copy_template");
        foreach (var table in file.Given)
        {
            await PsqlAsync("fund_donations", $"\\copy {table} to '{_folder}/{table}' (format binary)");
            await PsqlAsync(Empty, $"\\copy {table} from '{_folder}/{table}' (format binary)");
        }

        foreach (var (table, columns, where) in file.Copied)
        {
            var rows = string.Format(CultureInfo.InvariantCulture, where, $"'{import}'");
            await PsqlAsync(
                "fund_donations",
                $"\\copy (select {columns} from {table} where {rows} order by id) to '{_folder}/{table}' (format binary)"
            );
        }
    }

    private async Task<double> CopyAsync(ImportedFile file)
    {
        await PsqlAsync("postgres", $"create database perf_copy template {Empty}");
        var watch = Stopwatch.StartNew();
        foreach (var (table, columns, _) in file.Copied)
        {
            await PsqlAsync("perf_copy", $"\\copy {table} ({columns}) from '{_folder}/{table}' (format binary)");
        }

        var seconds = watch.Elapsed.TotalSeconds;
        await PsqlAsync("postgres", "drop database perf_copy");
        return _rows / seconds;
    }

    private Task PsqlAsync(string database, string command) =>
        Shell.RunAsync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", command], libpq);
}
