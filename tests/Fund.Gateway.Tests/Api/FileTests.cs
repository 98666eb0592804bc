using System.Net.Http.Headers;
using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Gateway.Api;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf;

namespace Fund.Gateway.Tests.Api;

/// <summary>Files that go out in a stream and come in by parts.</summary>
public sealed class FileTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Id = "0198f3a2-7c1e-7b11-9f61-3a55c0d4e8b2";
    private const string Content = $"/api/v1/imports/{Id}/content";

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(UploadHandler<AppendToImportRequest, AppendToImportResponse>.PartSize, 1)]
    [InlineData(2_500_000, 3)]
    public async Task An_upload_reaches_the_service_in_parts_with_their_offsets(int size, int parts)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        Take(most: 1L << 30);
        var before = gateway.Backend.Calls.Count;

        var answer = await UploadAsync(bytes, "?offset=1000");

        Assert.Equal(200, (int)answer.StatusCode);
        var calls = gateway
            .Backend.Calls.Skip(before)
            .Select(call => call.Request)
            .OfType<AppendToImportRequest>()
            .ToList();
        Assert.Equal(bytes, calls.SelectMany(call => call.Content));
        Assert.InRange(calls.Count, parts, parts + 1);
        var offset = 1000L;
        foreach (var call in calls)
        {
            Assert.Equal((Id, offset, call != calls[^1]), (call.ImportId, call.Offset, call.More));
            offset += call.Content.Length;
        }
    }

    [Fact]
    public async Task A_file_that_is_said_to_be_too_large_is_refused_after_its_first_part()
    {
        Take(most: 2_000_000);
        try
        {
            var before = gateway.Backend.Calls.Count;

            var answer = await UploadAsync(new byte[2_000_001], "");

            Assert.Equal(413, (int)answer.StatusCode);
            Assert.Contains("FILE_TOO_LARGE", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Single(gateway.Backend.Calls.Skip(before), call => call.Rpc == "AppendToImport");
        }
        finally
        {
            Take(most: 1L << 30);
        }
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..\\..\\boot.ini", "boot.ini")]
    [InlineData("/", "file")]
    [InlineData("..", "file")]
    [InlineData("a\r\nSet-Cookie: a=b.csv", "a__Set-Cookie: a=b.csv")]
    public async Task A_name_that_looks_like_a_path_becomes_a_plain_name(string given, string name)
    {
        var token = await gateway.TokenAsync(Role.FinanceOfficer);
        gateway.Backend.Answer("DownloadImport", new FilePart { FileName = given, MediaType = "text/csv" });

        var file = await gateway.SendAsync(HttpMethod.Get, Content, token);

        var disposition = ContentDispositionHeaderValue.Parse(file.Headers["Content-Disposition"]);
        Assert.Equal(name, disposition.FileName!.Trim('"'));
        Assert.False(file.Headers.ContainsKey("Set-Cookie"));
    }

    [Fact]
    public async Task A_part_that_is_refused_ends_the_upload_with_its_problem()
    {
        gateway.Backend.Refuse(
            "AppendToImport",
            new Refusal(RefusalKind.TooMuch, "FILE_TOO_LARGE", "The file is larger than 1024 MB.")
        );
        try
        {
            var answer = await UploadAsync(new byte[3_000_000], "");

            Assert.Equal(413, (int)answer.StatusCode);
            Assert.Contains("FILE_TOO_LARGE", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        finally
        {
            Take(most: 1L << 30);
        }
    }

    [Fact]
    public async Task A_file_keeps_its_name_and_type_and_a_refusal_is_a_problem()
    {
        var token = await gateway.TokenAsync(Role.FinanceOfficer);
        gateway.Backend.Answer(
            "DownloadImport",
            new FilePart
            {
                FileName = "étude, \"final\".csv",
                MediaType = CsvFile.MediaType,
                Content = ByteString.CopyFromUtf8("a;b\n"),
            }
        );

        var file = await gateway.SendAsync(HttpMethod.Get, Content, token);

        Assert.Equal((200, "text/csv", "a;b\na;b\n"), (file.Status, file.ContentType, file.Text));
        Assert.Contains(
            "filename*=UTF-8''%C3%A9tude%2C%20%22final%22.csv",
            file.Headers["Content-Disposition"],
            StringComparison.Ordinal
        );

        gateway.Backend.Refuse("DownloadImport", Refusals.NotFound("import", Id));
        var missing = await gateway.SendAsync(HttpMethod.Get, Content, token);
        Assert.Equal((404, "NOT_FOUND"), (missing.Status, missing.Reason));
    }

    private void Take(long most) =>
        gateway.Backend.Answer(
            "AppendToImport",
            new AppendToImportResponse
            {
                Import = new Import { ImportId = Id, MaxBytes = most },
            }
        );

    private async Task<HttpResponseMessage> UploadAsync(byte[] bytes, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Content + query);
        request.Content = new ByteArrayContent(bytes);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            await gateway.TokenAsync(Role.FinanceOfficer)
        );
        return await gateway.Http.SendAsync(request);
    }
}
