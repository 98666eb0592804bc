using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Fund.Demo;

namespace Fund.EndToEnd.Tests;

/// <summary>Ten gigabytes where a file is expected: refused, or taken part by part, and never held in memory.</summary>
[Collection(AfterTheMainJobCollection.Name)]
public sealed class FilesWithoutEnd(AfterTheMainJob world)
{
    private const long TenGigabytes = 10L * 1024 * 1024 * 1024;
    private const int Piece = 1024 * 1024;

    /// <summary>Bytes that a process may grow by while it takes a file (design of the imports: ≤ 64 MB), and some for its own collector.</summary>
    private const long MostGrowth = 128L * 1024 * 1024;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bank-statements", "application/xml")]
    [InlineData("rates/imports", "application/xml")]
    [InlineData("imports", "application/json")]
    public async Task A_body_that_says_that_it_is_too_large_is_refused_before_it_comes(string path, string type)
    {
        var (status, sent) = await SendAsync("POST", path, type, $"Content-Length: {TenGigabytes}", 0);
        Assert.Equal((413, 0), (status, sent));
    }

    [Theory]
    [InlineData("bank-statements", "application/xml", 50)]
    [InlineData("imports", "application/json", 1)]
    public async Task A_body_without_an_end_is_refused_at_its_limit(string path, string type, int limit)
    {
        var before = Memory();
        var (status, sent) = await SendAsync("POST", path, type, "Transfer-Encoding: chunked", TenGigabytes);
        Assert.Equal(413, status);

        // What is on its way in the buffers of the network comes on top.
        Assert.InRange(sent, limit * (long)Piece, (limit + 32) * (long)Piece);
        Assert.InRange(Memory() - before, long.MinValue, MostGrowth + (limit * 3L * Piece));
    }

    [Fact]
    public async Task A_file_of_an_import_that_says_that_it_is_too_large_is_refused_with_its_first_part()
    {
        var id = await BeginAsync();
        var length = $"Content-Length: {TenGigabytes}";
        var (status, sent) = await SendAsync("PUT", $"imports/{id}/content", "text/csv", length, TenGigabytes);
        Assert.Equal(413, status);
        Assert.InRange(sent, 0, 32L * Piece);
    }

    [Fact]
    public async Task A_large_file_of_an_import_goes_through_without_being_held()
    {
        var id = await BeginAsync();
        var before = Memory();
        var (status, sent) = await SendAsync(
            "PUT",
            $"imports/{id}/content",
            "text/csv",
            $"Content-Length: {256L * Piece}",
            256L * Piece
        );
        Assert.Equal((200, 256L * Piece), (status, sent));
        Assert.InRange(Memory() - before, long.MinValue, MostGrowth);
    }

    private long Memory() => world.Fund.Of("gateway").Concat(world.Fund.Of("donations")).Sum(process => process.Memory);

    private async Task<string> BeginAsync() =>
        (
            await world
                .Scene["finance-officer"]
                .PostAsync("imports", new JsonObject { ["kind"] = "contributions", ["fileName"] = "letters.csv" })
        ).Text("importId");

    /// <summary>Sends letters until there are enough, or until there is an answer, and tells how many went out.</summary>
    private async Task<(int Status, long Sent)> SendAsync(
        string method,
        string path,
        string type,
        string length,
        long most
    )
    {
        var isChunked = length.StartsWith("Transfer", StringComparison.Ordinal);
        var address = world.Fund.Gateways.First();
        using var line = new TcpClient();
        await line.ConnectAsync(address.Host, address.Port, Stop);
        var stream = line.GetStream();
        var head =
            $"{method} /api/v1/{path} HTTP/1.1\r\nHost: fund\r\nAuthorization: Bearer {world.Scene["finance-officer"].Token}\r\n"
            + $"Idempotency-Key: {Api.NewKey()}\r\nContent-Type: {type}\r\n{length}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), Stop);
        var answered = StatusAsync(stream);
        var piece = new byte[Piece];
        Array.Fill(piece, (byte)'a');
        // A file of rows has a first one, which is read at once.
        piece[100] = (byte)'\n';
        var before = Encoding.ASCII.GetBytes(Piece.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        var sent = 0L;
        try
        {
            while (sent < most && !answered.IsCompleted)
            {
                await stream.WriteAsync(isChunked ? [.. before, .. piece, .. "\r\n"u8] : piece, Stop);
                sent += Piece;
            }
        }
        catch (IOException)
        {
            // The other side closed the line after its answer; what it said counts.
            return (await answered, sent);
        }

        return (await answered, sent);
    }

    private static async Task<int> StatusAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var first = await reader.ReadLineAsync(Stop);
        return int.Parse(first!.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
