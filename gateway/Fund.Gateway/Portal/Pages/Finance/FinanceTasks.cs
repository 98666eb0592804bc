using System.Globalization;
using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Gateway.Clients;
using Fund.Gateway.Portal.Access;
using Fund.Gateway.Portal.Shell;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Gateway.Portal.Pages.Finance;

/// <summary>What waits for finance: bank entries, rates, overdue instalments, files that were checked, months to close.</summary>
internal sealed class FinanceTasks(ServiceClients ask, Words words) : ITaskSource
{
    private const int Most = 100;

    public string Part => "Finance";

    public bool IsFor(Visitor visitor) => visitor.Is(Role.FinanceOfficer, Role.FundManager);

    public async Task<IReadOnlyList<TaskItem>> ListAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        var options = new CallOptions(cancellationToken: cancellationToken);
        var page = new PageRequest { PageSize = Most };
        var entries = ask.Banking.ListBankEntriesAsync(
            new ListBankEntriesRequest { State = BankEntryState.Candidate, Page = page },
            options
        );
        var waiting = ask.Donations.ListContributionsAsync(
            new ListContributionsRequest
            {
                ValuationState = ValuationState.AwaitingRate,
                State = ContributionState.Counting,
                Page = page,
            },
            options
        );
        var overdue = ask.Donations.ListPledgesAsync(new ListPledgesRequest { Overdue = true, Page = page }, options);
        var imports = ask.Imports.ListImportsAsync(
            new ListImportsRequest { State = ImportState.Checked, Page = page },
            options
        );
        var months = ask.Ledger.ListAccountingPeriodsAsync(new ListAccountingPeriodsRequest(), options);
        List<TaskItem> tasks = [];
        Add(tasks, "BankEntries", "/bank", (await entries).Entries.Count);
        Add(tasks, "AwaitingRate", "/contributions?valuation=AwaitingRate", (await waiting).Contributions.Count);
        Add(tasks, "Overdue", "/pledges?overdue=yes", (await overdue).Pledges.Count);
        Add(tasks, "Imports", "/imports", (await imports).Imports.Count);
        var asked = (await months).Periods.Where(period => !period.Closed);
        if (visitor.Is(Role.FundManager))
        {
            Add(tasks, "Months", "/ledger/months", asked.Count());
        }

        return tasks;
    }

    private void Add(List<TaskItem> tasks, string key, string path, int count)
    {
        if (count > 0)
        {
            var shown = count.ToString(CultureInfo.CurrentCulture) + (count == Most ? "+" : "");
            tasks.Add(new TaskItem(words[$"FinanceTask.{key}", shown], path));
        }
    }
}
