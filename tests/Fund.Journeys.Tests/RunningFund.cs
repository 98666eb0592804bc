using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Fund.Demo;
using Fund.Demo.Seeding;
using Fund.Demo.Steps;
using Fund.EndToEnd.Tests;
using Fund.Journeys.Tests;
using Fund.Testing.Browser;

[assembly: AssemblyFixture(typeof(RunningFund))]

namespace Fund.Journeys.Tests;

/// <summary>
/// The five processes, what happened in the Fund before anybody looks, and a browser. All journeys share them, as people
/// do: each has its own donors, months and days, and none knows of another.
/// </summary>
public sealed class RunningFund : IAsyncLifetime
{
    private readonly Chromium _chromium = new();
    private readonly string _mails = Directory.CreateTempSubdirectory("fund-mails-").FullName;
    private readonly ConcurrentQueue<string> _errors = [];
    private WholeFund? _fund;
    private Scene? _scene;

    public Uri Site => Fund.Gateways.First();

    /// <summary>Errors that any of the processes wrote, to explain a failure.</summary>
    internal string Log => string.Join('\n', _errors);

    internal Chromium Chromium => _chromium;

    /// <summary>Which pages axe-core looked at: language, width, and what they are made of.</summary>
    internal ConcurrentDictionary<string, bool> Examined { get; } = new(StringComparer.Ordinal);

    /// <summary>People who are there already, and what they made.</summary>
    internal Scene Scene => _scene ?? throw new InvalidOperationException("Nothing has happened yet.");

    internal Api Finance => Scene["finance-officer"];

    internal WholeFund Fund => _fund ?? throw new InvalidOperationException("The Fund does not run.");

    public async ValueTask InitializeAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        _fund = await WholeFund.StartAsync(1, stop, new Dictionary<string, string> { ["Mail:Folder"] = _mails }, Hear);
        var http = new HttpClient { BaseAddress = Site, Timeout = TimeSpan.FromSeconds(60) };
        _scene = new Scene(http, new Report(), TimeProvider.System, new Broker(null))
        {
            BringDeadlineAsync = _fund.BringDeadlineAsync,
        };
        _scene.People["administrator"] = await Api.SignInAsync(
            http,
            _fund.AdministratorEmail,
            _fund.AdministratorPassword,
            "administrator",
            _fund.AdministratorSecret
        );
        await DemoData.LoadAsync(_scene, Path.Combine(WholeFund.RepositoryRoot, "seeds", "demo"));
        // The call takes what is available: nobody else moves money meanwhile.
        Environment.SetEnvironmentVariable("DEMO_WINDOW_SECONDS", "3600");
        await DemoData.PlayAsync(_scene);
        await ASession.EnrolTrusteesAsync(_scene);
    }

    internal Task<Person> OpenAsync(View view) => Person.OpenAsync(this, view);

    /// <summary>Somebody of the scene, who is signed in.</summary>
    internal Task<Person> OpenAsync(View view, string who) => Person.OpenAsync(this, view, Scene[who].Token);

    /// <summary>An account of somebody's own.</summary>
    internal async Task<(string Email, string Password)> AccountAsync(string role, JsonObject? tenant = null)
    {
        var email = $"{role.ToLowerInvariant()}-{Guid.CreateVersion7():N}@people.example";
        var body = tenant ?? [];
        (body["email"], body["role"]) = (email, role);
        var account = await Scene["administrator"].PostAsync("accounts", body);
        return (email, account.Text("password"));
    }

    /// <summary>Waits for a message to somebody; returns it with subject and text.</summary>
    internal async Task<string> MailAsync(string to)
    {
        string? found = null;
        await Wait.UntilAsync(
            async stop =>
            {
                foreach (var file in Directory.EnumerateFiles(_mails, "*.txt"))
                {
                    var text = await File.ReadAllTextAsync(file, stop);
                    found = text.StartsWith($"To: {to}\n", StringComparison.OrdinalIgnoreCase) ? text : found;
                }

                return found is not null;
            },
            TimeSpan.FromSeconds(30),
            () => $"no message to {to} came",
            TestContext.Current.CancellationToken
        );
        return found!;
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        if (_fund is not null)
        {
            await _fund.DisposeAsync();
        }

        Directory.Delete(_mails, recursive: true);
    }

    private void Hear(string line)
    {
        if (line.Contains("\"LogLevel\":\"Error\"", StringComparison.Ordinal))
        {
            _errors.Enqueue(line);
        }
    }
}
