using Fund.Projects.Domain;
using Microsoft.EntityFrameworkCore;

namespace Fund.Projects.Persistence;

/// <summary>The last running number given out in a year.</summary>
public sealed class AgreementNumber
{
    private AgreementNumber() { }

    public int Year { get; private set; }

    public int Last { get; private set; }
}

/// <summary>Gives out running numbers without gaps.</summary>
public static class AgreementNumbers
{
    /// <summary>
    /// Takes the next number of a year within the running transaction. Others wait for its end: the row is locked, and
    /// a transaction that fails gives its number back.
    /// </summary>
    public static async Task<string> NextAgreementNumberAsync(
        this ProjectsDb db,
        int year,
        CancellationToken cancellationToken
    )
    {
        var places = await db
            .Database.SqlQuery<int>(
                $"""
                insert into agreement_numbers (year, last) values ({year}, 1)
                on conflict (year) do update set last = agreement_numbers.last + 1
                returning last as "Value"
                """
            )
            .ToListAsync(cancellationToken);
        return Agreement.NumberOf(year, places.Single());
    }
}
