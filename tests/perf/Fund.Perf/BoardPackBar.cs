using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;

namespace Fund.Perf;

/// <summary>
/// Bar 14: the pack of a session with a hundred proposals as a PDF file, from the question to the last byte of the file, in
/// less than thirty seconds.
/// </summary>
internal static class BoardPackBar
{
    private const double MostSeconds = 30;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    /// <param name="database">The grant-call service's own, which gets the proposals.</param>
    /// <param name="rounds">How often the file is made.</param>
    /// <param name="missed">Gets what does not hold.</param>
    public static async Task MeasureAsync(string database, int rounds, List<string> missed)
    {
        var session = await SeedAsync(database);
        var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(Bars.Required("PERF_KEYS"), "gateway.key.pem")));
        var tokens = new IdentityTokens("gateway", key, new Dictionary<string, ECDsa>(), TimeProvider.System);
        var officer = Caller.Person(Guid.CreateVersion7().ToString("D"), null, null, Role.ProgrammeOfficer);
        using var channel = GrpcChannel.ForAddress(Bars.Required("PERF_GRANTCALLS"));
        var board = new BoardService.BoardServiceClient(channel);
        Metadata Identity() => new() { { IdentityTokens.MetadataKey, tokens.Issue(officer, "grantcalls") } };
        var seconds = new List<double>();
        var bytes = 0;
        for (var round = 0; round < rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var request = new PrintBoardPackRequest
            {
                RequestId = Guid.CreateVersion7().ToString("D"),
                BoardSessionId = session,
            };
            var print = (await board.PrintBoardPackAsync(request, Identity())).PrintId;
            var question = new GetBoardPackPrintRequest { PrintId = print };
            while ((await board.GetBoardPackPrintAsync(question, Identity())).Print.FinishedAt is null)
            {
                await Task.Delay(Between);
            }

            bytes = 0;
            using var file = board.DownloadBoardPack(new DownloadBoardPackRequest { PrintId = print }, Identity());
            await foreach (var part in file.ResponseStream.ReadAllAsync())
            {
                bytes += part.Content.Length;
            }

            seconds.Add(watch.Elapsed.TotalSeconds);
        }

        seconds.Sort();
        var median = seconds[seconds.Count / 2];
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"14   board pack of 100 proposals: {median:F2} s [{seconds[0]:F2} – {seconds[^1]:F2}], {bytes / 1024} KB"
            )
        );
        if (median >= MostSeconds)
        {
            missed.Add($"14: a board pack takes {median:F1} s; less than {MostSeconds} s is asked for");
        }
    }

    private static async Task<string> SeedAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "board-pack.sql"))
        );
        return ((Guid)(await command.ExecuteScalarAsync())!).ToString("D");
    }
}
