using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fund.Testing.OpenApi;

namespace Fund.EndToEnd.Tests;

/// <summary>
/// The description is walked: every operation is called by everybody, with ids that exist and belong to others, and
/// with bodies that ask for more than they may. Every answer must be one that is described.
/// </summary>
[Collection(AfterTheMainJobCollection.Name)]
public sealed class EveryOperation(AfterTheMainJob world)
{
    /// <summary>People who have nothing to do with what the demo made.</summary>
    private static readonly string[] Strangers =
    [
        "strange donor",
        "strange organisationMember",
        "strange authorisingOfficer",
        "any reviewer",
    ];

    /// <summary>Members that nobody may set: states, owners, approvals.</summary>
    private static readonly string[] Forbidden =
    [
        "state",
        "ownerId",
        "approvedBy",
        "awarded",
        "createdAt",
        "requestId",
    ];

    /// <summary>What ends or changes the session of whoever calls it; tried by people of its own, and by the gateway's tests.</summary>
    private static readonly HashSet<string> OwnSession =
    [
        "signIn",
        "signOut",
        "completeSignIn",
        "revokeSession",
        "revokeOtherSessions",
        "beginSecondFactor",
        "confirmSecondFactor",
        "renewRecoveryCodes",
        "removeSecondFactor",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_operation_answers_everybody_as_described_and_never_fails()
    {
        var caller = new OperationCaller(world.Http, world.Ids);
        var people = world.Tokens.Select(person => (string?)person.Value).Append(null).ToList();
        foreach (var operation in InSafeOrder())
        {
            foreach (var token in people)
            {
                using var answer = await caller.SendAsync(operation, token, withQuery: false, null, Stop);
                Assert.True(answer.StatusCode != HttpStatusCode.InternalServerError, $"{operation.Id}: 500");
            }

            if (operation.Method == "GET")
            {
                using var filtered = await caller.SendAsync(operation, Finance, withQuery: true, null, Stop);
                Assert.True(filtered.StatusCode != HttpStatusCode.InternalServerError, $"{operation.Id}?…: 500");
            }
        }

        var succeeded = world
            .Witness.All.Where(seen => seen.Status is >= 200 and < 300)
            .Select(seen => seen.Operation?.Id)
            .ToHashSet();
        var never = world
            .Witness.Document.Operations.Where(one => !succeeded.Contains(one.Id) && !OwnSession.Contains(one.Id))
            .Select(one => $"{one.Id} ({one.Method} {one.Path}) never succeeded");
        var wrong = world.Troubles.Concat(world.Witness.Complaints.Keys.Order(StringComparer.Ordinal)).Concat(never);
        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }

    [Fact]
    public async Task Nobody_sees_or_changes_what_belongs_to_others()
    {
        var caller = new OperationCaller(world.Http, world.Ids);
        var private_ = PrivateIds();
        foreach (var operation in InSafeOrder().Where(operation => !operation.IsPublic))
        {
            foreach (var stranger in Strangers)
            {
                using var answer = await caller.SendAsync(operation, world.Tokens[stranger], false, null, Stop);
                var text = await answer.Content.ReadAsStringAsync(Stop);
                if (operation.Path.Contains('{', StringComparison.Ordinal))
                {
                    // How an own organisation stands against a public call is its own affair.
                    if (operation.Id == "previewEligibility")
                    {
                        continue;
                    }

                    // Calls are public: who comes too late for one is told so.
                    var isLate = (int)answer.StatusCode == 409 && operation.Id is "startProposal" or "askClarification";
                    Assert.True(
                        isLate || (int)answer.StatusCode is 400 or 403 or 404 or 428,
                        $"{stranger} {operation.Id}: {(int)answer.StatusCode} {text}"
                    );
                }

                var shown = answer.IsSuccessStatusCode
                    ? private_.Where(id => text.Contains(id.Value, StringComparison.Ordinal))
                    : [];
                Assert.Equal("", string.Join(", ", shown.Select(id => $"{stranger} {operation.Id} shows {id.Key}")));
            }
        }
    }

    [Fact]
    public async Task A_member_that_nobody_may_set_is_refused_and_nothing_changes()
    {
        var caller = new OperationCaller(world.Http, world.Ids);
        var withBodies = world.Witness.Document.Operations.Where(operation => operation.BodyExample is not null);
        foreach (var operation in withBodies.Where(operation => !OwnSession.Contains(operation.Id)))
        {
            var known = operation.BodyExample!.AsObject();
            foreach (var name in Forbidden.Where(name => !known.ContainsKey(name)))
            {
                var body = (JsonObject)known.DeepClone();
                body[name] = "approved";
                using var answer = await caller.SendAsync(operation, Finance, false, body.ToJsonString(), Stop);
                var text = await answer.Content.ReadAsStringAsync(Stop);
                Assert.True(
                    (int)answer.StatusCode is 400 or 403,
                    $"{operation.Id} with {name}: {(int)answer.StatusCode} {text}"
                );
                Assert.True(
                    (int)answer.StatusCode == 403 || text.Contains($"/{name}", StringComparison.Ordinal),
                    $"{operation.Id} with {name}: {text}"
                );
            }
        }
    }

    /// <summary>Only the services know what they need, so they are asked: an empty body, by everybody who may.</summary>
    [Fact]
    public async Task What_a_body_must_have_is_described()
    {
        var caller = new OperationCaller(world.Http, world.Ids);
        var people = world.Tokens.Values.Concat(world.Scene.People.Values.Select(person => person.Token)).ToList();
        var said = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (
            var operation in world.Witness.Document.Operations.Where(one =>
                one.BodyExample is not null && (one.Id == "signIn" || !OwnSession.Contains(one.Id))
            )
        )
        {
            foreach (var token in people)
            {
                using var answer = await caller.SendAsync(operation, token, false, "{}", Stop);
                var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop));
                var missing = (json!["errors"]?.AsArray() ?? [])
                    .Where(error =>
                        error!["problem"]!.GetValue<string>().EndsWith(" is required.", StringComparison.Ordinal)
                    )
                    .Select(error => error!["field"]!.GetValue<string>().TrimStart('/'))
                    .Where(field => field.Length > 0 && !field.Contains('/', StringComparison.Ordinal));
                if (missing.Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } fields)
                {
                    said[operation.Id] = fields;
                    break;
                }
            }
        }

        var now = JsonSerializer.Serialize(said, Readable) + "\n";
        var file = Path.Combine(WholeFund.RepositoryRoot, "gateway/Fund.Gateway/Api/OpenApi/required.json");
        if (Environment.GetEnvironmentVariable("FUND_ACCEPT_CONTRACT") == "1")
        {
            await File.WriteAllTextAsync(file, now, Stop);
        }

        Assert.Equal(await File.ReadAllTextAsync(file, Stop), now);
    }

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    [Theory]
    [InlineData("not-an-id")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("../../../etc/passwd")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("%00")]
    [InlineData("'; drop table donors; --")]
    [InlineData("a\r\nSet-Cookie: a=b")]
    public async Task An_odd_id_is_refused_and_never_fails(string id)
    {
        var caller = new OperationCaller(world.Http, new OddIds(id));
        foreach (
            var operation in world.Witness.Document.Operations.Where(one =>
                one.Path.Contains("Id}", StringComparison.Ordinal) && !OwnSession.Contains(one.Id)
            )
        )
        {
            using var answer = await caller.SendAsync(operation, Finance, withQuery: true, null, Stop);
            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{operation.Id}: {(int)answer.StatusCode}");
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Fact]
    public async Task Over_long_addresses_headers_and_texts_are_refused_and_never_fail()
    {
        var text = new string('a', 200_000);
        foreach (
            var operation in world.Witness.Document.Operations.Where(one =>
                one.BodyExample is not null && !OwnSession.Contains(one.Id)
            )
        )
        {
            var body = (JsonObject)operation.BodyExample!.DeepClone();
            foreach (var name in body.Where(member => member.Value is JsonValue).Select(member => member.Key).ToList())
            {
                if (body[name]!.GetValueKind() == JsonValueKind.String)
                {
                    body[name] = text;
                }
            }

            using var answer = await new OperationCaller(world.Http, world.Ids).SendAsync(
                operation,
                Finance,
                false,
                body.ToJsonString(),
                Stop
            );
            Assert.True((int)answer.StatusCode < 500, $"{operation.Id}: {(int)answer.StatusCode}");
        }

        using var plain = new HttpClient { BaseAddress = world.Fund.Gateways.First() };
        using var address = await plain.GetAsync($"api/v1/donors?search={text}", Stop);
        Assert.Equal(HttpStatusCode.RequestUriTooLong, address.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/donors");
        request.Headers.TryAddWithoutValidation("X-Long", text);
        using var header = await plain.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, header.StatusCode);
    }

    private string Finance => world.Tokens["any financeOfficer"];

    /// <summary>Reads first; what ends something last, so that it is there while others are tried.</summary>
    private IEnumerable<ApiOperation> InSafeOrder() =>
        world
            .Witness.Document.Operations.Where(operation => !OwnSession.Contains(operation.Id))
            .OrderBy(operation =>
                operation.Method switch
                {
                    "GET" or "HEAD" => 0,
                    "PUT" => 1,
                    _ => 2,
                }
            )
            .ThenBy(operation => operation.Path.Contains("cancel", StringComparison.Ordinal));

    /// <summary>Ids of what belongs to one donor or organisation and is not published.</summary>
    private IEnumerable<KeyValuePair<string, string>> PrivateIds() =>
        world.Ids.Where(id =>
            id.Key
                is "proposalId"
                    or "agreementId"
                    or "reportId"
                    or "returnId"
                    or "instalmentId"
                    or "contributionId"
                    or "pledgeId"
                    or "receiptId"
                    or "inKindGiftId"
                    or "bankEntryId"
                    or "bankStatementId"
                    or "importId"
        );

    /// <summary>The same odd id for whatever is asked.</summary>
    private sealed class OddIds(string id) : IReadOnlyDictionary<string, string>
    {
        public string this[string key] => id;

        public IEnumerable<string> Keys => [];

        public IEnumerable<string> Values => [];

        public int Count => 0;

        public bool ContainsKey(string key) => true;

        public bool TryGetValue(string key, out string value)
        {
            value = id;
            return key.EndsWith("Id", StringComparison.Ordinal);
        }

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
            Enumerable.Empty<KeyValuePair<string, string>>().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
