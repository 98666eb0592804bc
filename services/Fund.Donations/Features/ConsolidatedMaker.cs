using System.Security.Cryptography;
using Fund.Donations.Domain;
using Fund.Donations.Domain.Statements;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Statements;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Whose statements are wanted in one.</summary>
/// <param name="Ids">These donors; empty for all of country and kind.</param>
/// <param name="CountryCode">Empty for all.</param>
/// <param name="Kind">Null for all.</param>
internal sealed record DonorChoice(IReadOnlyList<Guid> Ids, string CountryCode, DonorKind? Kind)
{
    /// <summary>Donors that may be chosen one by one.</summary>
    public const int MostIds = 100;

    public static DonorChoice Of(Check check, string donorIds, string countryCode, V1.DonorKind kind)
    {
        var texts = donorIds.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        check.That(
            texts.Length <= MostIds,
            "donor_ids",
            $"{texts.Length} donors cannot be asked for one by one; at most {MostIds} can."
        );
        check.That(
            texts.Length == 0 || (countryCode.Length == 0 && kind == V1.DonorKind.Unspecified),
            "donor_ids",
            "Name donors, or a country and a kind of donor, but not both."
        );
        if (countryCode.Length > 0 && !Countries.Exists(countryCode))
        {
            check.Add(DonationRefusals.UnknownCountry("country_code", countryCode));
        }

        if (kind != V1.DonorKind.Unspecified)
        {
            check.Choice("kind", kind);
        }

        return new DonorChoice(
            [.. texts.Take(MostIds).Select(text => check.Id("donor_ids", text)).Distinct()],
            countryCode,
            kind == V1.DonorKind.Unspecified ? null : (DonorKind)kind
        );
    }
}

/// <summary>Makes the one thing that answer, CSV file and PDF file of a consolidated statement are made of.</summary>
public sealed class ConsolidatedMaker(DonationsDb db, StatementMaker maker, TimeProvider clock)
{
    /// <summary>Donors in one statement, so that it is made within a request.</summary>
    public const int MostDonors = 2_000;

    internal async Task<ConsolidatedDocument> MakeAsync(
        DonorChoice choice,
        StatementQuestion question,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<(Donor Donor, DonorStatement Figures)>();
        foreach (var donor in await DonorsAsync(choice, question, cancellationToken))
        {
            var figures = await maker.FiguresAsync(donor.Id, question.From, question.To, cancellationToken);
            if (choice.Ids.Count > 0 || figures.Lines.Count + figures.Opening.Count > 0)
            {
                rows.Add((donor, figures));
            }
        }

        var today = clock.Today();
        var number = await db.GiveConsolidatedAsync(Hash(choice, question), today.Year, cancellationToken);
        return new ConsolidatedDocument(number, question.From, question.To, question.Spoken("en"), today, rows);
    }

    private async Task<List<Donor>> DonorsAsync(
        DonorChoice choice,
        StatementQuestion question,
        CancellationToken cancellationToken
    )
    {
        var donors = db.Donors.AsNoTracking();
        if (choice.Ids.Count > 0)
        {
            donors = donors.Where(donor => choice.Ids.Contains(donor.Id));
        }
        else
        {
            // Whoever has neither a pledge nor a contribution up to the last day has nothing to state.
            donors = donors
                .Where(donor => choice.CountryCode.Length == 0 || donor.CountryCode == choice.CountryCode)
                .Where(donor => choice.Kind == null || donor.Kind == choice.Kind)
                .Where(donor =>
                    db.Contributions.Any(row => row.DonorId == donor.Id && row.ValueDate <= question.To)
                    || db.Pledges.Any(row => row.DonorId == donor.Id && row.PledgedOn <= question.To)
                );
        }

        var found = await donors
            .OrderBy(donor => donor.SearchName)
            .ThenBy(donor => donor.Id)
            .Take(MostDonors + 1)
            .ToListAsync(cancellationToken);
        if (found.Count > MostDonors)
        {
            throw DonationRefusals.TooManyDonors(MostDonors).AsException();
        }

        var missing = choice.Ids.Except(found.Select(donor => donor.Id)).FirstOrDefault();
        return missing == Guid.Empty ? found : throw Refusals.NotFound("donor", missing.ToWire()).AsException();
    }

    /// <summary>The same question, whatever the order of its donors.</summary>
    private static byte[] Hash(DonorChoice choice, StatementQuestion question)
    {
        var ids = string.Join(',', choice.Ids.Order());
        var text = $"{ids}|{choice.CountryCode}|{choice.Kind}|{question.From.ToWire()}|{question.To.ToWire()}";
        return SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
    }
}
