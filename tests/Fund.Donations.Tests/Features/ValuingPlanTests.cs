using System.Data.Common;
using Fund.Donations.Domain;
using Fund.Donations.Features;
using Fund.Donations.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Fund.Donations.Tests.Features;

/// <summary>
/// How the database finds what a new rate values. A million contributions may wait: a step that reads all of them, as one
/// did whose currency was compared as text, makes the whole quadratic.
/// </summary>
public sealed class ValuingPlanTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Fact]
    public async Task A_step_goes_to_its_place_in_the_index()
    {
        // Tables of a test are too small to be worth an index: the question is whether it can be used at all.
        var connection = new NpgsqlConnectionStringBuilder(fund.Database.ConnectionString)
        {
            Options = "-c enable_seqscan=off",
        };
        var plan = new PlanOf("select id from contributions");
        var options = new DbContextOptionsBuilder<DonationsDb>()
            .UseNpgsql(connection.ConnectionString)
            .AddInterceptors(plan)
            .Options;
        await using var db = new DonationsDb(options);
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var valuation = new RateValuation("ISK", new DateOnly(2026, 10, 1), fund.Clock.GetUtcNow());

        await new ValueContributions(db, fund.Clock).StepAsync(
            valuation,
            await db.ReadReferencesAsync(TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken
        );

        Assert.Contains("Index Scan using ix_contributions_foreign", plan.Lines, StringComparison.Ordinal);
        Assert.Matches("Index Cond:.*amount_currency = .*value_date", plan.Lines);
    }

    /// <summary>The plan of the first statement that has these words in it.</summary>
    private sealed class PlanOf(string words) : DbCommandInterceptor
    {
        public string Lines { get; private set; } = "";

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            if (Lines.Length > 0 || !command.CommandText.Contains(words, StringComparison.Ordinal))
            {
                return result;
            }

            await using var explain = command.Connection!.CreateCommand();
            explain.CommandText = "explain " + command.CommandText;
            explain.Transaction = command.Transaction;
            foreach (NpgsqlParameter parameter in command.Parameters)
            {
                explain.Parameters.Add(parameter.Clone());
            }

            await using var lines = await explain.ExecuteReaderAsync(cancellationToken);
            while (await lines.ReadAsync(cancellationToken))
            {
                Lines += lines.GetString(0) + "\n";
            }

            return result;
        }
    }
}
