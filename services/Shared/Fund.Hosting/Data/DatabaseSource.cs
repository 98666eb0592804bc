using System.Diagnostics;
using Npgsql;

namespace Fund.Hosting;

/// <summary>How every process talks to its database.</summary>
internal static class DatabaseSource
{
    public static NpgsqlDataSource Create(FundSettings settings)
    {
        var builder = new NpgsqlConnectionStringBuilder();
        try
        {
            builder.ConnectionString = settings.Text("ConnectionStrings:Database");
        }
        catch (ArgumentException e)
        {
            settings.AddProblem($"ConnectionStrings:Database is not a PostgreSQL connection string: {e.Message}");
            builder = [];
        }

        if (string.IsNullOrEmpty(builder.Host))
        {
            // Never used: the process does not run with problems.
            builder.Host = "not-configured";
        }

        builder.ApplicationName ??= $"fund-{settings.Name}";
        builder.Timeout = Math.Min(builder.Timeout, 5);

        // Error details quote the values of rows; they must not reach logs.
        builder.IncludeErrorDetail = false;

        // Every query here is short, and some are about one donor of many millions of rows. PostgreSQL guesses such a
        // query dear when a few donors have most of the rows, and then compiles it first: 370 ms for 0.1 ms of work.
        if (builder.Options?.Contains("jit", StringComparison.Ordinal) != true)
        {
            builder.Options = $"{builder.Options} -c jit=off".TrimStart();
        }

        // Nobody changes a session here (locks of a session are given back by who took them), so that nothing has to be put
        // back after every use: 0.17 ms of the database's time for each.
        builder.NoResetOnClose = true;
        if (builder.MaxAutoPrepare == 0)
        {
            builder.MaxAutoPrepare = 100;
        }

        var source = new NpgsqlDataSourceBuilder(builder.ConnectionString) { Name = settings.Name };

        // What belongs to no request (polling, locks) would only fill the traces.
        source.ConfigureTracing(tracing => tracing.ConfigureCommandFilter(_ => Activity.Current is not null));
        return source.Build();
    }
}
