using System.Globalization;
using System.Text;
using Fund.Donations.Domain.Banking;
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

        await using var writer = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        foreach (var entry in entries)
        {
            if (known.Count == 0 || !known.Contains(entry.Fingerprint))
            {
                await WriteAsync(writer, statementId, account, entry, cancellationToken);
            }
        }

        return checked((int)await writer.CompleteAsync(cancellationToken));
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

    private async Task WriteAsync(
        NpgsqlBinaryImporter writer,
        Guid statementId,
        string account,
        ReadEntry entry,
        CancellationToken token
    )
    {
        await writer.StartRowAsync(token);
        await writer.WriteAsync(Guid.CreateVersion7(clock.GetUtcNow()), NpgsqlDbType.Uuid, token);
        await writer.WriteAsync(statementId, NpgsqlDbType.Uuid, token);
        await writer.WriteAsync(account, NpgsqlDbType.Text, token);
        await writer.WriteAsync(entry.Fingerprint, NpgsqlDbType.Uuid, token);
        await WriteAsync(writer, entry.Amount?.MinorUnits, NpgsqlDbType.Bigint, token);
        await writer.WriteAsync(entry.CurrencyCode, NpgsqlDbType.Text, token);
        await writer.WriteAsync(entry.RawAmount, NpgsqlDbType.Text, token);
        await WriteAsync(writer, entry.GrossMinor, NpgsqlDbType.Bigint, token);
        await WriteAsync(writer, entry.ChargesMinor, NpgsqlDbType.Bigint, token);
        await writer.WriteAsync(entry.IsCredit, NpgsqlDbType.Boolean, token);
        await writer.WriteAsync(entry.IsReversal, NpgsqlDbType.Boolean, token);
        await writer.WriteAsync(entry.Status, NpgsqlDbType.Text, token);
        await WriteAsync(writer, entry.BookingDate, NpgsqlDbType.Date, token);
        await WriteAsync(writer, entry.ValueDate, NpgsqlDbType.Date, token);
        await writer.WriteAsync(entry.RemitterName, NpgsqlDbType.Text, token);
        await writer.WriteAsync(entry.RemitterIban, NpgsqlDbType.Text, token);
        await writer.WriteAsync(entry.Reference, NpgsqlDbType.Text, token);
        await writer.WriteAsync(entry.StructuredReference, NpgsqlDbType.Text, token);
        await writer.WriteAsync(entry.EndToEndId, NpgsqlDbType.Text, token);
        await writer.WriteAsync(entry.BankReference, NpgsqlDbType.Text, token);
        await writer.WriteAsync(entry.Information, NpgsqlDbType.Text, token);
        await writer.WriteAsync(SearchText.Of(entry), NpgsqlDbType.Text, token);
        await writer.WriteAsync(entry.EntryNumber, NpgsqlDbType.Integer, token);
        await writer.WriteAsync(entry.PartNumber, NpgsqlDbType.Integer, token);
        await writer.WriteAsync(entry.Line, NpgsqlDbType.Integer, token);
        await (
            entry.Problem is { } problem
                ? writer.WriteAsync(problem, NpgsqlDbType.Text, token)
                : writer.WriteNullAsync(token)
        );
        var state = entry.IsCandidate ? nameof(BankEntryState.Candidate) : nameof(BankEntryState.Information);
        await writer.WriteAsync(state, NpgsqlDbType.Text, token);
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter writer, T? value, NpgsqlDbType type, CancellationToken token)
        where T : struct => value is { } given ? writer.WriteAsync(given, type, token) : writer.WriteNullAsync(token);
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
