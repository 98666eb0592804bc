using System.Text.Json.Nodes;

namespace Fund.Demo;

/// <summary>What the steps share: the people, the report, and the ids of what earlier steps made.</summary>
internal sealed class Scene(HttpClient http, Report report, TimeProvider clock, Broker broker)
{
    /// <summary>Makes names and references of this run its own, so that the demo can be run again.</summary>
    public string Run { get; } = Guid.CreateVersion7().ToString("N")[^8..];

    public Report Report { get; } = report;

    public TimeProvider Clock { get; } = clock;

    public Broker Broker { get; } = broker;

    /// <summary>Brings the deadline of a call forward, for those who can; everybody else waits for it.</summary>
    public Func<string, Task>? BringDeadlineAsync { get; init; }

    public HttpClient Http { get; } = http;

    public Dictionary<string, Api> People { get; } = [];

    public Dictionary<string, string> Accounts { get; } = [];

    public Dictionary<string, string> Ids { get; } = [];

    /// <summary>
    /// Addresses and passwords of the accounts that were made, and the secret of their one-time passwords where there is
    /// one, for whoever wants to look around with them.
    /// </summary>
    public List<(string Email, string Password, string? Secret)> Passwords { get; } = [];

    public Api Public => new(Http, "the public");

    public Api this[string who] => People[who];

    public async Task<long> AvailableAsync() => (await Public.GetAsync("fund-position")).Cents("available");

    public string Today(int days = 0) => Make.Date(Clock.GetUtcNow(), days);

    /// <summary>The administrator makes an account; the person signs in with it.</summary>
    public async Task<Api> EnrolAsync(string who, string role, JsonObject? tenant = null)
    {
        var email = $"{who}-{Run}@demo.example";
        var body = tenant ?? [];
        body["email"] = email;
        body["role"] = role;
        body["name"] ??= Named(who);
        var account = await People["administrator"].PostAsync("accounts", body);
        Accounts[who] = account.Text("accountId");
        var person = await Api.SignInAsync(Http, email, account.Text("password"), who);
        Passwords.Add((email, account.Text("password"), person.Secret));
        return People[who] = person;
    }

    /// <summary>A name for the audit trail: harbour-officer is Harbour Officer.</summary>
    private static string Named(string who) =>
        string.Join(' ', who.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Waits until a condition holds, for what arrives by event; fails readably when it does not.</summary>
    public async Task<bool> EventuallyAsync(Func<Task<bool>> condition, int seconds = 60)
    {
        var until = Clock.GetUtcNow().AddSeconds(seconds);
        while (Clock.GetUtcNow() < until)
        {
            if (await condition())
            {
                return true;
            }

            await Task.Delay(250);
        }

        return false;
    }
}

/// <summary>Stops and starts this machine's broker through the operators' command.</summary>
internal sealed class Broker(string? command)
{
    public bool CanBeStopped => command is not null;

    public async Task RunAsync(string action)
    {
        using var process = System.Diagnostics.Process.Start(command!, [action]);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new DemoFailedException($"{command} {action} ended with exit code {process.ExitCode}");
        }
    }
}
