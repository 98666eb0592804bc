using Fund.Beneficiaries.Domain;
using Fund.Hosting;
using Npgsql;

namespace Fund.Beneficiaries.Persistence;

/// <summary>The pseudonym key of this process: from the file that <c>Pseudonyms:KeyFile</c> names, checked at start.</summary>
public static class PseudonymKeyFile
{
    private const string Setting = "Pseudonyms:KeyFile";

    /// <summary>Reads the key, and refuses to start with another one than the stored hashes were made with.</summary>
    public static WebApplicationBuilder AddPseudonymKey(this WebApplicationBuilder builder)
    {
        var settings = builder
            .Services.Select(service => service.ImplementationInstance)
            .OfType<FundSettings>()
            .Single();
        var key = Read(settings);

        // Without a key the process does not start: the problem was noted and is shown with all others.
        builder.Services.AddSingleton(_ => key ?? throw new InvalidOperationException($"{Setting} could not be read."));
        builder.Services.AddHostedService<PseudonymKeyCheck>();
        return builder;
    }

    private static PseudonymKey? Read(FundSettings settings)
    {
        var path = settings.Text(Setting);
        if (path.Length == 0)
        {
            return null;
        }

        try
        {
            var key = PseudonymKey.Read(File.ReadAllBytes(path), out var problem);
            if (problem is not null)
            {
                settings.AddProblem($"{Setting}: {path} {problem}");
            }

            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            settings.AddProblem($"{Setting} names the file {path}, which does not exist or cannot be read.");
            return null;
        }
    }
}

/// <summary>
/// Compares the key with the one the stored hashes were made with. With another key nobody would be recognised any
/// more, and everybody helped twice would silently be counted twice.
/// </summary>
internal sealed class PseudonymKeyCheck(NpgsqlDataSource source, PseudonymKey key) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            with made as (
                insert into pseudonym_key (fingerprint) values ($1) on conflict do nothing returning fingerprint
            )
            select fingerprint from made union all select fingerprint from pseudonym_key limit 1
            """
        );
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = key.Fingerprint() });
        var stored = (byte[]?)await command.ExecuteScalarAsync(cancellationToken);

        // Another instance may be inserting the very row at this moment; then neither query sees it, and it is there now.
        stored ??= (byte[]?)await command.ExecuteScalarAsync(cancellationToken);
        if (stored is null || !stored.AsSpan().SequenceEqual(key.Fingerprint()))
        {
            const string problem =
                "Pseudonyms:KeyFile holds another key than the one the stored hashes were made with; restore the "
                + "original, it cannot be made again.";
            throw new BadConfigurationException("beneficiaries", [problem]);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
