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
