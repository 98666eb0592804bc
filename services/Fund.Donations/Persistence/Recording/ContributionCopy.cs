using Fund.Donations.Domain;
using Fund.Kernel;
using Npgsql;
using NpgsqlTypes;

namespace Fund.Donations.Persistence.Recording;

/// <summary>Writes many contributions with their ledger entries by binary COPY, in the running transaction.</summary>
internal sealed class ContributionCopy(NpgsqlConnection connection)
{
    private const string ContributionsSql = """
        copy contributions (id, donor_id, amount_minor, amount_currency, value_date, channel, pledge_id, earmark,
            recorded_at, import_id, usd_cents, support_cost_cents, units_per_usd, rate_effective_date, valued_at)
        from stdin (format binary)
        """;

    private const string LedgerSql = """
        copy ledger_entries (id, transaction_id, account, amount_minor, amount_currency, entry_date, kind, cause_id,
            corrects_transaction_id, posted_at)
        from stdin (format binary)
        """;

    /// <summary>Writes them.</summary>
    /// <returns>What they add to the running totals.</returns>
    public async Task<FundTotals> WriteAsync(
        IReadOnlyList<Contribution> contributions,
        ReferenceData references,
        DateTimeOffset postedAt,
        CancellationToken cancellationToken
    )
    {
        await using (var copy = await connection.BeginBinaryImportAsync(ContributionsSql, cancellationToken))
        {
            foreach (var contribution in contributions)
            {
                Write(copy, contribution);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        var transactions = new List<LedgerTransaction>(contributions.Count * 2);
        foreach (var contribution in contributions)
        {
            transactions.AddRange(Postings.Received(contribution, references.PostingDate(contribution.ValueDate)));
        }

        await using (var copy = await connection.BeginBinaryImportAsync(LedgerSql, cancellationToken))
        {
            foreach (var transaction in transactions)
            {
                Write(copy, transaction, postedAt);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        return FundTotals.Of(transactions);
    }

    private static void Write(NpgsqlBinaryImporter copy, Contribution row)
    {
        copy.StartRow();
        copy.Write(row.Id, NpgsqlDbType.Uuid);
        copy.Write(row.DonorId, NpgsqlDbType.Uuid);
        copy.Write(row.Amount.MinorUnits, NpgsqlDbType.Bigint);
        copy.Write(row.Amount.Currency.Code, NpgsqlDbType.Char);
        copy.Write(row.ValueDate, NpgsqlDbType.Date);
        copy.Write(row.Channel.ToString(), NpgsqlDbType.Text);
        copy.WriteOrNull(row.PledgeId, NpgsqlDbType.Uuid);
        copy.Write(row.Earmark, NpgsqlDbType.Text);
        copy.Write(row.RecordedAt, NpgsqlDbType.TimestampTz);
        copy.WriteOrNull(row.ImportId, NpgsqlDbType.Uuid);
        copy.WriteOrNull(row.UsdCents, NpgsqlDbType.Bigint);
        copy.WriteOrNull(row.SupportCostCents, NpgsqlDbType.Bigint);
        copy.WriteOrNull(row.UnitsPerUsd, NpgsqlDbType.Numeric);
        copy.WriteOrNull(row.RateEffectiveDate, NpgsqlDbType.Date);
        copy.WriteOrNull(row.ValuedAt, NpgsqlDbType.TimestampTz);
    }

    private static void Write(NpgsqlBinaryImporter copy, LedgerTransaction transaction, DateTimeOffset postedAt)
    {
        foreach (var line in transaction.Lines)
        {
            copy.StartRow();
            copy.Write(OrderedIds.Next(postedAt), NpgsqlDbType.Uuid);
            copy.Write(transaction.Id, NpgsqlDbType.Uuid);
            copy.Write(line.Account, NpgsqlDbType.Text);
            copy.Write(line.Amount.MinorUnits, NpgsqlDbType.Bigint);
            copy.Write(line.Amount.Currency.Code, NpgsqlDbType.Char);
            copy.Write(transaction.EntryDate, NpgsqlDbType.Date);
            copy.Write(transaction.Kind, NpgsqlDbType.Text);
            copy.Write(transaction.CauseId, NpgsqlDbType.Uuid);
            copy.WriteOrNull(transaction.Corrects, NpgsqlDbType.Uuid);
            copy.Write(postedAt, NpgsqlDbType.TimestampTz);
        }
    }
}
