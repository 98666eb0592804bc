namespace Fund.Hosting;

/// <summary>Exit codes of every process, after sysexits.h.</summary>
public static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 64;

    /// <summary>The database or the broker could not be reached in time.</summary>
    public const int Unavailable = 69;

    /// <summary>Migration failed, or the database was changed by hand or by a newer build.</summary>
    public const int Software = 70;

    /// <summary>The configuration is wrong; every problem was printed.</summary>
    public const int Configuration = 78;
}

/// <summary>The configuration is wrong. Carries every problem found, each a sentence naming its key.</summary>
public sealed class BadConfigurationException(string process, IReadOnlyList<string> problems)
    : Exception($"{process}: {string.Join(" ", problems)}")
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
