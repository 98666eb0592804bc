using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Fund.Demo;

namespace Fund.EndToEnd.Tests;

/// <summary>Files that are too large, break off, explode, reach out, or carry formulas.</summary>
[Collection(AfterTheMainJobCollection.Name)]
public sealed class FilesAsWeapons(AfterTheMainJob world)
{
    private const string Xml = "application/xml";
    private static readonly string[] XmlRoutes = ["bank-statements", "rates/imports", "rates/imports/check"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_048_575)]
    [InlineData(1_048_576)]
    [InlineData(1_048_577)]
    [InlineData(2_500_000)]
    public async Task An_upload_that_is_cut_goes_on_where_it_was(int cutAt)
    {
        var id = await BeginAsync();
        var bytes = new byte[3_000_000];
        Array.Fill(bytes, (byte)'a');
        bytes[100] = (byte)'\n';
        await CutAsync(id, bytes, cutAt);

        var offset = -1L;
        await world.Scene.EventuallyAsync(async () =>
        {
            var (now, isComplete, limit) = await ProgressAsync(id);
            Assert.Equal(("?0", "max-size=1073741824"), (isComplete, limit));
            var isSteady = now == offset;
            offset = now;
            return isSteady;
        });
        Assert.InRange(offset, 0, cutAt);
        using var rest = await SendAsync(
            HttpMethod.Put,
            $"imports/{id}/content?offset={offset.ToString(CultureInfo.InvariantCulture)}",
            new ByteArrayContent(bytes, (int)offset, bytes.Length - (int)offset),
            "text/csv"
        );
        Assert.Equal(HttpStatusCode.OK, rest.StatusCode);
        Assert.Equal((bytes.Length, "?1"), ((int)(await ProgressAsync(id)).Offset, (await ProgressAsync(id)).Complete));
        using var file = await SendAsync(HttpMethod.Get, $"imports/{id}/content", null, null);
        Assert.Equal(bytes, await file.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task XML_that_explodes_or_reaches_out_is_refused_at_once_and_reaches_nobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var bomb = new StringBuilder("<!DOCTYPE d [<!ENTITY a0 \"lol\">");
        for (var level = 1; level < 20; level++)
        {
            var inner = string.Concat(Enumerable.Repeat($"&a{level - 1};", 10));
            bomb.Append(CultureInfo.InvariantCulture, $"<!ENTITY a{level} \"{inner}\">");
        }

        bomb.Append("]><d>&a19;</d>");
        string[] attacks =
        [
            bomb.ToString(),
            $"<!DOCTYPE d [<!ENTITY x SYSTEM \"http://127.0.0.1:{port}/x\">]><d>&x;</d>",
            $"<!DOCTYPE d SYSTEM \"http://127.0.0.1:{port}/d.dtd\"><d/>",
            "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><d>&x;</d>",
            $"<!DOCTYPE d [<!ENTITY % p SYSTEM \"http://127.0.0.1:{port}/p\"> %p;]><d/>",
            string.Concat(Enumerable.Repeat("<a>", 100_000)),
        ];
        foreach (var path in XmlRoutes)
        {
            foreach (var attack in attacks)
            {
                var watch = Stopwatch.StartNew();
                using var answer = await SendAsync(HttpMethod.Post, path, new StringContent(attack), Xml);
                var text = await answer.Content.ReadAsStringAsync(Stop);
                Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{path}: {answer.StatusCode} {text}");
                Assert.DoesNotContain("root:", text, StringComparison.Ordinal);
                Assert.InRange(watch.ElapsedMilliseconds, 0, 2_000);
            }
        }

        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task No_cell_of_any_CSV_file_is_a_formula()
    {
        var finance = world.Scene["finance-officer"];
        foreach (var start in new[] { "=", "+", "-", "@", "\t=", "\r=" })
        {
            var donor = await finance.PostAsync(
                "donors",
                new JsonObject { ["kind"] = "foundation", ["name"] = $"{start}cmd|' /C calc'!A0 {Api.NewKey()}" }
            );
            await finance.PostAsync(
                "contributions",
                new JsonObject
                {
                    ["donorId"] = donor.Text("donorId"),
                    ["amount"] = Make.Money("10.00"),
                    ["valueDate"] = world.Scene.Today(-1),
                    ["channel"] = "bank",
                    ["earmark"] = $"{start}HYPERLINK(\"http://evil.example\")",
                }
            );
        }

        var files = 0;
        foreach (var operation in world.Witness.Document.Operations.Where(IsCsv))
        {
            var caller = new OperationCaller(world.Http, world.Ids);
            using var answer = await caller.SendAsync(operation, finance.Token, withQuery: false, null, Stop);
            if (answer.Content.Headers.ContentType?.MediaType == "text/csv")
            {
                files++;
                foreach (var cell in Cells(await answer.Content.ReadAsStringAsync(Stop)))
                {
                    var isNumber = decimal.TryParse(cell, CultureInfo.InvariantCulture, out _);
                    Assert.True(
                        isNumber || cell.Length == 0 || !"=+-@\t\r".Contains(cell[0]),
                        $"{operation.Id}: {cell}"
                    );
                }
            }
        }

        Assert.InRange(files, 4, 100);
    }

    private static bool IsCsv(Testing.OpenApi.ApiOperation operation) =>
        operation.Json["responses"]!["200"]?["content"]?["text/csv"] is not null;

    private static IEnumerable<string> Cells(string csv)
    {
        var cell = new StringBuilder();
        var isQuoted = false;
        foreach (var letter in csv.TrimStart('\uFEFF'))
        {
            if (letter == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && letter is ',' or ';' or '\n')
            {
                yield return cell.ToString();
                cell.Clear();
            }
            else if (isQuoted || letter != '\r')
            {
                cell.Append(letter);
            }
        }

        yield return cell.ToString();
    }

    private async Task<string> BeginAsync()
    {
        var body = new JsonObject { ["kind"] = "contributions", ["fileName"] = "../../etc/passwd.csv" };
        return (await world.Scene["finance-officer"].PostAsync("imports", body)).Text("importId");
    }

    private async Task<(long Offset, string Complete, string Limit)> ProgressAsync(string id)
    {
        using var answer = await SendAsync(HttpMethod.Head, $"imports/{id}/content", null, null);
        string Value(string name) => answer.Headers.GetValues(name).Single();
        return (
            long.Parse(Value("Upload-Offset"), CultureInfo.InvariantCulture),
            Value("Upload-Complete"),
            Value("Upload-Limit")
        );
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string? type)
    {
        var request = new HttpRequestMessage(method, "api/v1/" + path) { Content = content };
        if (content is not null)
        {
            content.Headers.ContentType = new MediaTypeHeaderValue(type!);
            request.Headers.Add("Idempotency-Key", Api.NewKey());
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", world.Scene["finance-officer"].Token);
        return world.Http.SendAsync(request, Stop);
    }

    /// <summary>Says that the whole file comes, sends so many bytes of it, and hangs up.</summary>
    private async Task CutAsync(string id, byte[] bytes, int cutAt)
    {
        using var line = await ConnectAsync();
        var stream = line.GetStream();
        await stream.WriteAsync(
            Head("PUT", $"imports/{id}/content", "text/csv", $"Content-Length: {bytes.Length}"),
            Stop
        );
        await stream.WriteAsync(bytes.AsMemory(0, cutAt), Stop);
        await stream.FlushAsync(Stop);
        line.Client.Shutdown(SocketShutdown.Send);
        await Task.Delay(200, Stop);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var address = world.Fund.Gateways.First();
        var line = new TcpClient();
        await line.ConnectAsync(address.Host, address.Port, Stop);
        return line;
    }

    private byte[] Head(string method, string path, string type, string length) =>
        Encoding.ASCII.GetBytes(
            $"{method} /api/v1/{path} HTTP/1.1\r\nHost: fund\r\nAuthorization: Bearer {world.Scene["finance-officer"].Token}\r\n"
                + $"Idempotency-Key: {Api.NewKey()}\r\nContent-Type: {type}\r\n{length}\r\n\r\n"
        );
}
