using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Fund.Gateway.Identity;
using Fund.Gateway.Mail;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Fund.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Gateway.Tests;

/// <summary>A real gateway with its database and broker, in front of stub services.</summary>
public sealed class RunningGateway : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly ConcurrentDictionary<Role, Lazy<Task<(Account Account, string Password)>>> _people = new();
    private FreshDatabase? _database;
    private TestBroker? _broker;
    private RunningService? _service;
    private Backend? _backend;

    internal Backend Backend => _backend!;

    internal FreshDatabase Database => _database!;

    internal TestBroker Broker => _broker!;

    internal RunningService Service => _service!;

    public HttpClient Http => _http;

    public async ValueTask InitializeAsync()
    {
        _backend = await Backend.StartAsync();
        _database = await FreshDatabase.CreateAsync();
        _broker = await TestBroker.CreateAsync();
        _service = await StartInstanceAsync();
        _http.BaseAddress = _service.HttpAddress;
    }

    /// <summary>Where messages are kept instead of being sent.</summary>
    internal string MailFolder { get; } = Directory.CreateTempSubdirectory("fund-mail-").FullName;

    /// <summary>The messages to an address, oldest first, once there are at least so many.</summary>
    internal async Task<IReadOnlyList<string>> MailsToAsync(string address, int atLeast = 1)
    {
        var mails = new List<string>();
        await Eventually.TrueAsync(
            async () =>
            {
                await Service.InScopeAsync<SendPasswordResets>(work => work.RunAsync(CancellationToken.None));
                await Service.InScopeAsync<SendMails>(work => work.RunAsync(CancellationToken.None));
                mails.Clear();
                foreach (var file in Directory.EnumerateFiles(MailFolder, "*.txt").Order(StringComparer.Ordinal))
                {
                    var text = await File.ReadAllTextAsync(file);
                    if (text.StartsWith($"To: {address}\n", StringComparison.OrdinalIgnoreCase))
                    {
                        mails.Add(text);
                    }
                }

                return mails.Count >= atLeast;
            },
            $"{atLeast} messages to {address}"
        );
        return mails;
    }

    /// <summary>What stands in the link of a message.</summary>
    internal static string LinkToken(string mail) =>
        System.Text.RegularExpressions.Regex.Match(mail, "[?]token=([A-Za-z0-9_-]+)").Groups[1].Value;

    /// <summary>One more instance on the same database and broker.</summary>
    internal Task<RunningService> StartInstanceAsync(TimeProvider? clock = null, params string[] arguments) =>
        StartInstanceOnAsync(Database, clock, arguments);

    /// <summary>An instance on a database of its own.</summary>
    internal Task<RunningService> StartInstanceOnAsync(
        FreshDatabase database,
        TimeProvider? clock = null,
        params string[] arguments
    ) =>
        RunningService.StartAsync(
            "gateway",
            Program.Build,
            database,
            Broker,
            clock,
            arguments:
            [
                .. new[] { "Donations", "GrantCalls", "Projects", "Beneficiaries" }.Select(name =>
                    $"--Services:{name}={Backend.Address}"
                ),
                // All of a test's people come from one address at once; the limits have tests of their own.
                .. new[] { "Address", "Public", "Reads", "Writes" }.Select(kind => $"--RateLimits:{kind}PerSecond=0"),
                "--RateLimits:SignInsPerMinute=0",
                // Tests change what the services answer; nothing of it may be kept.
                "--OpenData:KeepSeconds=0",
                $"--Mail:Folder={MailFolder}",
                .. arguments,
            ]
        );

    /// <summary>A new account with its password.</summary>
    internal async Task<(Account Account, string Password)> AccountAsync(
        Role role,
        Guid? organisation = null,
        Guid? donor = null
    )
    {
        var email = $"{Guid.CreateVersion7():N}@people.example";
        var account = new Account(email, role, TimeProvider.System.GetUtcNow(), new AccountOrigin("test", email, [1]))
        {
            OrganisationId = organisation,
            DonorId = donor,
        };
        var password = await Service.InScopeAsync<AccountMaker, string>(maker => maker.MakeAsync(account));
        return (account, password);
    }

    /// <summary>A new account of somebody with a name.</summary>
    internal async Task<(Guid Id, string Name)> NamedAccountAsync(Role role, string name)
    {
        var email = $"{Guid.CreateVersion7():N}@people.example";
        var account = new Account(email, role, TimeProvider.System.GetUtcNow(), new AccountOrigin("test", email, [1]))
        {
            Name = name,
        };
        await Service.InScopeAsync<AccountMaker, string>(maker => maker.MakeAsync(account));
        return (account.Id, name);
    }

    /// <summary>
    /// A new access token of somebody with a role, without going through a password. Hashing passwords is slow on
    /// purpose, so people without organisation or donor are made once per role.
    /// </summary>
    internal async Task<string> TokenAsync(Role role, Guid? organisation = null, Guid? donor = null)
    {
        var isPlain = organisation is null && donor is null;
        var (account, _) = isPlain
            ? await _people.GetOrAdd(role, _ => new(() => AccountAsync(role))).Value
            : await AccountAsync(role, organisation, donor);
        return await TokenAsync(account.Id, TimeProvider.System.GetUtcNow());
    }

    /// <summary>An access token of an account, given out at a moment.</summary>
    internal async Task<string> TokenAsync(Guid account, DateTimeOffset at)
    {
        var token = AccessToken.New();
        await Service.InScopeAsync<GatewayDb>(async db =>
        {
            db.Sessions.Add(new Session(account, token, at));
            await db.SaveChangesAsync();
        });
        return token;
    }

    internal async Task<ApiAnswer> SendAsync(
        HttpMethod method,
        string path,
        string? token = null,
        string? body = null,
        string? key = null,
        string contentType = "application/json",
        string? ifMatch = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await Http.SendAsync(request);
        return await ApiAnswer.OfAsync(response);
    }

    /// <summary>A write with a new key.</summary>
    internal Task<ApiAnswer> PostAsync(string path, string token, string body) =>
        SendAsync(HttpMethod.Post, path, token, body, Guid.CreateVersion7().ToString());

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _service!.DisposeAsync();
        await _broker!.DisposeAsync();
        await _database!.DisposeAsync();
        await _backend!.DisposeAsync();
        Directory.Delete(MailFolder, recursive: true);
    }
}

/// <summary>What the gateway answered.</summary>
internal sealed record ApiAnswer(
    int Status,
    string? ContentType,
    string Text,
    IReadOnlyDictionary<string, string> Headers
)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string Reason => Json["reason"]!.GetValue<string>();

    /// <summary>Null when the answer has no body, as those to HEAD.</summary>
    public string? ReasonOrNone => Text.Length == 0 ? null : Reason;

    public static async Task<ApiAnswer> OfAsync(HttpResponseMessage response) =>
        new(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(),
            response
                .Headers.Concat(response.Content.Headers)
                .ToDictionary(
                    header => header.Key,
                    header => string.Join(", ", header.Value),
                    StringComparer.OrdinalIgnoreCase
                )
        );
}
