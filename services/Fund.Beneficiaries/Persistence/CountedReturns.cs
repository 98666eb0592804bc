using Fund.Beneficiaries.Domain;
using Fund.Beneficiaries.Domain.Disclosure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Fund.Beneficiaries.Persistence;

/// <summary>
/// The true figures of a release. A person keeps the place in the tables where they were first counted (release by
/// release, then in the order of acceptance), so that a figure never falls from one release to the next.
/// </summary>
public sealed class CountedReturns(BeneficiariesDb db)
{
    /// <summary>Notes the returns that this release counts for the first time, and adds everything up.</summary>
    /// <exception cref="Kernel.RefusedException">NOTHING_TO_PUBLISH.</exception>
    public async Task<FigureCounts> CountAsync(int release, DateOnly upTo, CancellationToken cancellationToken)
    {
        await db
            .Returns.Where(row =>
                row.State == ReturnState.Accepted && row.PeriodTo <= upTo && row.CountedInRelease == null
            )
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CountedInRelease, release), cancellationToken);
        var counted = await (
            from row in db.Returns.AsNoTracking().Include(row => row.Cells)
            join project in db.Projects on row.AgreementId equals project.AgreementId
            where row.CountedInRelease != null
            select new { Return = row, project.CountryCode }
        ).ToListAsync(cancellationToken);
        if (counted.Count == 0)
        {
            throw BeneficiaryRefusals.NothingToPublish().AsException();
        }

        var counts = new FigureCounts();
        foreach (var item in counted)
        {
            counts.HasCountry(item.CountryCode);
            var table = item.Return.Table();
            foreach (var type in Htcds.SupportType.Codes)
            {
                counts.AddServices(type, table.AtLeast(new CellKey(Measures.Service(type))));
            }

            if (item.Return.Kind == ReturnKind.Aggregate)
            {
                counts.AddPeople(item.CountryCode, PeopleBreakdown.Of(table, item.Return.Increment));
            }
        }

        await AddCasesAsync(counts, cancellationToken);
        return counts;
    }

    private async Task AddCasesAsync(FigureCounts counts, CancellationToken cancellationToken)
    {
        const string sql = """
            select country_code, gender, age_band, form, count(*)
            from (
                select distinct on (record.person_hash)
                    project.country_code, record.gender, record.age_band,
                    coalesce(record.types_of_exploitation[1], '') as form
                from case_records record
                join returns on returns.id = record.return_id
                join projects project on project.agreement_id = returns.agreement_id
                where returns.counted_in_release is not null
                order by record.person_hash, returns.counted_in_release, returns.accepted_at, returns.id
            ) person
            group by country_code, gender, age_band, form
            """;
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Transaction = (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction(),
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.AddPeople(
                reader.GetString(0),
                reader.GetString(1),
                AgeBands.GroupOf(reader.GetString(2)),
                reader.GetString(3),
                reader.GetInt64(4)
            );
        }
    }
}
