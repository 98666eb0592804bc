using Fund.Beneficiaries.Domain;
using Fund.Beneficiaries.Grpc;
using Fund.Beneficiaries.Persistence;
using Fund.Beneficiaries.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;
using CaseRecord = Fund.Beneficiaries.Domain.CaseRecord;

namespace Fund.Beneficiaries.Features;

/// <summary>
/// Takes in the case records of a period, by the people of the organisation whose project it is. Pseudonyms become
/// keyed hashes here, before anything is written, and go no further.
/// </summary>
public sealed class SubmitCaseReturn(BeneficiariesDb db, PseudonymKey key, TimeProvider clock)
{
    public Task<SubmitCaseReturnResponse> HandleAsync(
        SubmitCaseReturnRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var agreementId = check.Id("agreement_id", request.AgreementId);
        var reportId = check.Id("report_id", request.ReportId);
        check.ThrowIfAny();
        var organisationId =
            caller.OrganisationId ?? throw Refusals.NotFound("agreement", request.AgreementId).AsException();
        var facts = RecordChecks.Facts(request.Records);
        var hashes = request.Records.Select(record => key.Hash(organisationId, record.Pseudonym)).ToList();
        return db.OnceAsync(
            caller,
            request.RequestId,
            WithoutPseudonyms(request, hashes),
            async token =>
            {
                var now = clock.GetUtcNow();
                var today = DateOnly.FromDateTime(now.UtcDateTime);
                var open = await db.OpenPeriodAsync(caller, agreementId, reportId, today, token);
                var records = facts.Zip(hashes, (fact, hash) => CaseRecord.Of(open.Return.Id, hash, fact)).ToList();
                var before = await SeenBeforeAsync(open, hashes, token);
                var cells = CaseMeasures.Of(records, record => !before.ContainsKey(Name(record.PersonHash)));
                var warnings = ReturnWarnings.OfCases(
                    open.Period,
                    await open.EarlierAsync(db, token),
                    Contradictions.Between(records, record => before.GetValueOrDefault(Name(record.PersonHash)))
                );
                open.Return.Submit(Domain.ReturnKind.Cases, cells, warnings, caller.Subject, now);
                await db.SaveWithRecordsAsync(records, token);
                return new SubmitCaseReturnResponse { BeneficiaryReturn = open.Return.ToWire() };
            },
            cancellationToken
        );
    }

    /// <summary>
    /// What is remembered of the request, to recognise it when it comes again: a plain hash of a request with
    /// pseudonyms in it could be tried out by whoever guesses how they are made, so the keyed hashes stand in.
    /// </summary>
    private static SubmitCaseReturnRequest WithoutPseudonyms(SubmitCaseReturnRequest request, List<byte[]> hashes)
    {
        var copy = request.Clone();
        for (var i = 0; i < hashes.Count; i++)
        {
            copy.Records[i].Pseudonym = Name(hashes[i]);
        }

        return copy;
    }

    /// <summary>The latest earlier record of each of these people in the project.</summary>
    private async Task<Dictionary<string, CaseRecord>> SeenBeforeAsync(
        OpenPeriod open,
        List<byte[]> hashes,
        CancellationToken cancellationToken
    )
    {
        var ids = open.EarlierReturnIds;
        var period = open.EarlierReturns.ToDictionary(row => row.Id, row => row.PeriodNumber);
        var earlier = await db
            .CaseRecords.AsNoTracking()
            .Where(record => ids.Contains(record.ReturnId) && hashes.Contains(record.PersonHash))
            .ToListAsync(cancellationToken);
        return earlier
            .GroupBy(record => Name(record.PersonHash))
            .ToDictionary(person => person.Key, person => person.MaxBy(record => period[record.ReturnId])!);
    }

    private static string Name(byte[] hash) => Convert.ToHexString(hash);
}
