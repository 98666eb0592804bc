using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Records a non-binding promise, with or without a plan of instalments that add up to it.</summary>
public sealed class RecordPledge(DonationsDb db, TimeProvider clock)
{
    private const int LongestReference = 100;
    private const int MostInstalments = 120;

    public Task<V1.RecordPledgeResponse> HandleAsync(
        V1.RecordPledgeRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var donorId = check.Id("donor_id", request.DonorId);
        var amount = check.PositiveMoney("amount", request.Amount).Bounded("amount", check);
        var pledgedOn = check.PastDate("pledged_on", request.PledgedOn, clock.Today());
        var reference = check.OptionalText("reference", request.Reference, LongestReference);
        var earmark = check.OptionalText("earmark", request.Earmark, Contribution.LongestEarmark);
        var instalments = Instalments(check, request, amount.Currency, pledgedOn);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.RequireDonorAsync(donorId, token);
                var pledge = Pledge.Promise(
                    donorId,
                    amount,
                    pledgedOn,
                    reference,
                    instalments,
                    clock.GetUtcNow(),
                    earmark
                );
                db.Pledges.Add(pledge);
                return new V1.RecordPledgeResponse { Pledge = pledge.ToWire(Money.Zero(amount.Currency)) };
            },
            cancellationToken
        );
    }

    private static List<(DateOnly DueDate, Money Amount)> Instalments(
        Check check,
        V1.RecordPledgeRequest request,
        Currency currency,
        DateOnly pledgedOn
    )
    {
        var instalments = new List<(DateOnly DueDate, Money Amount)>();
        check.That(
            request.Instalments.Count <= MostInstalments,
            "instalments",
            $"There are {request.Instalments.Count} instalments; at most {MostInstalments} are taken."
        );
        foreach (var (i, instalment) in request.Instalments.Take(MostInstalments).Index())
        {
            var field = $"instalments[{i}]";
            var due = check.Date($"{field}.due_date", instalment.DueDate);
            if (due != default && due < pledgedOn)
            {
                check.Add(DonationRefusals.InstalmentBeforePledge($"{field}.due_date", due, pledgedOn));
            }

            var part = check.PositiveMoney($"{field}.amount", instalment.Amount, currency);
            instalments.Add((due, part.Bounded($"{field}.amount", check)));
        }

        return instalments;
    }
}
