using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Fund.Demo;
using Fund.Demo.Steps;
using Fund.Testing.OpenApi;

namespace Fund.EndToEnd.Tests;

/// <summary>The tests that share one such Fund.</summary>
[CollectionDefinition(Name)]
public sealed class AfterTheMainJobCollection : ICollectionFixture<AfterTheMainJob>
{
    public const string Name = "after the main job";
}

/// <summary>
/// A whole Fund in which the demo's job was done once, so that there is something of everything; and people of every
/// role, among them those of a donor and of an organisation that have nothing to do with it.
/// </summary>
public sealed class AfterTheMainJob : IAsyncLifetime
{
    private readonly string _mails = Directory.CreateTempSubdirectory("fund-mails-").FullName;
    private WholeFund? _fund;
    private Witness? _witness;
    private HttpClient? _http;
    private Scene? _scene;

    internal WholeFund Fund => _fund!;

    internal Witness Witness => _witness!;

    internal HttpClient Http => _http!;

    internal Scene Scene => _scene!;

    /// <summary>What did not succeed while the scene was set; none of it should be.</summary>
    internal IReadOnlyList<string> Troubles { get; private set; } = [];

    /// <summary>Access tokens by who it is; the public has none.</summary>
    internal ConcurrentDictionary<string, string> Tokens { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids that belong to the people of the demo, from before anybody else was there.</summary>
    internal IReadOnlyDictionary<string, string> Ids { get; private set; } = new Dictionary<string, string>();

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("DEMO_WINDOW_SECONDS", "3600");
        var stop = TestContext.Current.CancellationToken;
        var mail = new Dictionary<string, string> { ["Mail:Folder"] = _mails };
        _fund = await WholeFund.StartAsync(instances: 1, stop, mail);
        using var plain = new HttpClient { BaseAddress = _fund.Gateways.First() };
        var json = JsonNode.Parse(await plain.GetStringAsync("openapi/v1.json", stop))!;
        _witness = new Witness(new ApiDocument(json), new SocketsHttpHandler { AllowAutoRedirect = false });
        _http = new HttpClient(_witness) { BaseAddress = _fund.Gateways.First(), Timeout = TimeSpan.FromSeconds(60) };
        _scene = new Scene(_http, new Report(), TimeProvider.System, new Broker(null))
        {
            BringDeadlineAsync = _fund.BringDeadlineAsync,
        };
        await DoTheJobAsync();
        Troubles = await MoreOfFinance.RunAsync(_scene, new WhatIsRare(_fund, _mails));
        Ids = new Dictionary<string, string>(_witness.Ids);
        await EnrolStrangersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_fund is not null)
        {
            await _fund.DisposeAsync();
        }

        Directory.Delete(_mails, recursive: true);
    }

    private async Task DoTheJobAsync()
    {
        var scene = Scene;
        scene.People["administrator"] = await Api.SignInAsync(
            Http,
            Fund.AdministratorEmail,
            Fund.AdministratorPassword,
            "administrator",
            Fund.AdministratorSecret
        );
        await Staff.EnrolAsync(scene);
        await OrganisationsApply.EnrolAsync(scene);
        await MoneyComesIn.RunAsync(scene);
        await ACallIsPublished.RunAsync(scene);
        await OrganisationsApply.RunAsync(scene);
        await TheBoardDecides.RunAsync(scene);
        await AnInstalmentIsPaid.RunAsync(scene);
        await TheOrganisationReports.RunAsync(scene);
        await FiguresAreShown.RunAsync(scene);
    }

    /// <summary>One person of each role, and strangers: of another donor, of another organisation.</summary>
    private async Task EnrolStrangersAsync()
    {
        var donor = await Scene["finance-officer"]
            .PostAsync("donors", new JsonObject { ["kind"] = "foundation", ["name"] = $"Stranger {Scene.Run}" });
        var organisation = await Scene["programme-officer"]
            .PostAsync(
                "organisations",
                new JsonObject
                {
                    ["name"] = $"Strangers {Scene.Run}",
                    ["countryCode"] = "KE",
                    ["registrationNumber"] = $"stranger-{Scene.Run}",
                    ["registeredOn"] = "2010-01-01",
                    ["assistingSinceYear"] = 2011,
                    ["hasPseaPolicy"] = true,
                }
            );
        var (foreignDonor, foreignOrganisation) = (donor.Text("donorId"), organisation.Text("organisationId"));
        foreach (var role in Plain)
        {
            await EnrolAsync($"any {role}", role, []);
        }

        await EnrolAsync("strange donor", "donorContact", new JsonObject { ["donorId"] = foreignDonor });
        foreach (var role in new[] { "organisationMember", "authorisingOfficer" })
        {
            var tenant = new JsonObject { ["organisationId"] = foreignOrganisation };
            await EnrolAsync($"strange {role}", role, tenant);
        }
    }

    private static readonly string[] Plain =
    [
        "programmeOfficer",
        "financeOfficer",
        "fundManager",
        "reviewer",
        "trustee",
        "auditor",
        "administrator",
    ];

    private async Task EnrolAsync(string who, string role, JsonObject tenant)
    {
        var person = await Scene.EnrolAsync(who.Replace(' ', '-'), role, tenant);
        Tokens[who] = person.Token!;
    }
}
