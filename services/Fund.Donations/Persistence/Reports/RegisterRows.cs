using System.Runtime.CompilerServices;
using Fund.Donations.Domain;
using Npgsql;

namespace Fund.Donations.Persistence.Reports;

/// <summary>A line of the register as everybody may see it.</summary>
/// <param name="Name">Null for donors who are not named.</param>
/// <param name="UsdCents">Null when it is not shown.</param>
public sealed record RegisterRow(
    RegisterPart Part,
    string? Name,
    DonorKind? Kind,
    string CountryCode,
    int Year,
    long? UsdCents
)
{
    /// <summary>Kind as everybody may see it: that of a named donor, or of people; none of anonymous donors.</summary>
    public DonorKind? KindShown => Part == RegisterPart.Individuals ? DonorKind.Individual : Kind;
}

/// <summary>Which lines of the register are wanted; nothing set means all.</summary>
/// <param name="Year">Calendar year; 0 for all.</param>
/// <param name="Kind">Of named donors.</param>
/// <param name="CountryCode">Of named donors; empty for all.</param>
/// <param name="Search">Part of the name of named donors, folded; empty for all.</param>
public sealed record RegisterFilter(int Year, DonorKind? Kind, string CountryCode, string Search)
{
    public static RegisterFilter All { get; } = new(0, null, "", "");
}

/// <summary>Order of the lines. The numbers are those of the wire.</summary>
public enum RegisterOrder
{
    Year = 1,
    Name = 2,
    Amount = 3,
}

/// <summary>Reads the public register.</summary>
public sealed class RegisterRows(NpgsqlDataSource source)
{
    // Whoever is anonymous by now is left out here, whatever the register still has. Donors who are not named come last
    // and by nothing that is theirs, so that the order says nothing about them.
    private const string Sql = """
        select line.part, donor.name, donor.kind, coalesce(donor.country_code, '')::text, line.year, line.usd_cents
        from register_lines line
        left join donors donor on donor.id = line.donor_id
        where (line.part <> 'Named' or not donor.publicly_anonymous and donor.kind <> 'Individual')
            and ($1 = 0 or line.year = $1)
            and ($2 = '' or donor.kind = $2)
            and ($3 = '' or donor.country_code = $3)
            and ($6 = '' or position($6 in donor.search_name) > 0)
        order by
        """;

    private const string Last = "line.part <> 'Named', donor.search_name";

    /// <summary>Lines in their order, as they are read.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="order">By what.</param>
    /// <param name="skip">Lines before the first one wanted.</param>
    /// <param name="take">Most lines.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<RegisterRow> ReadAsync(
        RegisterFilter filter,
        RegisterOrder order,
        int skip,
        int take,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var by = order switch
        {
            RegisterOrder.Name => $"{Last}, line.year desc",
            RegisterOrder.Amount => $"line.usd_cents desc nulls last, {Last}, line.year desc",
            _ => $"line.year desc, {Last}",
        };
        await using var command = source.CreateCommand($"{Sql} {by}, line.part, line.donor_id limit $4 offset $5");
        command.Parameters.AddWithValue(filter.Year);
        command.Parameters.AddWithValue(filter.Kind?.ToString() ?? "");
        command.Parameters.AddWithValue(filter.CountryCode);
        command.Parameters.AddWithValue(take);
        command.Parameters.AddWithValue(skip);
        command.Parameters.AddWithValue(filter.Search);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var named = !await row.IsDBNullAsync(1, cancellationToken);
            yield return new RegisterRow(
                Enum.Parse<RegisterPart>(row.GetString(0)),
                named ? row.GetString(1) : null,
                named ? Enum.Parse<DonorKind>(row.GetString(2)) : null,
                row.GetString(3),
                row.GetInt32(4),
                await row.IsDBNullAsync(5, cancellationToken) ? null : row.GetInt64(5)
            );
        }
    }

    /// <summary>When it was last brought up to date; null before the first time.</summary>
    public async Task<DateTimeOffset?> UpdatedAtAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select updated_at from register_state where id = 1");
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime at
            ? new DateTimeOffset(at, TimeSpan.Zero)
            : null;
    }
}
