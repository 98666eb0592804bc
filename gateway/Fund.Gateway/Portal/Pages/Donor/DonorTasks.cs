using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Gateway.Clients;
using Fund.Gateway.Portal.Access;
using Fund.Gateway.Portal.Shell;
using Fund.Hosting;

namespace Fund.Gateway.Portal.Pages.Donor;

/// <summary>Instalments of a donor's pledges that are to be paid within a quarter, and those that are overdue.</summary>
internal sealed class DonorTasks(ServiceClients ask, Words words, TimeProvider time) : ITaskSource
{
    private const int DaysAhead = 92;

    public string Part => "Donor";

    public bool IsFor(Visitor visitor) => visitor.Is(Role.DonorContact);

    public async Task<IReadOnlyList<TaskItem>> ListAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        var answer = await ask.Donations.ListPledgesAsync(
            new ListPledgesRequest
            {
                DonorId = visitor.Caller.DonorId!.Value.ToString("D"),
                State = PledgeState.Open,
                Page = new PageRequest { PageSize = 100 },
            },
            cancellationToken: cancellationToken
        );
        var last = time.GetUtcNow()
            .AddDays(DaysAhead)
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return
        [
            .. from pledge in answer.Pledges
            from instalment in pledge.Instalments
            where instalment.Paid.MinorUnits < instalment.Amount.MinorUnits
            where string.CompareOrdinal(instalment.DueDate, last) <= 0
            orderby instalment.DueDate
            select new TaskItem(
                words["Donor.PayInstalment", Ui.Figures.Exact(instalment.Amount)],
                "/donor/pledges",
                Due: instalment.DueDate
            ),
        ];
    }
}
