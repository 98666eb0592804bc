using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using Fund.Testing;

namespace Fund.EndToEnd.Tests;

/// <summary>
/// The whole Fund as processes of their own: any number of instances of each, own databases, own keys, and a line to
/// the broker that can be cut.
/// </summary>
public sealed class WholeFund : IAsyncDisposable
{
    private static readonly string[] Services = ["Donations", "GrantCalls", "Projects", "Beneficiaries"];

    private readonly string _keys = Directory.CreateTempSubdirectory("fund-e2e-").FullName;
    private readonly Dictionary<string, FreshDatabase> _databases = [];
    private readonly Dictionary<string, Uri> _grpc = [];
    private readonly List<FundProcess> _processes = [];
    private readonly TestBroker _corner;
    private readonly IReadOnlyDictionary<string, string> _further;
    private readonly Action<string>? _heard;

    private WholeFund(TestBroker corner, IReadOnlyDictionary<string, string>? further, Action<string>? heard)
    {
        (_corner, _further, _heard) = (corner, further ?? new Dictionary<string, string>(), heard);
        Broker = Cuttable.To(corner.Address.Host, corner.Address.Port);
        BrokerAddress = new UriBuilder(corner.Address) { Port = Broker.Port }.ToString();
    }

    public Cuttable Broker { get; }

    /// <summary>The corner of the broker that is this fund's own.</summary>
    public TestBroker Corner => _corner;

    public string AdministratorPassword { get; private set; } = "";

    public string AdministratorEmail { get; private set; } = "";

    /// <summary>Secret of the administrator's one-time passwords.</summary>
    public string AdministratorSecret { get; private set; } = "";

    public IReadOnlyList<FundProcess> Processes => _processes;

    public IEnumerable<Uri> Gateways => Of("gateway").Select(process => process.Health);

    private string BrokerAddress { get; }

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <param name="instances">Of each process.</param>
    /// <param name="stop">Gives up.</param>
    /// <param name="further">Settings that every process gets beside its own.</param>
    /// <param name="heard">Hears every line that any process writes.</param>
    public static async Task<WholeFund> StartAsync(
        int instances,
        CancellationToken stop,
        IReadOnlyDictionary<string, string>? further = null,
        Action<string>? heard = null
    )
    {
        var fund = new WholeFund(await TestBroker.CreateAsync(), further, heard);
        try
        {
            await fund.PrepareAsync(stop);
            await fund.LaunchAsync(instances, stop);
            return fund;
        }
        catch
        {
            await fund.DisposeAsync();
            throw;
        }
    }

    public IEnumerable<FundProcess> Of(string name) =>
        _processes.Where(process => process.Name.StartsWith(name + ".", StringComparison.Ordinal));

    /// <summary>One of the Fund's databases, to see what is really there.</summary>
    public FreshDatabase DatabaseOf(string service) => _databases[service];

    /// <summary>Where the first instance of a service answers gRPC.</summary>
    public Uri GrpcOf(string service) => _grpc[service.ToLowerInvariant()];

    /// <summary>The gateway's own key, with which it signs for people; a test that has it is the gateway.</summary>
    public ECDsa GatewayKey() => KeyOf("Gateway");

    /// <summary>A process's own key; a test that has it is that process.</summary>
    public ECDsa KeyOf(string process)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(KeyFile(process, "key")));
        return key;
    }

    /// <summary>Asks one of the Fund's databases directly, to see what is really there.</summary>
    public Task<T> AskAsync<T>(string service, string sql) => _databases[service].ScalarAsync<T>(sql);

    /// <summary>Nobody waits for a deadline: the moment of this call's is now.</summary>
    public Task BringDeadlineAsync(string callId) =>
        _databases["GrantCalls"].ExecuteAsync($"update calls set closes_at = now() where id = '{callId}'");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await Broker.DisposeAsync();
        await _corner.DisposeAsync();
        foreach (var database in _databases.Values)
        {
            await database.DisposeAsync();
        }

        Directory.Delete(_keys, recursive: true);
    }

    private static string Metadata(string key) =>
        typeof(WholeFund)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;

    /// <summary>The program of a project, built with the configuration of these tests.</summary>
    public static string Program(string folder, string assembly) =>
        Path.Combine(RepositoryRoot, folder, assembly, Metadata("OutputPath").Replace('\\', '/'), assembly + ".dll");

    /// <summary>
    /// Below those that the system gives to connections, where one that is free now would be taken by somebody's
    /// connection before its process listens.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(10_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody listens there: another one.
                continue;
            }
        }
    }

    private async Task PrepareAsync(CancellationToken stop)
    {
        foreach (var service in Services.Append("Gateway"))
        {
            _databases[service] = await FreshDatabase.CreateAsync();
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            await File.WriteAllTextAsync(KeyFile(service, "key"), key.ExportPkcs8PrivateKeyPem(), stop);
            await File.WriteAllTextAsync(KeyFile(service, "pub"), key.ExportSubjectPublicKeyInfoPem(), stop);
        }

        foreach (var secret in new[] { "pseudonyms.key", "data-protection.key" })
        {
            await File.WriteAllTextAsync(Path.Combine(_keys, secret), RandomNumberGenerator.GetHexString(64), stop);
        }
    }

    private string KeyFile(string service, string kind) =>
        Path.Combine(_keys, $"{service.ToLowerInvariant()}.{kind}.pem");

    private async Task LaunchAsync(int instances, CancellationToken stop)
    {
        for (var instance = 1; instance <= instances; instance++)
        {
            var ports = Services.ToDictionary(service => service, _ => FreePort());
            foreach (var service in Services)
            {
                Add(service, "services", instance, ports);
            }

            Add("Gateway", "gateway", instance, ports);
        }

        await Task.WhenAll(_processes.Select(process => process.StartAsync(stop)));
        var table = await Of("gateway").First().CommandAsync(stop, "accounts", "seed");
        var administrator = table
            .Split('\n')
            .Single(line => line.TrimStart().StartsWith("administrator", StringComparison.Ordinal));
        var words = administrator.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        (AdministratorEmail, AdministratorPassword, AdministratorSecret) = (words[1], words[2], words[3]);
    }

    private void Add(string service, string folder, int instance, Dictionary<string, int> ports)
    {
        var name = service.ToLowerInvariant();
        var health = new Uri($"http://127.0.0.1:{FreePort()}/");
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Database"] = _databases[service].ConnectionString,
            ["ConnectionStrings:Broker"] = BrokerAddress,
            ["Broker:Prefix"] = _corner.Prefix,
            ["Identity:SigningKeyFile"] = KeyFile(service, "key"),
            ["Seeds:Folder"] = Path.Combine(RepositoryRoot, "seeds"),
            // All people of a test come from one address and sign in within seconds.
            ["RateLimits:SignInsPerMinute"] = "0",
            ["RateLimits:WritesPerSecond"] = "0",
            ["Pseudonyms:KeyFile"] = Path.Combine(_keys, "pseudonyms.key"),
            ["DataProtection:KeyFile"] = Path.Combine(_keys, "data-protection.key"),
            [service == "Gateway" ? "Listen:Http" : "Listen:Health"] = health.ToString().TrimEnd('/'),
        };
        if (ports.TryGetValue(service, out var grpc))
        {
            settings["Listen:Grpc"] = $"http://127.0.0.1:{grpc}";
            _grpc.TryAdd(name, new Uri(settings["Listen:Grpc"]));
        }

        foreach (var other in Services)
        {
            settings[$"Services:{other}"] = $"http://127.0.0.1:{ports[other]}";
        }

        foreach (var other in Services.Append("Gateway"))
        {
            settings[$"Identity:TrustedKeys:{other.ToLowerInvariant()}"] = KeyFile(other, "pub");
        }

        foreach (var (key, value) in _further)
        {
            settings[key] = value;
        }

        var program = Program(folder, "Fund." + service);
        _processes.Add(new FundProcess($"{name}.{instance}", program, settings, health) { Heard = _heard });
    }
}
