using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Fund.Demo;

namespace Fund.EndToEnd.Tests;

/// <summary>A running fund with a finance officer and an auditor, who import files and look at the books.</summary>
internal sealed class MoneyScene(WholeFund fund)
{
    private readonly Scene _scene = new(
        new HttpClient { BaseAddress = fund.Gateways.First(), Timeout = TimeSpan.FromSeconds(120) },
        new Report(),
        TimeProvider.System,
        new Broker(null)
    );

    public WholeFund Fund { get; } = fund;

    public FundProcess Donations => Fund.Of("donations").Single();

    public Api Finance => _scene["finance-officer"];

    public Api Auditor => _scene["auditor"];

    public string Today(int days = 0) => _scene.Today(days);

    public async Task PrepareAsync()
    {
        _scene.People["administrator"] = await Api.SignInAsync(
            _scene.Http,
            Fund.AdministratorEmail,
            Fund.AdministratorPassword,
            "administrator",
            Fund.AdministratorSecret
        );
        await _scene.EnrolAsync("finance-officer", "financeOfficer");
        await _scene.EnrolAsync("auditor", "auditor");
    }

    public Task<Api> EnrolAsync(string who, string role, JsonObject? tenant = null) =>
        _scene.EnrolAsync(who, role, tenant);

    public Task<T> AskAsync<T>(string sql) => Fund.AskAsync<T>("Donations", sql);

    /// <summary>Uploads a file, waits for its check, and has it taken in; returns without waiting for that.</summary>
    public async Task<string> StartImportAsync(string kind, string file, CancellationToken stop)
    {
        var begun = await Finance.PostAsync(
            "imports",
            new JsonObject
            {
                ["kind"] = kind,
                ["fileName"] = "file",
                ["createMissingDonors"] = kind == "contributions",
                ["defaultDonorKind"] = "privateSector",
            }
        );
        var id = begun.Text("importId");
        var sent = await Finance.TryFileAsync(
            HttpMethod.Put,
            $"imports/{id}/content",
            file,
            "application/octet-stream"
        );
        Assert.True(sent.Ok, sent.Text);
        await ImportIsAsync(id, "checked", stop);
        await Finance.PostAsync($"imports/{id}/start");
        return id;
    }

    public async Task<JsonNode> ImportIsAsync(string id, string state, CancellationToken stop)
    {
        JsonNode import = new JsonObject();
        await Wait.UntilAsync(
            async _ =>
            {
                import = await Finance.GetAsync($"imports/{id}");
                return import.Text("state") == state;
            },
            TimeSpan.FromMinutes(3),
            () => $"the import is not {state}: {import.ToJsonString()}\n{Donations.Log}",
            stop
        );
        return import;
    }

    /// <summary>Kill -9 while somebody stands before the held row, and start again.</summary>
    public async Task KillAtAsync(HeldStep held, CancellationToken stop)
    {
        await held.MetAsync(stop);
        await Donations.KillAsync(stop);
        await held.DisposeAsync();
        await Donations.StartAsync(stop);
    }

    /// <summary>Debits are credits, the position is what the ledger says, and every event has left.</summary>
    public async Task BooksAreWholeAsync(CancellationToken stop)
    {
        var balance = await Auditor.GetAsync("trial-balance");
        Assert.All(
            balance.Rows("sums"),
            sum => Assert.Equal(0m, decimal.Parse(sum.Text("amount"), CultureInfo.InvariantCulture))
        );
        var position = await Auditor.GetAsync("fund-position");
        Assert.Equal(
            await AskAsync<long>(
                """
                select coalesce(-sum(amount_minor), 0)::bigint
                from ledger_entries where account = 'received' and amount_currency = 'USD'
                """
            ),
            position.Cents("received")
        );
        await Wait.UntilAsync(
            async _ => await AskAsync<long>("select count(*) from outbox") == 0,
            TimeSpan.FromSeconds(60),
            () => "the outbox did not drain",
            stop
        );
    }

    /// <summary>A CSV file of contributions.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="row">Donor, amount, currency and date of each, by its number from 1.</param>
    public static string Csv(int rows, Func<int, string> row)
    {
        var file = new StringBuilder("donor,amount,currency,valueDate\n");
        for (var number = 1; number <= rows; number++)
        {
            file.Append(row(number)).Append('\n');
        }

        return file.ToString();
    }
}
