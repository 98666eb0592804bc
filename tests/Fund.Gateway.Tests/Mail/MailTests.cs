using System.Net;
using System.Net.Sockets;
using System.Text;
using Fund.Gateway.Mail;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Gateway.Tests.Mail;

/// <summary>Messages: their words, how they leave, and what happens when they can't.</summary>
public sealed class MailTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public void Every_language_has_every_message_with_the_same_places()
    {
        var texts = new MailTexts();
        foreach (var kind in Enum.GetValues<MailKind>())
        {
            var english = texts.In("en").Kinds[kind.ToString()];
            foreach (var language in MailLanguages.All)
            {
                var words = texts.In(language).Kinds[kind.ToString()];
                Assert.Equal(english.Lines.Count, words.Lines.Count);
                Assert.Equal(english.After.Count, words.After.Count);
                Assert.Equal(HasPlace(english), HasPlace(words));
                Assert.True(language == "en" || words.Subject != english.Subject, $"{language} {kind} is in English");
            }
        }
    }

    [Fact]
    public void Html_is_encoded_and_goes_from_right_to_left_in_Arabic()
    {
        var message = new MailTexts().Write(MailKind.Notices, "ar", "https://fund.example/ar/x?a=1&b=2", ["<b>3</b>"]);

        Assert.Contains("dir=\"rtl\"", message.Html, StringComparison.Ordinal);
        Assert.Contains("?a=1&amp;b=2", message.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>3</b>", message.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_waiting_message_says_is_not_in_the_database_and_is_forgotten_when_it_left()
    {
        const string secret = "a-secret-of-the-link";
        var address = $"{Guid.CreateVersion7():N}@people.example";
        var stored = "";
        await gateway.Service.InScopeAsync<GatewayDb>(async db =>
        {
            await using var scope = gateway.Service.Services.CreateAsyncScope();
            var outbox = ActivatorUtilities.CreateInstance<MailOutbox>(scope.ServiceProvider, db);
            outbox.Add(MailKind.PasswordReset, "en", address, $"/new-password?token={secret}");
            stored = db.ChangeTracker.Entries<StoredMail>().Single().Entity.Message!;
            await db.SaveChangesAsync();
        });
        Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);

        Assert.Contains(secret, Assert.Single(await gateway.MailsToAsync(address)), StringComparison.Ordinal);
        var mail = await MailAsync(gateway.Service, address);
        Assert.Null(mail.Message);
        Assert.NotNull(mail.SentAt);
    }

    [Fact]
    public async Task Over_SMTP_a_message_is_tried_again_until_the_server_takes_it()
    {
        using var server = new SmallSmtpServer();
        var clock = new Testing.TestClock(TimeProvider.System.GetUtcNow());
        await using var database = await Testing.FreshDatabase.CreateAsync();
        await using var instance = await gateway.StartInstanceOnAsync(
            database,
            clock,
            $"--Mail:Smtp=smtp://127.0.0.1:{server.Port}?tls=none",
            "--Mail:From=fund@fund.example",
            "--Public:Address=https://portal.example"
        );
        var address = $"{Guid.CreateVersion7():N}@people.example";
        server.Answers.Enqueue("451 4.3.0 Later");
        await AddAsync(instance, address);
        await Testing.Eventually.TrueAsync(
            async () => (await MailAsync(instance, address)).Problem.Length > 0,
            "the first attempt"
        );
        clock.Advance(SendMails.Pauses[0] + TimeSpan.FromMinutes(3));

        await Testing.Eventually.TrueAsync(
            async () => (await MailAsync(instance, address)).SentAt is not null,
            "it is sent"
        );
        var taken = Assert.Single(server.Taken);
        Assert.Contains("https://portal.example/en/new-password", Unquoted(taken), StringComparison.Ordinal);
        Assert.Contains("text/html", taken, StringComparison.Ordinal);

        var refused = $"{Guid.CreateVersion7():N}@people.example";
        server.Answers.Enqueue("550 5.1.1 No such mailbox");
        await AddAsync(instance, refused);
        await Testing.Eventually.TrueAsync(
            async () => (await MailAsync(instance, refused)).DeadAt is not null,
            "it is dead"
        );
        Assert.DoesNotContain(refused, (await MailAsync(instance, refused)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_come_as_often_as_chosen_and_say_nothing_but_their_number()
    {
        var donor = Guid.CreateVersion7();
        var (account, _) = await gateway.AccountAsync(Role.DonorContact, donor: donor);
        var token = await gateway.TokenAsync(account.Id, TimeProvider.System.GetUtcNow());
        var set = await gateway.SendAsync(
            HttpMethod.Put,
            "/api/v1/mail-settings",
            token,
            """{"language":"ru","notices":"weekly"}"""
        );
        Assert.Equal("weekly", set.Json["notices"]!.GetValue<string>());
        Assert.Equal(
            400,
            (await gateway.SendAsync(HttpMethod.Put, "/api/v1/mail-settings", token, """{"language":"tlh"}""")).Status
        );
        await gateway.Database.ExecuteAsync(
            $"insert into notices (notice_id, donor_id, kind, statement_number) values ('{Guid.CreateVersion7()}', '{donor}', 'StatementReady', 'S-77')"
        );
        await gateway.Service.InScopeAsync<SendNoticeMails>(work =>
            work.RunAsync(TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            0L,
            await gateway.Database.ScalarAsync<long>($"select count(*) from mails where to_address = '{account.Email}'")
        );

        await gateway.Database.ExecuteAsync(
            $"update accounts set noticed_until = now() - interval '8 days' where id = '{account.Id}'"
        );
        await gateway.Service.InScopeAsync<SendNoticeMails>(work =>
            work.RunAsync(TestContext.Current.CancellationToken)
        );
        var mail = Assert.Single(await gateway.MailsToAsync(account.Email!));
        Assert.Contains("Новых уведомлений: 1", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("S-77", mail, StringComparison.Ordinal);
    }

    private static bool HasPlace(MailWords words) =>
        string.Concat([words.Subject, .. words.Lines, .. words.After]).Contains("{0}", StringComparison.Ordinal);

    private static string Unquoted(string mail) =>
        mail.Replace("=\r\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);

    private static Task AddAsync(Testing.RunningService instance, string address) =>
        instance.InScopeAsync<GatewayDb>(async db =>
        {
            await using var scope = instance.Services.CreateAsyncScope();
            var outbox = ActivatorUtilities.CreateInstance<MailOutbox>(scope.ServiceProvider, db);
            outbox.Add(MailKind.PasswordReset, "en", address, "/new-password?token=x");
            await db.SaveChangesAsync();
        });

    private static async Task<StoredMail> MailAsync(Testing.RunningService instance, string address) =>
        await instance.InScopeAsync<GatewayDb, StoredMail>(db =>
            db.Mails.AsNoTracking().SingleAsync(row => row.ToAddress == address)
        );

    /// <summary>Enough of SMTP to take a message, or to answer it with what a test wants.</summary>
    private sealed class SmallSmtpServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();

        public SmallSmtpServer()
        {
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        /// <summary>Answers to RCPT, in order; 250 when there is none left.</summary>
        public System.Collections.Concurrent.ConcurrentQueue<string> Answers { get; } = new();

        public System.Collections.Concurrent.ConcurrentBag<string> Taken { get; } = [];

        public void Dispose()
        {
            _stop.Cancel();
            _listener.Dispose();
            _stop.Dispose();
        }

        private async Task AcceptAsync()
        {
            while (!_stop.IsCancellationRequested)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client);
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using var _ = client;
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false))
            {
                NewLine = "\r\n",
                AutoFlush = true,
            };
            await writer.WriteLineAsync("220 small");
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                if (line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase))
                {
                    await writer.WriteLineAsync("354 go on");
                    var text = new StringBuilder();
                    while (await reader.ReadLineAsync(_stop.Token) is { } part && part != ".")
                    {
                        text.Append(part).Append("\r\n");
                    }

                    Taken.Add(text.ToString());
                }

                var answer =
                    line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase) && Answers.TryDequeue(out var wanted)
                        ? wanted
                    : line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase) ? "221 bye"
                    : "250 fine";
                await writer.WriteLineAsync(answer);
            }
        }
    }
}
