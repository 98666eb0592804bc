using System.Data;
using System.Runtime.CompilerServices;
using Fund.Donations.Domain;
using Fund.Donations.Domain.Reports;
using Fund.Kernel;
using Npgsql;

namespace Fund.Donations.Persistence.Reports;

/// <summary>
/// Reads the amounts of a report, grouped by its dimensions, in one snapshot: what is received, what waits, what is
/// pledged, and what the ledger says, belong to the same moment.
/// </summary>
public sealed class ReportRows(NpgsqlDataSource source, Geography geography)
{
    // Money that was booked: the ledger's own entries, which carry reversals and corrections on their own days. A reversal
    // takes back every entry of a contribution, and is one reversal all the same.
    private const string BookedSql = """
        select {0}, -sum(entry.amount_minor)::bigint,
            count(distinct given.id) filter (where entry.kind in ('contribution', 'valuation'))
                - count(distinct given.id) filter (where entry.kind = 'reversal')
        from ledger_entries entry
        join contributions given on given.id = entry.cause_id
        join donors donor on donor.id = given.donor_id
        where entry.account = 'received' and entry.amount_currency = 'USD' and entry.entry_date between $1 and $2
        group by {1}
        """;

    // Money as it stands: not reversed, at its present value, on its value date.
    private const string NetSql = """
        select {0}, sum(given.usd_cents)::bigint, count(*)
        from contributions given
        join donors donor on donor.id = given.donor_id
        where given.usd_cents is not null and given.reversed_on is null and given.value_date between $1 and $2
        group by {1}
        """;

    private const string AwaitingSql = """
        select {0}, given.amount_currency, sum(given.amount_minor)::bigint
        from contributions given
        join donors donor on donor.id = given.donor_id
        where given.usd_cents is null and given.reversed_on is null and given.value_date between $1 and $2
        group by {1}, given.amount_currency
        """;

    // Pledges one by one: each is valued for itself, so that the same pledges add up to the same by any dimension.
    private const string PledgedSql = """
        select {0}, pledge.amount_currency, pledge.pledged_on, pledge.amount_minor,
            case when pledge.cancelled_on <= $2 then 0 else greatest(pledge.amount_minor - coalesce((
                select sum(given.amount_minor) from contributions given
                where given.pledge_id = pledge.id and given.value_date <= $2
                    and (given.reversed_on is null or given.reversed_on > $2)
            ), 0), 0) end::bigint
        from pledges pledge
        join donors donor on donor.id = pledge.donor_id
        where pledge.pledged_on between $1 and $2
        """;

    private const string LedgerSql = """
        select -coalesce(sum(amount_minor), 0)::bigint,
            -coalesce(sum(amount_minor) filter (where kind = 'published total'), 0)::bigint
        from ledger_entries
        where account = 'received' and amount_currency = 'USD' and entry_date between $1 and $2
        """;

    /// <summary>Works out the report.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="rates">Rates that pledges are valued by.</param>
    /// <param name="mostLines">More lines are refused.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RefusedException">REPORT_TOO_LONG.</exception>
    public async Task<ContributionsReport> ReadAsync(
        ReportQuery query,
        RateTable rates,
        int mostLines,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        var report = new ContributionsReport(query);
        var read = new Reading(connection, report, geography, mostLines, cancellationToken);
        await read.ReceivedAsync(query.Basis == ReportBasis.Net ? NetSql : BookedSql);
        await read.AwaitingAsync(AwaitingSql);
        await read.PledgedAsync(PledgedSql, rates);
        await read.LedgerAsync(LedgerSql);
        return report;
    }

    /// <summary>One report on its way.</summary>
    private sealed class Reading(
        NpgsqlConnection connection,
        ContributionsReport report,
        Geography geography,
        int mostLines,
        CancellationToken cancellationToken
    )
    {
        private const int Keys = 4;
        private readonly ReportQuery _query = report.Query;

        public async Task ReceivedAsync(string sql)
        {
            var date = _query.Basis == ReportBasis.Net ? "given.value_date" : "entry.entry_date";
            await foreach (var row in RowsAsync(sql, ReportColumns.OfContributions(date)))
            {
                LineOf(row).AddReceived(row.GetInt64(Keys), row.GetInt64(Keys + 1));
            }
        }

        public async Task AwaitingAsync(string sql)
        {
            await foreach (var row in RowsAsync(sql, ReportColumns.OfContributions("given.value_date")))
            {
                LineOf(row).AddAwaitingRate(new Money(row.GetInt64(Keys + 1), Currency.Parse(row.GetString(Keys))));
            }
        }

        public async Task PledgedAsync(string sql, RateTable rates)
        {
            await foreach (var row in RowsAsync(sql, ReportColumns.OfPledges))
            {
                var currency = Currency.Parse(row.GetString(Keys));
                var pledged = new Money(row.GetInt64(Keys + 2), currency);
                var outstanding = new Money(row.GetInt64(Keys + 3), currency);
                var line = LineOf(row);
                if (rates.On(currency, row.GetFieldValue<DateOnly>(Keys + 1)) is { } rate)
                {
                    line.AddPledged(InUsd(pledged, rate), InUsd(outstanding, rate));
                }
                else
                {
                    line.AddPledgedWithoutRate(pledged);
                }
            }
        }

        public async Task LedgerAsync(string sql)
        {
            await using var command = Command(sql);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            report.CompareWith(row.GetInt64(0), row.GetInt64(1));
        }

        private static Money InUsd(Money amount, RateInForce rate) =>
            amount.Currency.Equals(Currency.Usd) ? amount : amount.ConvertTo(Currency.Usd, rate.UnitsPerUsd);

        private async IAsyncEnumerable<NpgsqlDataReader> RowsAsync(
            string sql,
            ReportColumns columns,
            [EnumeratorCancellation] CancellationToken token = default
        )
        {
            var (by, then) = (columns.Of(_query.By), columns.Of(_query.ThenBy));
            var select = $"{by.Key}, {by.Label}, {then.Key}, {then.Label}";
            await using var command = Command(string.Format(null, sql, select, "1, 2, 3, 4"));
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                token.ThrowIfCancellationRequested();
                yield return row;
            }
        }

        private NpgsqlCommand Command(string sql)
        {
            var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            command.Parameters.AddWithValue(_query.FirstDay);
            command.Parameters.AddWithValue(_query.To);
            return command;
        }

        private ReportLine LineOf(NpgsqlDataReader row)
        {
            var (key, label) = Words(_query.By, row.GetString(0), row.GetString(1));
            var (thenKey, thenLabel) = Words(_query.ThenBy, row.GetString(2), row.GetString(3));
            var line = report.LineOf(new ReportCell(key, label, thenKey, thenLabel));
            return report.Count <= mostLines ? line : throw ReportRefusals.TooLong(mostLines).AsException();
        }

        private (string Key, string Label) Words(ReportDimension dimension, string key, string label)
        {
            var language = _query.Language;
            return dimension switch
            {
                ReportDimension.None => ("", ""),
                ReportDimension.Region => WordsOf(geography.RegionOf(key), geography.Region),
                ReportDimension.Country => WordsOf(key, geography.Country),
                ReportDimension.Earmark => (key, key.Length > 0 ? key : ReportWords.Unearmarked(language)),
                ReportDimension.UnDonorType => (UnDonorType(key), UnDonorType(key)),
                ReportDimension.DonorKind => Enumerated<DonorKind>(key, ReportWords.KindName),
                ReportDimension.Channel => key.Length > 0
                    ? Enumerated<Channel>(key, ReportWords.ChannelName)
                    : ("", ReportWords.None(language)),
                _ => (key, label),
            };

            // A stated type, or the kind that it follows from.
            static string UnDonorType(string key) =>
                Enum.TryParse<DonorKind>(key, out var kind) ? UnDonorTypes.Usual(kind) : key;

            (string, string) WordsOf(string code, Func<string, string, string> name) =>
                (code, code.Length > 0 ? name(code, language) : ReportWords.None(language));

            (string, string) Enumerated<TEnum>(string name, Func<TEnum, string, string> word)
                where TEnum : struct, Enum
            {
                var value = Enum.Parse<TEnum>(name);
                return (ReportWords.Key(value), word(value, language));
            }
        }
    }
}

/// <summary>Where a dimension stands in the database: SQL of our own, nothing of it from outside.</summary>
/// <param name="date">The date that its year is taken from.</param>
/// <param name="channel">How the money came.</param>
/// <param name="row">The table that has earmark and currency.</param>
internal sealed class ReportColumns(string date, string channel, string row)
{
    private static readonly (string, string) Nothing = ("''", "''");

    public static ReportColumns OfPledges { get; } = new("pledge.pledged_on", "''", "pledge");

    public static ReportColumns OfContributions(string date) => new(date, "given.channel", "given");

    public (string Key, string Label) Of(ReportDimension dimension) =>
        dimension switch
        {
            ReportDimension.None => Nothing,
            ReportDimension.Donor => ("donor.id::text", "donor.name"),
            ReportDimension.DonorKind => ("donor.kind", "''"),
            ReportDimension.UnDonorType => ("coalesce(donor.stated_un_type, donor.kind)", "''"),
            ReportDimension.Year => Same($"to_char({date}, 'YYYY')"),
            ReportDimension.Region or ReportDimension.Country => ("coalesce(donor.country_code, '')::text", "''"),
            ReportDimension.Channel => (channel, "''"),
            ReportDimension.Earmark => ($"{row}.earmark", "''"),
            ReportDimension.Currency => Same($"{row}.amount_currency::text"),
            _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "Not a dimension."),
        };

    private static (string, string) Same(string expression) => (expression, expression);
}
