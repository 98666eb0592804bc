using System.Collections.Concurrent;
using Fund.Beneficiaries.V1;
using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Forms;
using Fund.Gateway.Clients;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Projects.V1;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace Fund.Gateway.OpenData;

/// <summary>
/// What the services publish, whole. It is asked for as nobody in particular, so that nothing gets in here that
/// everybody may not see, and kept for a minute, so that many readers cost the services what one does.
/// </summary>
internal sealed class PublicRecords
{
    /// <summary>As long as a reader of a page waits for one of its parts.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Years of the position that are shown at most; the service gives no more at once.</summary>
    private const int Years = 19;
    private const int Largest = 500;

    private readonly ServiceClients _clients;
    private readonly ICallerAccessor _callers;
    private readonly TimeProvider _time;
    private readonly Kept<FundPosition> _position;
    private readonly Kept<IReadOnlyList<PositionPoint>> _history;
    private readonly Kept<IReadOnlyList<Call>> _calls;
    private readonly ConcurrentDictionary<(string CallId, int Number), FormVersion> _forms = new();
    private readonly Kept<IReadOnlyList<Award>> _awards;
    private readonly Kept<IReadOnlyList<PublishedStatistics>> _statistics;
    private readonly Kept<IReadOnlyList<PublishedActivity>> _activities;
    private readonly Kept<IReadOnlyList<RegisterLine>> _register;
    private readonly Kept<IReadOnlyList<PublishedFigures>> _releases;

    public PublicRecords(
        ServiceClients clients,
        ICallerAccessor callers,
        TimeProvider time,
        IConfiguration configuration
    )
    {
        _clients = clients;
        _callers = callers;
        _time = time;
        var keep = KeptFor(configuration);
        _position = new(LoadPositionAsync, keep, time);
        _history = new(LoadHistoryAsync, keep, time);
        _calls = new(LoadCallsAsync, keep, time);
        _awards = new(LoadAwardsAsync, keep, time);
        _statistics = new(LoadStatisticsAsync, keep, time);
        _activities = new(LoadActivitiesAsync, keep, time);
        _register = new(LoadRegisterAsync, keep, time);
        _releases = new(LoadReleasesAsync, keep, time);
    }

    /// <summary>How old what is published may be: <c>OpenData:KeepSeconds</c>, a minute when nothing is set.</summary>
    public static TimeSpan KeptFor(IConfiguration configuration) =>
        TimeSpan.FromSeconds(configuration.GetValue("OpenData:KeepSeconds", 60));

    public Task<FundPosition> PositionAsync(CancellationToken cancellationToken) =>
        _position.GetAsync(cancellationToken);

    /// <summary>The end of every month since the first money, oldest first.</summary>
    public Task<IReadOnlyList<PositionPoint>> HistoryAsync(CancellationToken cancellationToken) =>
        _history.GetAsync(cancellationToken);

    /// <summary>Every call that was published, newest first.</summary>
    public Task<IReadOnlyList<Call>> CallsAsync(CancellationToken cancellationToken) =>
        _calls.GetAsync(cancellationToken);

    /// <summary>The application form of a published call. A version never changes: once read, it is kept for good.</summary>
    public async Task<FormVersion> FormAsync(Call call, CancellationToken cancellationToken)
    {
        if (_forms.TryGetValue((call.CallId, call.FormNumber), out var known))
        {
            return known;
        }

        var request = new GetCallFormRequest { CallId = call.CallId, Number = call.FormNumber };
        var answer = await _clients
            .CallForms.GetCallFormAsync(request, AsNobody())
            .ResponseAsync.WaitAsync(cancellationToken);
        return _forms.GetOrAdd((call.CallId, call.FormNumber), answer.Form.ToForm(answer.Form.Number));
    }

    /// <summary>Every award, newest first.</summary>
    public Task<IReadOnlyList<Award>> AwardsAsync(CancellationToken cancellationToken) =>
        _awards.GetAsync(cancellationToken);

    /// <summary>Applications and success of every decided call, newest first.</summary>
    public Task<IReadOnlyList<PublishedStatistics>> StatisticsAsync(CancellationToken cancellationToken) =>
        _statistics.GetAsync(cancellationToken);

    /// <summary>What was asked about a call and answered, newest first; not kept, because an answer counts at once.</summary>
    public async Task<ListClarificationsResponse> ClarificationsAsync(
        string callId,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        // Asked as nobody in particular, as everything here.
        _callers.Current = Caller.Anonymous;
        var options = new CallOptions(
            deadline: _time.GetUtcNow().Add(Patience).UtcDateTime,
            cancellationToken: cancellationToken
        );
        var request = new ListClarificationsRequest { CallId = callId, Page = page };
        return await _clients.Clarifications.ListClarificationsAsync(request, options);
    }

    /// <summary>Every project under a signed agreement, newest first.</summary>
    public Task<IReadOnlyList<PublishedActivity>> ActivitiesAsync(CancellationToken cancellationToken) =>
        _activities.GetAsync(cancellationToken);

    /// <summary>The whole register in English, newest year first.</summary>
    public Task<IReadOnlyList<RegisterLine>> RegisterAsync(CancellationToken cancellationToken) =>
        _register.GetAsync(cancellationToken);

    /// <summary>Every release of figures with its tables, newest first.</summary>
    public Task<IReadOnlyList<PublishedFigures>> ReleasesAsync(CancellationToken cancellationToken) =>
        _releases.GetAsync(cancellationToken);

    private async Task<FundPosition> LoadPositionAsync() =>
        (await _clients.Ledger.GetFundPositionAsync(new GetFundPositionRequest(), AsNobody())).Position;

    private async Task<IReadOnlyList<PositionPoint>> LoadHistoryAsync()
    {
        var today = _time.GetUtcNow().UtcDateTime;
        var request = new GetPositionHistoryRequest
        {
            FromMonth = $"{today.Year - Years}-01",
            ToMonth = $"{today:yyyy-MM}",
        };
        var history = await _clients.Ledger.GetPositionHistoryAsync(request, AsNobody());
        return [.. history.Points.SkipWhile(IsEmpty)];
    }

    private static bool IsEmpty(PositionPoint point) =>
        point.Received.MinorUnits == 0 && point.Disbursed.MinorUnits == 0 && point.Available.MinorUnits == 0;

    private Task<IReadOnlyList<Call>> LoadCallsAsync() =>
        AllAsync(async page =>
        {
            var answer = await _clients.GrantCalls.ListCallsAsync(new ListCallsRequest { Page = page }, AsNobody());
            return (answer.Calls, answer.Page);
        });

    private Task<IReadOnlyList<Award>> LoadAwardsAsync() =>
        AllAsync(async page =>
        {
            var answer = await _clients.GrantCalls.ListAwardsAsync(new ListAwardsRequest { Page = page }, AsNobody());
            return (answer.Awards, answer.Page);
        });

    private Task<IReadOnlyList<PublishedStatistics>> LoadStatisticsAsync() =>
        AllAsync(async page =>
        {
            var request = new ListPublishedStatisticsRequest { Page = page };
            var answer = await _clients.Selection.ListPublishedStatisticsAsync(request, AsNobody());
            return (answer.Statistics, answer.Page);
        });

    private Task<IReadOnlyList<PublishedActivity>> LoadActivitiesAsync() =>
        AllAsync(async page =>
        {
            var request = new ListPublishedActivitiesRequest { Page = page };
            var answer = await _clients.Projects.ListPublishedActivitiesAsync(request, AsNobody());
            return (answer.Activities, answer.Page);
        });

    private Task<IReadOnlyList<RegisterLine>> LoadRegisterAsync() =>
        AllAsync(async page =>
        {
            var request = new ListPublicRegisterRequest { Language = "en", Page = page };
            var answer = await _clients.Reports.ListPublicRegisterAsync(request, AsNobody());
            return (answer.Lines, answer.Page);
        });

    private async Task<IReadOnlyList<PublishedFigures>> LoadReleasesAsync()
    {
        var releases = await AllAsync(async page =>
        {
            var request = new ListPublishedReleasesRequest { Page = page };
            var answer = await _clients.Beneficiaries.ListPublishedReleasesAsync(request, AsNobody());
            return (answer.Releases, answer.Page);
        });
        var whole = new List<PublishedFigures>(releases.Count);
        foreach (var release in releases)
        {
            var request = new GetPublishedFiguresRequest { ReleaseId = release.ReleaseId };
            whole.Add((await _clients.Beneficiaries.GetPublishedFiguresAsync(request, AsNobody())).Figures);
        }

        return whole;
    }

    private static async Task<IReadOnlyList<T>> AllAsync<T>(
        Func<PageRequest, Task<(RepeatedField<T> Rows, PageResponse? Page)>> ask
    )
    {
        var all = new List<T>();
        var next = "";
        do
        {
            var (rows, page) = await ask(new PageRequest { PageSize = Largest, PageToken = next });
            all.AddRange(rows);
            var following = page?.NextPageToken ?? "";
            if (following.Length > 0 && following == next)
            {
                throw new InvalidOperationException("A service gives the same page of a list without end.");
            }

            next = following;
        } while (next.Length > 0);

        return all;
    }

    private CallOptions AsNobody()
    {
        _callers.Current = Caller.Anonymous;

        // Deadlines are measured by the gRPC stack with the machine's clock.
        return new CallOptions(deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Patience);
    }
}
