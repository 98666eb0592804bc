using Fund.Tour;
using Microsoft.Playwright;

// tests/tour/run calls this: Fund.Tour <site> <accounts> <demo accounts> <folder of the pictures>
if (args is not [var site, var accountsFile, var demoFile, var folder])
{
    Console.Error.WriteLine("Usage: Fund.Tour <site> <accounts> <demo accounts> <folder>");
    return 64;
}

var people = People.Read(accountsFile, demoFile);
using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(
    new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu", "--disable-quic"] }
);
foreach (var stop in Stop.All)
{
    await using var visit = await Visit.BeginAsync(browser, site, stop.Width);
    if (stop.Who is { } who)
    {
        await visit.SignInAsync(people.Of(who), stop.Language);
    }

    await visit.PictureAsync($"/{stop.Language}{stop.Path}", stop.Follow, Path.Combine(folder, stop.Name + ".png"));
    Console.WriteLine(Path.Combine(folder, stop.Name + ".png"));
}

return 0;
