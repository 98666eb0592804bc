using Fund.Donations.V1;

namespace Fund.Gateway.Api;

internal static partial class Routes
{
    private static IEnumerable<Route> Donors()
    {
        var api = new Table(DonationsService.Descriptor);
        return
        [
            api.Post("/donors", "RegisterDonor", Finance).Creates("/donors/{donorId}"),
            api.Get(
                "/donors",
                "ListDonors",
                new Access("Finance officer, fund manager, auditor; an administrator, for the list of tenants.")
            ),
            api.Get("/donors/{donorId}", "GetDonor", DonorReads),
            api.Put("/donors/{donorId}", "ChangeDonor", Finance),
            api.Post("/donors/{donorId}/merges", "MergeDonors", Finance),
            api.Post("/donor-merges/{mergeId}/undoing", "UndoMerge", Finance),
            api.Get("/duplicate-donors", "ListDuplicateDonors", FinanceReads),
            api.Get("/exports/donors", "ExportDonors", FinanceReads).StreamsFile("text/csv"),
            api.Get("/exports/donor-contacts", "ExportDonorContacts", FinanceReads).StreamsFile("text/csv"),
            api.Post("/pledges", "RecordPledge", Finance).Creates("/pledges/{pledgeId}"),
            api.Get("/pledges", "ListPledges", DonorReads),
            api.Get("/pledges/{pledgeId}", "GetPledge", DonorReads),
            api.Post("/pledges/{pledgeId}/plan", "ChangePledgePlan", Finance),
            api.Get("/exports/pledges", "ExportPledges", DonorReads).StreamsFile("text/csv"),
            api.Post("/pledges/{pledgeId}/cancellation", "CancelPledge", Finance),
            api.Post("/contributions", "RecordContribution", Finance).Creates("/contributions/{contributionId}"),
            api.Get("/contributions", "ListContributions", DonorReads),
            api.Get("/contributions/{contributionId}", "GetContribution", DonorReads),
            api.Get("/exports/contributions", "ExportContributions", DonorReads).StreamsFile("text/csv"),
            api.Post("/in-kind-gifts", "RecordInKindGift", Finance).Creates(),
            api.Get("/in-kind-gifts", "ListInKindGifts", DonorReads),
            api.Post("/in-kind-gifts/{inKindGiftId}/withdrawal", "WithdrawInKindGift", Finance),
            api.Post("/contributions/{contributionId}/reversal", "ReverseContribution", Finance),
            api.Post("/contributions/{contributionId}/correction", "CorrectContribution", Finance),
        ];
    }
}
