using System.Text.RegularExpressions;
using Xunit;

namespace Fund.Architecture.Tests;

/// <summary>
/// The audit trail is written by whatever carries a request out: <c>OnceAsync</c>, a documented group writer, or a save
/// of the context. A call that changes something any other way would leave no entry.
/// </summary>
public sealed partial class WhatIsWrittenIsAudited
{
    private static readonly string[] Services = ["Donations", "GrantCalls", "Projects", "Beneficiaries"];

    /// <summary>Ways of writing that leave an entry in the same transaction.</summary>
    private static readonly string[] Ways =
    [
        ".OnceAsync(",
        "writer.WriteAsync(",
        ".DecideAsync(",
        "db.SaveChangesAsync(",
    ];

    /// <summary>Calls that only look, whatever their names say.</summary>
    private static readonly string[] Looks = ["CheckRate", "CheckRates"];

    /// <summary>Calls of the trail itself.</summary>
    private static readonly string[] OfTheTrail = ["VerifyAuditChain"];

    [Fact]
    public void Every_call_that_changes_something_leaves_an_entry()
    {
        foreach (var service in Services)
        {
            var permissions = Repository.Sources.Single(source =>
                source.Path == $"services/Fund.{service}/Permissions.cs"
            );
            var calls = Call().Matches(permissions.Text).Select(match => match.Groups[1].Value).ToList();
            Assert.NotEmpty(calls);
            foreach (var call in calls.Where(call => !Read().IsMatch(call)).Except(Looks).Except(OfTheTrail))
            {
                var feature = Repository.Sources.SingleOrDefault(source =>
                    source.Path.StartsWith($"services/Fund.{service}/Features/", StringComparison.Ordinal)
                    && source.Path.EndsWith($"/{call}.cs", StringComparison.Ordinal)
                );
                Assert.True(feature is not null, $"{service}: {call} has no feature of its name");
                Assert.True(
                    Array.Exists(Ways, way => feature.Text.Contains(way, StringComparison.Ordinal)),
                    $"{service}: {call} changes something in a way that leaves no entry in the audit trail"
                );
            }
        }
    }

    [GeneratedRegex(@"\[""(\w+)""\] =")]
    private static partial Regex Call();

    [GeneratedRegex("^(Get|List|Export|Download|Print|Explain|Preview)[A-Z]")]
    private static partial Regex Read();
}
