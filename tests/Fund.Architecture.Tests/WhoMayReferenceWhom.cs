using Xunit;

namespace Fund.Architecture.Tests;

/// <summary>The shape of the system: services know the shared parts and never each other.</summary>
public sealed class WhoMayReferenceWhom
{
    private static readonly string[] Services =
    [
        "Fund.Donations",
        "Fund.GrantCalls",
        "Fund.Projects",
        "Fund.Beneficiaries",
    ];

    private static readonly string[] Shared =
    [
        "Fund.Kernel",
        "Fund.Events",
        "Fund.Forms",
        "Fund.Grpc",
        "Fund.Hosting",
        "Fund.Paper",
        "Fund.Protos",
    ];

    private static Project Find(string name) => Repository.Projects.Single(project => project.Name == name);

    [Fact]
    public void The_kernel_the_events_and_the_paper_need_nothing()
    {
        Assert.Empty(Find("Fund.Kernel").References);
        Assert.Empty(Find("Fund.Kernel").Packages);
        Assert.Empty(Find("Fund.Events").References);
        Assert.Empty(Find("Fund.Events").Packages);
        Assert.Empty(Find("Fund.Paper").References);
        Assert.Empty(Find("Fund.Paper").Packages);
    }

    [Fact]
    public void The_form_engine_needs_nothing_but_the_kernel()
    {
        Assert.Equal(["Fund.Kernel"], Find("Fund.Forms").References);
        Assert.Empty(Find("Fund.Forms").Packages);
    }

    [Fact]
    public void The_grpc_runtime_knows_nothing_of_the_fund() => Assert.Empty(Find("Fund.Grpc").References);

    [Fact]
    public void Services_and_the_gateway_refer_only_to_the_shared_parts()
    {
        foreach (var name in Services.Append("Fund.Gateway"))
        {
            Assert.All(Find(name).References, reference => Assert.Contains(reference, Shared));
        }
    }

    [Fact]
    public void The_shared_parts_never_refer_to_a_service()
    {
        foreach (var name in Shared)
        {
            Assert.All(Find(name).References, reference => Assert.Contains(reference, Shared));
        }
    }

    [Fact]
    public void Nothing_that_runs_refers_to_tests()
    {
        var running = Repository.Projects.Where(project =>
            !project.Path.StartsWith("tests/", StringComparison.Ordinal)
        );
        Assert.All(
            running.SelectMany(project => project.References),
            reference => Assert.False(Find(reference).Path.StartsWith("tests/", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Only_the_switch_refers_to_the_official_grpc_package()
    {
        var users = Repository.Projects.Where(project => project.Packages.Contains("Grpc.AspNetCore"));
        Assert.Equal(["Fund.Grpc"], users.Select(project => project.Name));
    }

    [Fact]
    public void No_project_states_a_package_version_of_its_own()
    {
        foreach (var project in Repository.Projects)
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, project.Path));
            Assert.DoesNotMatch("<PackageReference[^>]*\\sVersion=", text);
        }
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Fund.sln")).Replace('\\', '/');
        Assert.All(Repository.Projects, project => Assert.Contains(project.Path, solution, StringComparison.Ordinal));
    }
}
