using Fund.Hosting.Tests.Notes;
using Fund.Testing;

namespace Fund.Hosting.Tests.Configuration;

public sealed class ConfigurationTests
{
    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_and_the_exit_code_is_78()
    {
        var noKey = Path.GetTempFileName();
        await File.WriteAllTextAsync(noKey, "not a key");
        string[] args =
        [
            "--ConnectionStrings:Broker=http://not-amqp/",
            "--Listen:Grpc=somewhere",
            $"--Identity:SigningKeyFile={noKey}",
            "--Identity:TrustedKeys:gateway=/nowhere/gateway.pem",
            "--Services:projects=projects:5103",
            "--Telemetry:OtlpEndpoint=collector",
        ];
        var app = NotesProgram.Donations(args);
        var e = await Assert.ThrowsAsync<BadConfigurationException>(() => app.StartFundAsync());
        string[] expected =
        [
            "Listen:Grpc is not a URL",
            "Telemetry:OtlpEndpoint is not a URL",
            "ConnectionStrings:Database is not set",
            "does not hold a readable EC P-256 private key",
            "/nowhere/gateway.pem, which does not exist",
            "ConnectionStrings:Broker is not a URL starting with amqp:// or amqps://",
            "Services:projects is not a URL",
        ];
        Assert.All(expected, text => Assert.Contains(e.Problems, problem => problem.Contains(text)));
        Assert.Equal(expected.Length, e.Problems.Count);
        Assert.Equal(ExitCodes.Configuration, await app.RunFundAsync(args));
        File.Delete(noKey);
    }

    [Fact]
    public async Task A_connection_string_that_is_none_is_named()
    {
        var app = NotesProgram.Projects([
            "--ConnectionStrings:Database=postgres://x",
            "--ConnectionStrings:Broker=amqp://b/",
            .. Identity(),
        ]);
        var e = await Assert.ThrowsAsync<BadConfigurationException>(() => app.StartFundAsync());
        Assert.Contains("is not a PostgreSQL connection string", Assert.Single(e.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_key_where_the_private_one_belongs_is_named()
    {
        var wrong = TestIdentity.Shared.PublicKeyFile("projects");
        var app = NotesProgram.Projects([
            "--ConnectionStrings:Database=Host=x",
            "--ConnectionStrings:Broker=amqp://b/",
            .. Identity(),
            $"--Identity:SigningKeyFile={wrong}",
        ]);
        var e = await Assert.ThrowsAsync<BadConfigurationException>(() => app.StartFundAsync());
        Assert.Contains("EC P-256 private key", Assert.Single(e.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_a_usage_error()
    {
        var app = NotesProgram.Projects([]);
        Assert.Equal(ExitCodes.Usage, await app.RunFundAsync(["--A=b", "--C", "d", "dance"]));
    }

    [Theory]
    [InlineData("--A=b", "")]
    [InlineData("--A b", "")]
    [InlineData("--A b migrate", "migrate")]
    [InlineData("dead replay outbox --A=b", "dead replay outbox")]
    public void Settings_on_the_command_line_are_not_commands(string line, string words) =>
        Assert.Equal(words, string.Join(' ', FundCommands.Words(line.Split(' '))));

    private static IEnumerable<string> Identity() => TestIdentity.Shared.Arguments("projects");
}
