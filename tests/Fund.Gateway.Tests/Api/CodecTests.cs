using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Gateway.Api.Json;
using Fund.Gateway.V1;
using Fund.GrantCalls.V1;

namespace Fund.Gateway.Tests.Api;

/// <summary>JSON to messages and back, and everything that is refused on the way, with its place and reason.</summary>
public sealed class CodecTests
{
    private const string Donor = "0198f3a2-7c1e-7b11-9f61-3a55c0d4e8b2";

    [Fact]
    public void A_message_is_read_from_plain_json()
    {
        var read = Read<RecordContributionRequest>(
            $$"""
            {"donorId":"{{Donor}}","amount":{"currency":"EUR","amount":"1250.5"},"valueDate":"2026-10-01",
             "channel":"inPerson","earmark":"Ünïcode ✓ العربية"}
            """
        );

        Assert.Equal(
            new RecordContributionRequest
            {
                DonorId = Donor,
                Amount = new Money { MinorUnits = 125_050, CurrencyCode = "EUR" },
                ValueDate = "2026-10-01",
                Channel = Channel.InPerson,
                Earmark = "Ünïcode ✓ العربية",
            },
            read
        );
    }

    [Fact]
    public void A_message_is_written_as_plain_json_without_what_is_not_set()
    {
        var contribution = new Contribution
        {
            ContributionId = Donor,
            Amount = new Money { MinorUnits = 5, CurrencyCode = "USD" },
            ValuationState = ValuationState.AwaitingRate,
            RecordedAt = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = 1_760_000_000, Nanos = 250_000_000 },
        };

        Assert.Equal(
            $$"""
            {"contributionId":"{{Donor}}","donorId":"","amount":{"amount":"0.05","currency":"USD"},"valueDate":"","pledgeId":"","earmark":"","valuationState":"awaitingRate","rate":"","rateEffectiveDate":"","recordedAt":"2025-10-09T08:53:20.25Z","bankEntryId":""}
            """,
            CodecProbe.Write(contribution)
        );
    }

    [Fact]
    public void An_optional_number_that_is_not_set_is_left_out_and_zero_is_not()
    {
        Assert.DoesNotContain(
            "count",
            CodecProbe.Write(new Beneficiaries.V1.PublishedCell()),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\"count\":0",
            CodecProbe.Write(new Beneficiaries.V1.PublishedCell { Count = 0 }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_enum_value_of_a_newer_service_is_shown_by_its_number()
    {
        var account = new Account { Role = (AccountRole)77 };

        Assert.Contains("\"role\":\"77\"", CodecProbe.Write(account), StringComparison.Ordinal);
    }

    [Fact]
    public void An_amount_in_a_currency_that_does_not_exist_is_a_defect_of_the_service()
    {
        var pledge = new Pledge { Amount = new Money { CurrencyCode = "XXX" } };

        Assert.ThrowsAny<Exception>(() => CodecProbe.Write(pledge));
    }

    [Theory]
    [InlineData("0", "JPY", 0)]
    [InlineData("1250", "JPY", 1250)]
    [InlineData("0.001", "KWD", 1)]
    [InlineData("-0.5", "USD", -50)]
    [InlineData("92233720368547758.07", "USD", long.MaxValue)]
    [InlineData("-92233720368547758.08", "USD", long.MinValue)]
    public void Amounts_are_exact(string amount, string currency, long minorUnits)
    {
        var json = $$$"""{"amount":{"amount":"{{{amount}}}","currency":"{{{currency}}}"}}""";

        Assert.Equal(minorUnits, Read<RecordPledgeRequest>(json).Amount.MinorUnits);
    }

    [Theory]
    [InlineData("12.345", "USD", "at most 2")]
    [InlineData("12.340", "USD", "at most 2")]
    [InlineData("1.5", "JPY", "at most 0")]
    [InlineData("92233720368547758.08", "USD", "larger than the system can hold")]
    [InlineData("99999999999999999999999999999999999999999999", "USD", "larger than the system can hold")]
    [InlineData("1,250.50", "USD", "not an amount")]
    [InlineData("1e3", "USD", "not an amount")]
    [InlineData("+1", "USD", "not an amount")]
    [InlineData("01", "USD", "not an amount")]
    [InlineData(".5", "USD", "not an amount")]
    [InlineData("5.", "USD", "not an amount")]
    [InlineData("", "USD", "not an amount")]
    [InlineData(" 5", "USD", "not an amount")]
    [InlineData("٥", "USD", "not an amount")]
    [InlineData("NaN", "USD", "not an amount")]
    public void Amounts_that_are_not_exact_are_refused(string amount, string currency, string because)
    {
        var json = $$$"""{"amount":{"amount":"{{{amount}}}","currency":"{{{currency}}}"}}""";

        var problem = Assert.Single(Problems<RecordPledgeRequest>(json));
        Assert.Equal("/amount/amount", problem.Field);
        Assert.Contains(because, problem.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"amount":5}""", "/amount", "Expected an amount")]
    [InlineData("""{"amount":null}""", "/amount", "leave the field out")]
    [InlineData(
        """{"amount":{"amount":5,"currency":"USD"}}""",
        "/amount/amount",
        "Expected a text such as \"1250.50\""
    )]
    [InlineData("""{"amount":{"amount":"5"}}""", "/amount/currency", "required")]
    [InlineData("""{"amount":{"currency":"USD"}}""", "/amount/amount", "required")]
    [InlineData("""{"amount":{"amount":"5","currency":"usd"}}""", "/amount/currency", "not an ISO 4217")]
    [InlineData("""{"amount":{"amount":"5","currency":"XXX"}}""", "/amount/currency", "not an ISO 4217")]
    [InlineData("""{"amount":{"amount":"5","currency":"USD","minorUnits":5}}""", "/amount/minorUnits", "no such field")]
    [InlineData("""{"amount":{"amount":"5","amount":"6","currency":"USD"}}""", "/amount/amount", "given twice")]
    [InlineData("""{"donorId":5}""", "/donorId", "Expected a text, found a number")]
    [InlineData("""{"donorId":"a","donorId":"b"}""", "/donorId", "given twice")]
    [InlineData("""{"donorId":"\ud800"}""", "/donorId", "not valid Unicode")]
    [InlineData("""{"donorId":"a\u0000b"}""", "/donorId", "NUL")]
    [InlineData("""{"instalments":{}}""", "/instalments", "Expected a list")]
    [InlineData("""{"instalments":[{}, 7]}""", "/instalments/1", "Expected an object, found a number")]
    [InlineData(
        """{"instalments":[{"dueDate":"x","amount":{"amount":"x","currency":"USD"}}]}""",
        "/instalments/0/amount/amount",
        "not an amount"
    )]
    [InlineData("""{"instalments":[{"extra":1}]}""", "/instalments/0/extra", "allowed are: dueDate, amount")]
    [InlineData("""{"a/b~c":1}""", "/a~1b~0c", "no such field")]
    [InlineData("""{"donor_id":"x"}""", "/donor_id", "allowed are: ")]
    [InlineData("[]", "", "one JSON object")]
    [InlineData("5", "", "one JSON object")]
    [InlineData("{} {}", "", "not valid JSON")]
    [InlineData("{}x", "", "not valid JSON")]
    [InlineData("{", "", "not valid JSON")]
    [InlineData("", "", "not valid JSON")]
    [InlineData("""{"donorId":"x",}""", "", "not valid JSON")]
    [InlineData("""{"donorId":'x'}""", "", "not valid JSON")]
    [InlineData("""{/* */}""", "", "not valid JSON")]
    public void What_is_wrong_is_refused_with_its_place(string json, string field, string because)
    {
        var problem = Assert.Single(Problems<RecordPledgeRequest>(json));
        Assert.Equal(field, problem.Field);
        Assert.Contains(because, problem.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e2")]
    [InlineData("2147483648")]
    [InlineData("\"5\"")]
    [InlineData("true")]
    public void A_count_must_be_a_whole_number(string value)
    {
        var problem = Assert.Single(Problems<UpdateCallRequest>($$"""{"version":{{value}}}"""));
        Assert.Equal("/version", problem.Field);
        Assert.Contains("whole number", problem.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"MEMBER_STATE\"")]
    [InlineData("\"unspecified\"")]
    [InlineData("\"memberstate\"")]
    [InlineData("1")]
    public void An_unknown_enum_value_is_refused_with_those_allowed(string value)
    {
        var problem = Assert.Single(Problems<RegisterDonorRequest>($$"""{"kind":{{value}}}"""));
        Assert.Equal("/kind", problem.Field);
        Assert.Contains(
            "memberState, intergovernmentalOrganisation, privateSector, foundation, individual, campaign",
            problem.Problem,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        var fields = Problems<RecordContributionRequest>(
                """
                {"donorId":1,"amount":{"amount":"1.234","currency":"USD"},"channel":"pigeon","stranger":{"deep":[1,{"x":2}]},
                 "valueDate":"2026-10-01"}
                """
            )
            .Select(problem => problem.Field);

        Assert.Equal(["/donorId", "/amount/amount", "/channel", "/stranger"], fields);
    }

    [Fact]
    public void Garbage_on_purpose_is_not_answered_at_length()
    {
        var json = "{" + string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"x{i}\":1")) + "}";

        Assert.Equal(JsonProblems.Most, Problems<RecordPledgeRequest>(json).Count);
    }

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_exhaust_the_stack()
    {
        var json = "{\"x\":" + new string('[', 100_000) + new string(']', 100_000) + "}";

        Assert.Contains(Problems<RecordPledgeRequest>(json), problem => problem.Field == "");
    }

    private static T Read<T>(string json)
        where T : class, Google.Protobuf.IMessage<T>, new()
    {
        var problems = new JsonProblems();
        var message = CodecProbe.Read<T>(json, problems);
        Assert.Empty(problems.All);
        return message;
    }

    private static IReadOnlyList<Fund.Kernel.FieldProblem> Problems<T>(string json)
        where T : class, Google.Protobuf.IMessage<T>, new()
    {
        var problems = new JsonProblems();
        CodecProbe.Read<T>(json, problems);
        return problems.All;
    }
}
