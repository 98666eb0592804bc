using System.Data;
using System.Security.Cryptography;
using System.Text;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>
/// <c>accounts seed</c> creates the secretariat's accounts with random passwords and second factors and prints them once:
/// role, e-mail address, password, secret of the one-time passwords. <c>accounts reset-password e-mail</c> gives one
/// account a new password and ends its sessions; <c>accounts reset-second-factor e-mail</c> removes its second factor, so
/// that a new one is set up at the next sign-in.
/// </summary>
internal static class AccountsCommand
{
    /// <summary>The passwords are the only thing on standard output; logs go to standard error.</summary>
    public const string LogsAside = "--Logging:Console:LogToStandardErrorThreshold=Trace";

    private const string Domain = "fund.example";

    /// <summary>The people are invented; the trail calls them by name.</summary>
    private static readonly (string Address, string Name, Role Role)[] Staff =
    [
        ("programme-officer", "Nadia Okafor", Role.ProgrammeOfficer),
        ("finance-officer", "Luc Fontaine", Role.FinanceOfficer),
        ("finance-officer-2", "Mei Tanaka", Role.FinanceOfficer),
        ("fund-manager", "Ruth Alvarez", Role.FundManager),
        ("reviewer", "Samir Haddad", Role.Reviewer),
        ("reviewer-2", "Olga Petrova", Role.Reviewer),
        ("trustee", "Tomas Berg", Role.Trustee),
        ("auditor", "Grace Mensah", Role.Auditor),
        ("administrator", "Jonas Weber", Role.Administrator),
    ];

    public static bool IsMeant(string[] args) => args is ["accounts", ..];

    public static async Task<int> RunAsync(WebApplication app, string[] args)
    {
        var settings = args.Where(argument => argument.StartsWith("--", StringComparison.Ordinal)).ToArray();
        if (await app.RunFundAsync(["migrate", .. settings]) is var code and not ExitCodes.Ok)
        {
            return code;
        }

        await using var scope = app.Services.CreateAsyncScope();
        return args.Except(settings).ToArray() switch
        {
            ["accounts", "seed"] => await SeedAsync(scope.ServiceProvider),
            ["accounts", "reset-password", var email] => await ResetAsync(scope.ServiceProvider, email),
            ["accounts", "reset-second-factor", var email] => await ResetSecondFactorAsync(
                scope.ServiceProvider,
                email
            ),
            _ => Usage(),
        };
    }

    private static async Task<int> SeedAsync(IServiceProvider services)
    {
        var db = services.GetRequiredService<GatewayDb>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var maker = services.GetRequiredService<AccountMaker>();
        var secondFactors = services.GetRequiredService<SecondFactors>();
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(724602)");
        if (await db.Accounts.AnyAsync())
        {
            await Console.Error.WriteLineAsync("accounts exist already");
            return ExitCodes.Ok;
        }

        var table = new StringBuilder();
        foreach (var (address, name, role) in Staff)
        {
            var email = $"{address}@{Domain}";
            var origin = new AccountOrigin("seed", email, SHA256.HashData(Encoding.UTF8.GetBytes(email)));
            var account = new Account(email, role, now, origin) { Name = name };
            var password = await maker.MakeAsync(account);
            var secret = Totp.NewSecret();
            await secondFactors.EnrolAsync(account.Id, secret, CancellationToken.None);
            table.AppendLine($"{role.Name().Replace('_', '-'), -18}  {email, -31}  {password}  {secret}");
        }

        await transaction.CommitAsync();
        await Console.Out.WriteAsync(table.ToString());
        return ExitCodes.Ok;
    }

    private static async Task<int> ResetAsync(IServiceProvider services, string email)
    {
        var users = services.GetRequiredService<UserManager<Account>>();
        if (await users.FindByNameAsync(email) is not { } account)
        {
            await Console.Error.WriteLineAsync($"There is no account {email}.");
            return ExitCodes.Usage;
        }

        var password = AccountMaker.NewPassword();
        account.PasswordHash = users.PasswordHasher.HashPassword(account, password);
        await users.UpdateSecurityStampAsync(account);
        await services.GetRequiredService<SessionEnds>().AllAsync(account.Id, null, CancellationToken.None);
        await Console.Out.WriteLineAsync(password);
        return ExitCodes.Ok;
    }

    private static async Task<int> ResetSecondFactorAsync(IServiceProvider services, string email)
    {
        var users = services.GetRequiredService<UserManager<Account>>();
        if (await users.FindByNameAsync(email) is not { } account)
        {
            await Console.Error.WriteLineAsync($"There is no account {email}.");
            return ExitCodes.Usage;
        }

        await services.GetRequiredService<SecondFactors>().RemoveAsync(account.Id, CancellationToken.None);
        await services.GetRequiredService<SessionEnds>().AllAsync(account.Id, null, CancellationToken.None);
        await Console.Out.WriteLineAsync($"{email} sets up a second factor at the next sign-in.");
        return ExitCodes.Ok;
    }

    private static int Usage()
    {
        Console.Error.WriteLine(
            "Usage: accounts seed | accounts reset-password <e-mail> | accounts reset-second-factor <e-mail>"
        );
        return ExitCodes.Usage;
    }
}
