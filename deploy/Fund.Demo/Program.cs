using System.Diagnostics;
using Fund.Demo;
using Fund.Demo.Seeding;
using Fund.Demo.Steps;

// deploy/demo calls this with the gateway's address, an administrator's credentials, and how to stop the broker.
var gateway = Environment.GetEnvironmentVariable("DEMO_GATEWAY") ?? "http://127.0.0.1:8080";
var email = Environment.GetEnvironmentVariable("DEMO_ADMIN_EMAIL");
var password = Environment.GetEnvironmentVariable("DEMO_ADMIN_PASSWORD");
if (email is null || password is null)
{
    Console.Error.WriteLine("Run ./deploy/demo; it makes an administrator account for this program.");
    return 64;
}

// Several addresses, separated by blanks, take turns: any instance of the gateway must do.
var addresses = gateway.Split(' ').Select(address => new Uri(address.TrimEnd('/') + "/")).ToArray();
using var http = new HttpClient(new TakingTurns(addresses))
{
    BaseAddress = addresses[0],
    Timeout = TimeSpan.FromSeconds(60),
};
var report = new Report();
var broker = new Broker(Environment.GetEnvironmentVariable("DEMO_BROKER_COMMAND"));
var scene = new Scene(http, report, TimeProvider.System, broker);
var watch = Stopwatch.StartNew();
try
{
    var secret = Environment.GetEnvironmentVariable("DEMO_ADMIN_TOTP");
    scene.People["administrator"] = await Api.SignInAsync(http, email, password, "administrator", secret);
    if (args is ["seed", var folder])
    {
        await DemoData.RunAsync(scene, folder);
        return report.Close(watch.Elapsed);
    }

    await Staff.EnrolAsync(scene);
    await OrganisationsApply.EnrolAsync(scene);
    await MoneyComesIn.RunAsync(scene);
    await ACallIsPublished.RunAsync(scene);
    await OrganisationsApply.RunAsync(scene);
    await TheBoardDecides.RunAsync(scene);
    await AnInstalmentIsPaid.RunAsync(scene);
    await TheOrganisationReports.RunAsync(scene);
    await FiguresAreShown.RunAsync(scene);
    await TheSameRequestTwice.RunAsync(scene);
}
catch (Exception problem) when (problem is DemoFailedException or HttpRequestException or TaskCanceledException)
{
    report.Check(false, problem.Message);
}

return report.Close(watch.Elapsed);
