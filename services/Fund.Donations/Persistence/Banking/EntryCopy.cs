using System.Globalization;
using System.Text;
using Fund.Donations.Domain.Banking;
using Fund.Kernel;
using Npgsql;
using NpgsqlTypes;

namespace Fund.Donations.Persistence;

/// <summary>Writes the entries of a statement in batches by binary copy, leaving out those that are known already.</summary>
internal sealed class EntryCopy(NpgsqlConnection connection, TimeProvider clock)
{
    private const string Copy = """
        copy bank_entries (
            id, bank_statement_id, account, fingerprint, amount_minor, currency_code, raw_amount, gross_minor,
            charges_minor, is_credit, is_reversal, bank_status, booking_date, value_date, remitter_name, remitter_iban,
            reference, structured_reference, end_to_end_id, bank_reference, information, search_text, entry_number,
            part_number, line, problem, state
        ) from stdin (format binary)
        """;

    /// <summary>Writes a batch.</summary>
    /// <returns>How many were new.</returns>
    public async Task<int> WriteAsync(
        Guid statementId,
        string account,
        List<ReadEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var known = await KnownAsync(entries, cancellationToken);
        if (known.Count == entries.Count)
        {
            return 0;
        }

        var now = clock.GetUtcNow();
        await using var copy = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        foreach (var entry in entries)
        {
            if (known.Count == 0 || !known.Contains(entry.Fingerprint))
            {
                Write(copy, statementId, account, entry, now);
            }
        }

        return checked((int)await copy.CompleteAsync(cancellationToken));
    }

    private async Task<HashSet<Guid>> KnownAsync(List<ReadEntry> entries, CancellationToken cancellationToken)
    {
        var keys = new Guid[entries.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = entries[i].Fingerprint;
        }

        await using var command = new NpgsqlCommand(
            "select fingerprint from bank_entries where fingerprint = any($1)",
            connection
        );
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = keys });
        var known = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add(reader.GetGuid(0));
        }

        return known;
    }

    /// <summary>Waits for nothing: the driver sends what is written whenever its buffer is full.</summary>
    private static void Write(
        NpgsqlBinaryImporter copy,
        Guid statementId,
        string account,
        ReadEntry entry,
        DateTimeOffset now
    )
    {
        copy.StartRow();
        copy.Write(OrderedIds.Next(now), NpgsqlDbType.Uuid);
        copy.Write(statementId, NpgsqlDbType.Uuid);
        copy.Write(account, NpgsqlDbType.Text);
        copy.Write(entry.Fingerprint, NpgsqlDbType.Uuid);
        copy.WriteOrNull(entry.Amount?.MinorUnits, NpgsqlDbType.Bigint);
        copy.Write(entry.CurrencyCode, NpgsqlDbType.Text);
        copy.Write(entry.RawAmount, NpgsqlDbType.Text);
        copy.WriteOrNull(entry.GrossMinor, NpgsqlDbType.Bigint);
        copy.WriteOrNull(entry.ChargesMinor, NpgsqlDbType.Bigint);
        copy.Write(entry.IsCredit, NpgsqlDbType.Boolean);
        copy.Write(entry.IsReversal, NpgsqlDbType.Boolean);
        copy.Write(entry.Status, NpgsqlDbType.Text);
        copy.WriteOrNull(entry.BookingDate, NpgsqlDbType.Date);
        copy.WriteOrNull(entry.ValueDate, NpgsqlDbType.Date);
        copy.Write(entry.RemitterName, NpgsqlDbType.Text);
        copy.Write(entry.RemitterIban, NpgsqlDbType.Text);
        copy.Write(entry.Reference, NpgsqlDbType.Text);
        copy.Write(entry.StructuredReference, NpgsqlDbType.Text);
        copy.Write(entry.EndToEndId, NpgsqlDbType.Text);
        copy.Write(entry.BankReference, NpgsqlDbType.Text);
        copy.Write(entry.Information, NpgsqlDbType.Text);
        copy.Write(SearchText.Of(entry), NpgsqlDbType.Text);
        copy.Write(entry.EntryNumber, NpgsqlDbType.Integer);
        copy.Write(entry.PartNumber, NpgsqlDbType.Integer);
        copy.Write(entry.Line, NpgsqlDbType.Integer);
        if (entry.Problem is { } problem)
        {
            copy.Write(problem.Text, NpgsqlDbType.Text);
        }
        else
        {
            copy.WriteNull();
        }

        var state = entry.IsCandidate ? nameof(BankEntryState.Candidate) : nameof(BankEntryState.Information);
        copy.Write(state, NpgsqlDbType.Text);
    }
}

/// <summary>What an entry is searched by: its texts without case and accents.</summary>
internal static class SearchText
{
    public static string Of(ReadEntry entry) =>
        Fold($"{entry.RemitterName} {entry.Reference} {entry.BankReference} {entry.Information} {entry.RemitterIban}");

    /// <summary>
    /// A text as it is searched for: small letters, accents off, everything else as it is. Most are plain already,
    /// which costs far less than taking accents off.
    /// </summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant().Trim();
        }

        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormKD))
        {
            if (char.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(char.ToLowerInvariant(letter));
            }
        }

        return folded.ToString().Trim();
    }
}
