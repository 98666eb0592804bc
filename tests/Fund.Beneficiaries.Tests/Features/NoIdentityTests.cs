using System.Text;
using Fund.Beneficiaries.V1;
using Grpc.Core;
using static Fund.Beneficiaries.Tests.Samples;

namespace Fund.Beneficiaries.Tests.Features;

/// <summary>A canary in every place where a pseudonym passes: it must come out nowhere.</summary>
public sealed class NoIdentityTests(BeneficiariesFixture fund) : IClassFixture<BeneficiariesFixture>
{
    private const string Canary = "CANARY-7f3a-0042";
    private const string BadCanary = "Canary Woman 0043";

    [Fact]
    public async Task A_pseudonym_is_in_no_table_log_line_message_or_answer()
    {
        var project = await fund.ProjectAsync();
        var person = Person(1);
        person.Pseudonym = Canary;
        var request = project.Cases(1, person, Person(2));
        var made = await project.SubmitAsync(request);
        await project.SubmitAsync(request);
        await fund.AcceptAsync(made);
        var again = await Assert.ThrowsAsync<RpcException>(async () =>
            await project.Own.SubmitCaseReturnAsync(project.Cases(1, person, person))
        );
        person.Pseudonym = BadCanary;
        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await project.Own.SubmitCaseReturnAsync(project.Cases(2, person))
        );
        var counts = await project.CountsAsync();
        await fund.PublishAsync();

        var seen = new StringBuilder()
            .AppendJoin('\n', fund.Log.Lines)
            .AppendLine(again.ToString())
            .AppendJoin('\n', again.Trailers.Select(Text))
            .AppendLine(refused.ToString())
            .AppendJoin('\n', refused.Trailers.Select(Text))
            .AppendLine(made.ToString())
            .AppendLine(counts.ToString())
            .AppendLine(await fund.Broker.TakeAsync("projects.beneficiary-return-accepted"))
            .AppendLine(await EverythingStoredAsync())
            .ToString();
        Assert.Contains(fund.Log.Lines, line => line.Contains("SubmitCaseReturn", StringComparison.Ordinal));
        Assert.Contains(fund.Log.Lines, line => line.Contains("case_records", StringComparison.Ordinal));
        Assert.Contains(project.Id, seen, StringComparison.Ordinal);
        foreach (var canary in new[] { Canary, BadCanary, "CANARY", "Canary Woman" })
        {
            Assert.DoesNotContain(canary, seen, StringComparison.OrdinalIgnoreCase);
            var hex = Convert.ToHexString(Encoding.UTF8.GetBytes(canary));
            Assert.DoesNotContain(hex, seen, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Nobody_can_try_pseudonyms_out_against_what_is_stored_of_a_request()
    {
        var project = await fund.ProjectAsync();
        var request = project.Cases(1, Person(4711));
        await project.SubmitAsync(request);
        using var bytes = new MemoryStream();
        using (var output = new Google.Protobuf.CodedOutputStream(bytes, leaveOpen: true) { Deterministic = true })
        {
            request.WriteTo(output);
        }

        var plain = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes.ToArray()));
        var found = $"select count(*) from requests where encode(input_hash, 'hex') = lower('{plain}')";
        Assert.Equal(0L, await fund.Database.ScalarAsync<long>(found));
        var one = $"select count(*) from requests where request_id = '{request.RequestId}'";
        Assert.Equal(1L, await fund.Database.ScalarAsync<long>(one));
    }

    [Fact]
    public void No_answer_has_room_for_a_case_record()
    {
        var answers = BeneficiariesService
            .Descriptor.Methods.SelectMany(method => Reachable(method.OutputType, []))
            .ToHashSet();
        Assert.DoesNotContain(CaseRecord.Descriptor, answers);
        Assert.DoesNotContain(
            answers.SelectMany(message => message.Fields.InDeclarationOrder()),
            f => f.Name == "pseudonym"
        );
    }

    private static HashSet<Google.Protobuf.Reflection.MessageDescriptor> Reachable(
        Google.Protobuf.Reflection.MessageDescriptor message,
        HashSet<Google.Protobuf.Reflection.MessageDescriptor> seen
    )
    {
        if (seen.Add(message))
        {
            foreach (var field in message.Fields.InDeclarationOrder())
            {
                if (field.FieldType == Google.Protobuf.Reflection.FieldType.Message)
                {
                    Reachable(field.MessageType, seen);
                }
            }
        }

        return seen;
    }

    private static string Text(Metadata.Entry entry) =>
        entry.IsBinary ? $"{entry.Key}: {Encoding.UTF8.GetString(entry.ValueBytes)}" : entry.ToString();

    /// <summary>Every row of every table as text, bytes as hexadecimal.</summary>
    private async Task<string> EverythingStoredAsync()
    {
        var tables = new List<string>();
        await using (
            var names = fund.Database.Source.CreateCommand(
                "select table_name from information_schema.tables where table_schema = 'public'"
            )
        )
        await using (var reader = await names.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        var text = new StringBuilder();
        foreach (var table in tables)
        {
            await using var rows = fund.Database.Source.CreateCommand($"select t::text from {table} t");
            await using var reader = await rows.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                text.Append(table).Append(": ").AppendLine(reader.GetString(0));
            }
        }

        return text.ToString();
    }
}
