using System.Text.RegularExpressions;
using Fund.Gateway.Portal;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Accounts of the ledger and what entries record have names in every language.</summary>
public sealed partial class LedgerNamesTests
{
    private static readonly Words Words = new();

    [Fact]
    public void Every_account_of_the_chart_has_a_name()
    {
        var accounts = Text("Domain/Accounts.cs").Split("class EntryKinds")[0];

        Assert.All(
            Code().Matches(accounts),
            code => Assert.NotNull(Words.Find($"LedgerAccount.{code.Groups[1].Value}"))
        );
        Assert.Equal(
            Code().Count(accounts),
            Words.In("en").Keys.Count(key => key.StartsWith("LedgerAccount.", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Every_kind_of_entry_has_a_name() =>
        Assert.All(
            Code().Matches(Text("Domain/Accounts.cs").Split("class EntryKinds")[1]),
            kind => Assert.NotNull(Words.Find($"EntryKind.{kind.Groups[1].Value}"))
        );

    private static string Text(string path) =>
        File.ReadAllText(Path.Combine(RepositoryFiles.Root, "services/Fund.Donations", path));

    [GeneratedRegex("const string \\w+ = \"([^\"]+)\"")]
    private static partial Regex Code();
}
