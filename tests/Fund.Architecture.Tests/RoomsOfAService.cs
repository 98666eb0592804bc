using System.Text.RegularExpressions;
using Xunit;

namespace Fund.Architecture.Tests;

/// <summary>Five rooms per service; data flows Grpc → Features → Domain → Persistence, and back in by Consumers.</summary>
public sealed partial class RoomsOfAService
{
    private static readonly string[] Services = ["Donations", "GrantCalls", "Projects", "Beneficiaries"];

    private static IEnumerable<Source> Room(string service, string room) =>
        Repository.Sources.Where(source =>
            source.Path.StartsWith($"services/Fund.{service}/{room}/", StringComparison.Ordinal)
        );

    [Fact]
    public void Every_service_has_the_same_rooms()
    {
        foreach (var service in Services)
        {
            foreach (var room in new[] { "Grpc", "Features", "Domain", "Persistence" })
            {
                Assert.True(Room(service, room).Any(), $"Fund.{service} has no {room} room");
            }
        }
    }

    [Fact]
    public void The_domain_knows_neither_database_nor_wire()
    {
        foreach (var source in Services.SelectMany(service => Room(service, "Domain")))
        {
            Assert.DoesNotMatch(@"using (Microsoft\.EntityFrameworkCore|Npgsql|MassTransit|Grpc\.)", source.Text);
            Assert.DoesNotMatch(@"using Fund\.\w+\.(Features|Persistence|Grpc|Consumers);", source.Text);
        }
    }

    [Fact]
    public void The_grpc_class_is_a_table_of_contents()
    {
        foreach (var service in Services)
        {
            var table = Room(service, "Grpc")
                .Single(source => source.Path.EndsWith($"/{service}Grpc.cs", StringComparison.Ordinal));
            Assert.DoesNotMatch(@"\b(await|if|for|foreach|new|try)\b", WithoutComments(table.Text));
        }
    }

    [Fact]
    public void One_use_case_is_one_file()
    {
        foreach (var source in Services.SelectMany(service => Room(service, "Features")))
        {
            var handlers = Regex.Matches(source.Text, @"public (async )?Task<\w+> HandleAsync\(");
            Assert.True(handlers.Count <= 1, $"{source.Path} has {handlers.Count} use cases");
        }
    }

    [Fact]
    public void Entities_are_changed_only_by_their_own_methods()
    {
        foreach (var source in Services.SelectMany(service => Room(service, "Domain")))
        {
            Assert.DoesNotMatch(@"public [\w<>\[\]?,. ]+ \w+ \{ get; set; \}", source.Text);
        }
    }

    [Fact]
    public void Money_is_never_a_floating_point_number()
    {
        var running = Repository.Sources.Where(source => !source.Path.StartsWith("tests/", StringComparison.Ordinal));
        foreach (var source in running)
        {
            Assert.False(FloatingMoney().IsMatch(source.Text), $"{source.Path} holds money in a double or float");
        }
    }

    [Fact]
    public void No_exception_is_swallowed()
    {
        foreach (
            var source in Repository.Sources.Where(source =>
                !source.Path.StartsWith("tests/", StringComparison.Ordinal)
            )
        )
        {
            Assert.False(Swallowed().IsMatch(source.Text), $"{source.Path} catches and returns a default or nothing");
        }
    }

    private static string WithoutComments(string text) => Regex.Replace(text, @"//[^\n]*", "");

    [GeneratedRegex(@"\b(double|float)\s+\w*([aA]mount|[pP]rice|[mM]oney|[bB]alance)\b")]
    private static partial Regex FloatingMoney();

    [GeneratedRegex(@"catch\s*(\([^)]*\))?\s*\{\s*(return\s+(default|null|false)[^;]*;)?\s*\}")]
    private static partial Regex Swallowed();
}
