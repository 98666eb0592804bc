using Fund.Beneficiaries.Domain;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Fund.Beneficiaries.Persistence;

/// <summary>
/// Writes the records of a return by binary COPY, in the running transaction: a return of ten thousand people has to
/// be stored well inside the deadline of one call, which row by row it is not on a busy machine.
/// </summary>
public static class CaseRecordCopy
{
    private const string Copy = """
        copy case_records (id, return_id, person_hash, gender, age_band, citizenships, trafficking_status,
            types_of_exploitation, countries_of_exploitation, trafficking_type, services, consent)
        from stdin (format binary)
        """;

    private const NpgsqlDbType Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;

    /// <summary>Saves what is pending, so that the return is there, and then its records.</summary>
    public static async Task SaveWithRecordsAsync(
        this BeneficiariesDb db,
        IReadOnlyList<CaseRecord> records,
        CancellationToken cancellationToken
    )
    {
        db.Audit.Counted("case_record", AuditVerb.Added, records.Count);
        await db.SaveChangesAsync(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var writer = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        foreach (var record in records)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(record.Id, NpgsqlDbType.Uuid, cancellationToken);
            await writer.WriteAsync(record.ReturnId, NpgsqlDbType.Uuid, cancellationToken);
            await writer.WriteAsync(record.PersonHash, NpgsqlDbType.Bytea, cancellationToken);
            await writer.WriteAsync(record.Gender, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(record.AgeBand, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(record.Citizenships, Texts, cancellationToken);
            await writer.WriteAsync(record.TraffickingStatus, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(record.TypesOfExploitation, Texts, cancellationToken);
            await writer.WriteAsync(record.CountriesOfExploitation, Texts, cancellationToken);
            await writer.WriteAsync(record.TraffickingType, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(record.Services, Texts, cancellationToken);
            await writer.WriteAsync(record.Consent, NpgsqlDbType.Boolean, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }
}
