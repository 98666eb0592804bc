using System.Diagnostics;

namespace Fund.EndToEnd.Tests;

/// <summary>The demo of deploy/demo, on two of each process behind gateways that take turns.</summary>
public sealed class TheMainJob
{
    [Fact]
    public async Task Every_check_of_the_demo_holds_with_two_of_each_process()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var fund = await WholeFund.StartAsync(instances: 2, stop);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(WholeFund.Program("deploy", "Fund.Demo"));
        start.Environment["DEMO_GATEWAY"] = string.Join(' ', fund.Gateways);
        start.Environment["DEMO_ADMIN_EMAIL"] = fund.AdministratorEmail;
        start.Environment["DEMO_ADMIN_PASSWORD"] = fund.AdministratorPassword;
        start.Environment["DEMO_ADMIN_TOTP"] = fund.AdministratorSecret;
        start.Environment["DEMO_WINDOW_SECONDS"] = "30";
        using var demo = Process.Start(start)!;
        var errors = demo.StandardError.ReadToEndAsync(stop);
        var said = await demo.StandardOutput.ReadToEndAsync(stop);
        await demo.WaitForExitAsync(stop);
        // What failed first: a reader of the summary sees only its beginning.
        var failed = string.Join('\n', said.Split('\n').Where(line => line.Contains("FAIL", StringComparison.Ordinal)));
        Assert.True(demo.ExitCode == 0, failed + '\n' + await errors + said);
    }
}
