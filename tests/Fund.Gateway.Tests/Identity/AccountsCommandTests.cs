using System.Diagnostics;
using System.Text.Json.Nodes;
using Fund.Testing;

namespace Fund.Gateway.Tests.Identity;

/// <summary>The command that makes the secretariat's accounts, as deploy/up runs it: a process of its own.</summary>
public sealed class AccountsCommandTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task Accounts_are_made_once_and_their_passwords_work()
    {
        await using var database = await FreshDatabase.CreateAsync();

        var first = await RunAsync(database, "accounts", "seed");
        var again = await RunAsync(database, "accounts", "seed");

        Assert.Equal((0, 0), (first.Code, again.Code));
        Assert.Equal("", again.Output);
        Assert.Contains("accounts exist already", again.Error, StringComparison.Ordinal);
        var rows = first
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        Assert.All(rows, row => Assert.Equal(4, row.Length));
        Assert.Equal(
            [
                "programme-officer",
                "finance-officer",
                "finance-officer-2",
                "fund-manager",
                "reviewer",
                "reviewer-2",
                "trustee",
                "auditor",
                "administrator",
            ],
            rows.Select(row => row[1].Replace("@fund.example", "", StringComparison.Ordinal))
        );
        Assert.Equal(rows.Count, rows.Select(row => row[2]).Distinct().Count());

        await using var instance = await RunningService.StartAsync(
            "gateway",
            Program.Build,
            database,
            gateway.Broker,
            arguments: [.. Settings(database)]
        );
        using var http = new HttpClient { BaseAddress = instance.HttpAddress };
        Assert.Equal(200, await SignInAsync(http, rows[^1][1], rows[^1][2]));

        var reset = await RunAsync(database, "accounts", "reset-password", rows[^1][1]);
        Assert.Equal(401, await SignInAsync(http, rows[^1][1], rows[^1][2]));
        Assert.Equal(200, await SignInAsync(http, rows[^1][1], reset.Output.Trim()));
        Assert.NotEqual(0, (await RunAsync(database, "accounts", "reset-password", "nobody@fund.example")).Code);
        Assert.NotEqual(0, (await RunAsync(database, "accounts", "destroy")).Code);
    }

    private static async Task<int> SignInAsync(HttpClient http, string email, string password)
    {
        var body = new JsonObject { ["email"] = email, ["password"] = password };
        using var content = new StringContent(body.ToJsonString(), null, "application/json");
        using var response = await http.PostAsync("/api/v1/session", content);
        return (int)response.StatusCode;
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(FreshDatabase database, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            typeof(Program).Assembly.Location,
            .. words,
            .. Settings(database),
            .. TestIdentity.Shared.Arguments("gateway"),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private IEnumerable<string> Settings(FreshDatabase database) =>
        new[] { "Donations", "GrantCalls", "Projects", "Beneficiaries" }
            .Select(name => $"--Services:{name}={gateway.Backend.Address}")
            .Append($"--ConnectionStrings:Database={database.ConnectionString}")
            .Append($"--ConnectionStrings:Broker={gateway.Broker.Address}");
}
