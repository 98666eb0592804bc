using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Fund.Common.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;

namespace Fund.Perf;

/// <summary>
/// Bar 13: the end of a call. Ten thousand applicants save a section of their drafts every twenty seconds until the deadline, two
/// thousand submit in its last minute, and some of each come too late. They ask the running grant-call service as the
/// gateway would ask for them, with an identity of their own. What was acknowledged must be there, nothing may be taken
/// after the deadline, and a save of the last minute may take three times as long as a quiet one, no more.
/// </summary>
internal sealed class DeadlineRush : IDisposable
{
    public static readonly string[] Questions = ["need", "method", "people", "partners", "safety", "results"];

    private const int Channels = 8;
    private const int Submissions = 2_000;

    /// <summary>Some submit before the last minute: a service that never saw a submission is not what is measured.</summary>
    private const int FirstSubmissions = 200;
    private const double MostTimesQuiet = 3;

    /// <summary>Few enough for each to save both sections in the quiet time, as everybody does in the rush.</summary>
    private const int QuietApplicants = 300;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastMinute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(3);

    private readonly int _count = int.Parse(
        Environment.GetEnvironmentVariable("PERF_APPLICANTS") ?? "10000",
        CultureInfo.InvariantCulture
    );

    /// <summary>Full load before the deadline. The rush of a real call lasts an hour, and by its end everything has run for long.</summary>
    private readonly TimeSpan _rush = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("PERF_RUSH") ?? "600", CultureInfo.InvariantCulture)
    );

    private readonly List<GrpcChannel> _channels =
    [
        .. Enumerable.Range(0, Channels).Select(_ => GrpcChannel.ForAddress(Bars.Required("PERF_GRANTCALLS"))),
    ];
    private readonly IdentityTokens _tokens;
    private readonly Caller _manager = Caller.Person(
        Guid.CreateVersion7().ToString("D"),
        null,
        null,
        Role.FundManager,
        Role.ProgrammeOfficer,
        Role.FinanceOfficer
    );
    private readonly List<Applicant> _applicants;
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private DateTimeOffset _deadline;
    private string _call = "";

    public DeadlineRush()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(Bars.Required("PERF_KEYS"), "gateway.key.pem")));
        _tokens = new IdentityTokens("gateway", key, new Dictionary<string, ECDsa>(), TimeProvider.System);
        _applicants = [.. Enumerable.Range(1, _count).Select(number => new Applicant(number))];
    }

    /// <summary>Runs the whole of it and prints what it found.</summary>
    /// <param name="database">The grant-call service's own, to compare with what it acknowledged.</param>
    /// <param name="missed">Gets what does not hold.</param>
    public async Task MeasureAsync(string database, List<string> missed)
    {
        await PublishAsync();
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            _applicants,
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (applicant, _) => await StartAsync(applicant)
        );
        Say($"     {_count} drafts were started in {watch.Elapsed.TotalSeconds:F0} s");
        var quiet = await SavesAsync(
            Now + Quiet,
            TimeSpan.FromMilliseconds(50),
            DateTimeOffset.MaxValue,
            Math.Min(QuietApplicants, _count)
        );
        if (Now + _rush > _deadline)
        {
            throw new InvalidOperationException("13: the drafts took so long that the deadline is too near already");
        }

        await Until(_deadline - _rush);
        var first = SubmissionsAsync(_applicants.Take(FirstSubmissions), _rush - LastMinute);
        var before = SavesAsync(_deadline - LastMinute, Between / _count, _deadline - LastMinute, _count);
        await Until(_deadline - LastMinute);
        await first;
        var count = Math.Min(Submissions, _count / 2);
        var submissions = SubmissionsAsync(_applicants.TakeLast(count).Reverse(), LastMinute + Late);
        var profile = new CpuProfile("grantcalls");
        var last = SavesAsync(_deadline + Late, Between / _count, _deadline, _count);
        await Task.WhenAll(before, submissions, last);
        profile.Print("save in the last minute", (await last).Count);
        SaveTimes.Print(await last, _deadline);
        await ReportAsync(database, quiet, await last, missed);
    }

    public void Dispose() => _channels.ForEach(channel => channel.Dispose());

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static Task Until(DateTimeOffset moment)
    {
        // Looked at once: a millisecond less than nothing would be for ever.
        var left = moment - Now;
        return left > TimeSpan.Zero ? Task.Delay(left) : Task.CompletedTask;
    }

    /// <summary>A call that closes when the drafts are there, the quiet time is over and the rush has been.</summary>
    private async Task PublishAsync()
    {
        using var donations = GrpcChannel.ForAddress(Bars.Required("PERF_DONATIONS"));
        await MoneyToDecideOver.EnsureAsync(donations, With(_manager, "donations"));
        var setUp = TimeSpan.FromSeconds(30 + (_count / 100));
        _deadline = Now + setUp + Quiet + _rush;
        _deadline = new DateTimeOffset(_deadline.Ticks - (_deadline.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var calls = Client(0);
        var made = await calls.CreateCallAsync(
            new CreateCallRequest { RequestId = NewId(), Terms = Terms() },
            AsManager()
        );
        _call = made.Call.CallId;
        await calls.PublishCallAsync(new PublishCallRequest { RequestId = NewId(), CallId = _call }, AsManager());
    }

    private CallTerms Terms()
    {
        var terms = new CallTerms
        {
            Titles =
            {
                new LocalisedText { Language = "en", Text = "The last hour" },
            },
            Descriptions =
            {
                new LocalisedText { Language = "en", Text = "Everybody applies at the end." },
            },
            OpensAtLocal = Local(Now.AddMinutes(-1)),

            // The second that is named still counts.
            ClosesAtLocal = Local(_deadline.AddSeconds(-1)),
            TimeZone = "UTC",
            Envelope = Applicant.Usd(1_000_000_00),
            MinimumGrant = Applicant.Usd(10_000_00),
            MaximumGrant = Applicant.Usd(60_000_00),
            MinimumMonths = 6,
            MaximumMonths = 24,
            Grid =
            {
                new ScoringCriterion
                {
                    Key = "all",
                    Label = "All of it",
                    Weight = 100,
                },
            },
            ReviewersPerProposal = 2,
        };
        terms.Questions.AddRange(
            Questions.Select(key => new Question
            {
                Key = key,
                Section = "Project",
                Label = key,
                Type = QuestionType.Text,
                Required = true,
            })
        );
        return terms;
    }

    private async Task StartAsync(Applicant applicant)
    {
        var started = await Client(applicant.Number)
            .StartProposalAsync(new StartProposalRequest { RequestId = NewId(), CallId = _call }, As(applicant));
        applicant.ProposalId = started.Proposal.ProposalId;
        await Sections(applicant)
            .SaveSectionAsync(
                new SaveSectionRequest
                {
                    RequestId = NewId(),
                    ProposalId = applicant.ProposalId,
                    Section = "budget",
                    Content = Applicant.Budget(),
                },
                As(applicant)
            );
        await SaveAsync(applicant, DateTimeOffset.MaxValue);
        await SaveAsync(applicant, DateTimeOffset.MaxValue);
    }

    /// <summary>
    /// One save after the other begins at its moment, whether or not those before it are done, and is timed from that
    /// moment on: a service that falls behind cannot hide it.
    /// </summary>
    /// <returns>Milliseconds of those that began before the deadline.</returns>
    private async Task<List<Save>> SavesAsync(
        DateTimeOffset until,
        TimeSpan gap,
        DateTimeOffset deadline,
        int applicants
    )
    {
        var (running, times) = (new List<Task>(), new ConcurrentQueue<Save>());
        var start = Now;
        for (var i = 0; start + (i * gap) < until; i++)
        {
            var (moment, applicant) = (start + (i * gap), _applicants[i % applicants]);
            await Until(moment);
            running.Add(TimedAsync(applicant, moment));
        }

        await Task.WhenAll(running);
        return [.. times];

        async Task TimedAsync(Applicant applicant, DateTimeOffset moment)
        {
            await applicant.Turn.WaitAsync();
            try
            {
                if (!applicant.Submitted && await SaveAsync(applicant, deadline) && moment < deadline)
                {
                    times.Enqueue(new Save(moment, (Now - moment).TotalMilliseconds));
                }
            }
            finally
            {
                applicant.Turn.Release();
            }
        }
    }

    private async Task<bool> SaveAsync(Applicant applicant, DateTimeOffset deadline)
    {
        try
        {
            var section = applicant.Turned;
            var save = applicant.Saved[section] + 1;
            await Sections(applicant)
                .SaveSectionAsync(
                    new SaveSectionRequest
                    {
                        RequestId = NewId(),
                        ProposalId = applicant.ProposalId,
                        Section = section == 0 ? "project" : "questions1",
                        LoadedVersion = applicant.Saved[section],
                        Content = applicant.Part(section, save),
                    },
                    As(applicant)
                );
            applicant.Saved[section] = save;
            applicant.Turned = 1 - section;
            return true;
        }
        catch (RpcException e)
        {
            Note("save", e, deadline);
            return false;
        }
    }

    /// <summary>They submit one after the other, evenly over a time that begins now.</summary>
    private async Task SubmissionsAsync(IEnumerable<Applicant> applicants, TimeSpan span)
    {
        var (running, all) = (new List<Task>(), applicants.ToList());
        var start = Now;
        foreach (var (i, applicant) in all.Index())
        {
            await Until(start + (span * i / all.Count));
            running.Add(SubmitAsync(applicant));
        }

        await Task.WhenAll(running);
    }

    private async Task SubmitAsync(Applicant applicant)
    {
        await applicant.Turn.WaitAsync();
        try
        {
            await Client(applicant.Number)
                .SubmitProposalAsync(
                    new SubmitProposalRequest { RequestId = NewId(), ProposalId = applicant.ProposalId },
                    As(applicant)
                );
            applicant.Submitted = true;
        }
        catch (RpcException e)
        {
            Note("submission", e, _deadline);
        }
        finally
        {
            applicant.Turn.Release();
        }
    }

    /// <summary>Too late is what was to be shown, when it is; everything else went wrong.</summary>
    private void Note(string what, RpcException e, DateTimeOffset deadline)
    {
        var reason = e.ToRefusal()?.Reason ?? e.StatusCode.ToString();
        var isLate = reason == "DEADLINE_PASSED" && Now >= deadline;
        _failures.AddOrUpdate(isLate ? $"{what} too late" : $"{what}: {reason}", 1, (_, count) => count + 1);
    }

    private async Task ReportAsync(string database, List<Save> quiet, List<Save> last, List<string> missed)
    {
        var (before, then) = (SaveTimes.Percentile(quiet), SaveTimes.Percentile(last));
        foreach (var (what, count) in _failures.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Say($"     {what}: {count}");
            if (!what.EndsWith("too late", StringComparison.Ordinal))
            {
                missed.Add($"13: {what}, {count} times");
            }
        }

        var (lost, accepted, submitted) = await CompareAsync(database);
        Say(
            $"     {last.Count} saves and {submitted} submissions in the last minute, {lost} lost, {accepted} taken late"
        );
        Say(
            $"13  p99 of a save in the last minute / quiet   {then / before:F2}  target 3.00  ({then:F1} ms and {before:F1} ms)"
        );
        if (lost + accepted > 0 || then > MostTimesQuiet * before)
        {
            missed.Add("13: the end of a call");
        }
    }

    /// <summary>What was acknowledged against what is there.</summary>
    private async Task<(int Lost, int AcceptedLate, int Submitted)> CompareAsync(string database)
    {
        var stored = new Dictionary<string, (string Title, string Answers, DateTimeOffset? SubmittedAt)>();
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            $"select id, title, answers::text, submitted_at from proposals where call_id = '{_call}'"
        );
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var submittedAt = await rows.IsDBNullAsync(3)
                ? (DateTimeOffset?)null
                : rows.GetFieldValue<DateTimeOffset>(3);
            stored[rows.GetGuid(0).ToString("D")] = (rows.GetString(1), rows.GetString(2), submittedAt);
        }

        bool IsThere(Applicant applicant) =>
            stored.TryGetValue(applicant.ProposalId, out var found)
            && found.Title == applicant.TextOf(applicant.Saved[0])
            && found.Answers.Contains($"\"{applicant.TextOf(applicant.Saved[1])}\"", StringComparison.Ordinal)
            && found.SubmittedAt is not null == applicant.Submitted;

        return (
            _applicants.Count(applicant => !IsThere(applicant)),
            stored.Values.Count(found => found.SubmittedAt >= _deadline),
            _applicants.Count(applicant => applicant.Submitted)
        );
    }

    private GrantCallsService.GrantCallsServiceClient Client(int number) => new(_channels[number % Channels]);

    private ApplicationsService.ApplicationsServiceClient Sections(Applicant applicant) =>
        new(_channels[applicant.Number % Channels]);

    private Metadata As(Applicant applicant) => With(applicant.Caller, "grantcalls");

    private Metadata AsManager() => With(_manager, "grantcalls");

    private Metadata With(Caller caller, string audience) =>
        new() { { IdentityTokens.MetadataKey, _tokens.Issue(caller, audience) } };

    private static string Local(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static string NewId() => Guid.CreateVersion7().ToString("D");

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
