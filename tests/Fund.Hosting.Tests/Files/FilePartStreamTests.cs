using Fund.Common.V1;
using Grpc.Core;

namespace Fund.Hosting.Tests.Files;

public sealed class FilePartStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256 * 1024)]
    [InlineData(1_000_003)]
    public async Task What_is_written_arrives_in_parts_with_its_name_first(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        var parts = new Collected();
        await using var stream = new FilePartStream(
            parts,
            "étude.csv",
            CsvFile.MediaType,
            TestContext.Current.CancellationToken
        );

        foreach (var piece in bytes.Chunk(70_001))
        {
            await stream.WriteAsync(piece, TestContext.Current.CancellationToken);
        }

        await stream.CompleteAsync();

        Assert.Equal(bytes, parts.All.SelectMany(part => part.Content));
        Assert.Equal(("étude.csv", CsvFile.MediaType), (parts.All[0].FileName, parts.All[0].MediaType));
        Assert.All(parts.All.Skip(1), part => Assert.Equal("", part.FileName));
        Assert.All(parts.All, part => Assert.InRange(part.Content.Length, 0, 1024 * 1024));
    }

    [Fact]
    public async Task Whoever_writes_does_not_wait_for_a_slow_receiver_until_much_waits()
    {
        var parts = new Slow();
        await using var stream = new FilePartStream(parts, "a.csv", CsvFile.MediaType, Stop);

        await stream.WriteAsync(new byte[4 * 1024 * 1024], Stop);
        var more = stream.WriteAsync(new byte[4 * 1024 * 1024], Stop).AsTask();
        Assert.False(more.IsCompleted);
        parts.Open.SetResult();
        await more;
        await stream.CompleteAsync();

        Assert.Equal(8 * 1024 * 1024, parts.Bytes);
    }

    [Fact]
    public async Task A_receiver_that_goes_away_ends_the_writing_with_its_own_failure()
    {
        var parts = new Slow();
        parts.Open.SetException(new IOException("the line was cut"));
        await using var stream = new FilePartStream(parts, "a.csv", CsvFile.MediaType, Stop);

        var failure = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await stream.WriteAsync(new byte[8 * 1024 * 1024], Stop);
            await stream.CompleteAsync();
        });

        Assert.Equal("the line was cut", failure.Message);
    }

    [Fact]
    public async Task What_waits_when_the_writing_failed_never_leaves()
    {
        var parts = new Slow();
        await using (var stream = new FilePartStream(parts, "a.csv", CsvFile.MediaType, Stop))
        {
            await stream.WriteAsync(new byte[1024 * 1024], Stop);
        }

        parts.Open.SetResult();
        Assert.Equal(0, parts.Bytes);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Takes nothing before it is open.</summary>
    private sealed class Slow : IServerStreamWriter<FilePart>
    {
        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Bytes { get; private set; }

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(FilePart message) => WriteAsync(message, CancellationToken.None);

        public async Task WriteAsync(FilePart message, CancellationToken cancellationToken)
        {
            await Open.Task.WaitAsync(cancellationToken);
            Bytes += message.Content.Length;
        }
    }

    private sealed class Collected : IServerStreamWriter<FilePart>
    {
        public List<FilePart> All { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(FilePart message)
        {
            All.Add(message);
            return Task.CompletedTask;
        }

        public Task WriteAsync(FilePart message, CancellationToken cancellationToken) => WriteAsync(message);
    }
}
