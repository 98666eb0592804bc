using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Fund.Hosting;

/// <summary>What a process can be told to do on its command line.</summary>
internal static class FundCommands
{
    public static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words)
    {
        switch (words)
        {
            case []:
                await app.StartFundAsync().ConfigureAwait(false);
                await app.WaitForShutdownAsync().ConfigureAwait(false);
                return ExitCodes.Ok;
            case ["migrate"]:
                app.CheckConfiguration();
                await app.MigrateAsync(CancellationToken.None).ConfigureAwait(false);
                return ExitCodes.Ok;
            case ["dead", "list"]:
                app.CheckConfiguration();
                await ListAsync(app).ConfigureAwait(false);
                return ExitCodes.Ok;
            case ["dead", "replay", ..] and { Count: <= 3 }:
                app.CheckConfiguration();
                await ReplayAsync(app, words.Count == 3 ? words[2] : null).ConfigureAwait(false);
                return ExitCodes.Ok;
            case ["verify-audit"]:
                app.CheckConfiguration();
                return await VerifyAuditAsync(app).ConfigureAwait(false);
            default:
                await Console
                    .Error.WriteLineAsync(
                        "Usage: (nothing) | migrate | dead list | dead replay [queue|outbox] | verify-audit"
                    )
                    .ConfigureAwait(false);
                return ExitCodes.Usage;
        }
    }

    /// <summary>The command line without settings (<c>--Key=value</c>, <c>--Key value</c>).</summary>
    public static IReadOnlyList<string> Words(string[] args)
    {
        var words = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(args[i]);
            }
            else if (!args[i].Contains('=', StringComparison.Ordinal))
            {
                i++;
            }
        }

        return words;
    }

    /// <summary>Compares the whole audit trail with its seals and says what is wrong.</summary>
    private static async Task<int> VerifyAuditAsync(WebApplication app)
    {
        var verdict = await app
            .Services.GetRequiredService<VerifyAudit>()
            .HandleAsync(1, long.MaxValue, null, CancellationToken.None)
            .ConfigureAwait(false);
        foreach (var problem in verdict.Problems)
        {
            await Console.Out.WriteLineAsync(problem).ConfigureAwait(false);
        }

        var head = verdict.Head is { } seal ? $"head {seal.Number} {Convert.ToHexStringLower(seal.Hash)}" : "no seal";
        await Console
            .Out.WriteLineAsync($"{verdict.Entries} entries, {verdict.Seals} seals, {head}")
            .ConfigureAwait(false);
        return verdict.IsWhole ? ExitCodes.Ok : ExitCodes.Software;
    }

    private static async Task ListAsync(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var messages = await scope
            .ServiceProvider.GetRequiredService<DeadMessages>()
            .ListAsync(scope.ServiceProvider.GetRequiredService<FundDbContext>(), CancellationToken.None)
            .ConfigureAwait(false);
        foreach (var message in messages)
        {
            var at = message.At?.ToString("u", CultureInfo.InvariantCulture) ?? "";
            await Console
                .Out.WriteLineAsync(string.Join('\t', message.Place, message.Id, message.Type, at, message.Error))
                .ConfigureAwait(false);
        }

        await Console.Out.WriteLineAsync($"{messages.Count} dead").ConfigureAwait(false);
    }

    private static async Task ReplayAsync(WebApplication app, string? place)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var count = await scope
            .ServiceProvider.GetRequiredService<DeadMessages>()
            .ReplayAsync(place, scope.ServiceProvider.GetRequiredService<FundDbContext>(), CancellationToken.None)
            .ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"{count} replayed").ConfigureAwait(false);
    }
}
