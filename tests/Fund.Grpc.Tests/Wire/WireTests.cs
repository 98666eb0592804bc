#if !GRPC_OFFICIAL
using System.Buffers;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Wire;

namespace Fund.Grpc.Tests.Wire;

/// <summary>The parts of our own stack that no public surface shows.</summary>
public sealed class WireTests
{
    [Theory]
    [InlineData(0, "1n")]
    [InlineData(-5, "1n")]
    [InlineData(1, "1u")]
    [InlineData(10, "1u")]
    [InlineData(11, "2u")]
    [InlineData(TimeSpan.TicksPerSecond, "1000000u")]
    [InlineData(TimeSpan.TicksPerMinute * 5, "300000m")]
    [InlineData(TimeSpan.TicksPerDay * 30, "2592000S")]
    [InlineData(TimeSpan.TicksPerDay * 4_000, "5760000M")]
    public void A_timeout_is_written_shortly_and_rounded_up(long ticks, string header)
    {
        Assert.Equal(header, GrpcTimeout.Format(TimeSpan.FromTicks(ticks)));
    }

    [Theory]
    [InlineData("1n", 1)]
    [InlineData("99999999n", 999_999)]
    [InlineData("1u", 10)]
    [InlineData("250m", TimeSpan.TicksPerMillisecond * 250)]
    [InlineData("3S", TimeSpan.TicksPerSecond * 3)]
    [InlineData("3M", TimeSpan.TicksPerMinute * 3)]
    [InlineData("99999999H", TimeSpan.TicksPerHour * 99_999_999)]
    public void A_timeout_is_read_in_every_unit(string header, long ticks)
    {
        Assert.True(GrpcTimeout.TryParse(header, out TimeSpan timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("S")]
    [InlineData("1s")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData("1.5S")]
    [InlineData(" 1S")]
    [InlineData("123456789S")]
    public void What_is_no_timeout_is_not_read_as_one(string header)
    {
        Assert.False(GrpcTimeout.TryParse(header, out _));
    }

    [Fact]
    public void A_timeout_read_back_is_never_shorter_than_written()
    {
        Random random = new(5);
        for (int i = 0; i < 1_000; i++)
        {
            TimeSpan span = TimeSpan.FromTicks(random.NextInt64(1, TimeSpan.TicksPerDay * 10_000));
            Assert.True(GrpcTimeout.TryParse(GrpcTimeout.Format(span), out TimeSpan read));
            Assert.InRange(read, span, span * 1.01 + TimeSpan.FromMicroseconds(1));
        }
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("100 %", "100 %25")]
    [InlineData("é\n", "%C3%A9%0A")]
    [InlineData("😈", "%F0%9F%98%88")]
    public void A_status_message_is_percent_encoded(string message, string header)
    {
        Assert.Equal(header, StatusMessage.Encode(message));
        Assert.Equal(message, StatusMessage.Decode(header));
    }

    [Theory]
    [InlineData("50%", "50%")]
    [InlineData("%zz", "%zz")]
    [InlineData("%4", "%4")]
    [InlineData("%41%", "A%")]
    public void A_message_encoded_wrongly_is_taken_as_it_is(string header, string message)
    {
        Assert.Equal(message, StatusMessage.Decode(header));
    }

    [Fact]
    public void Binary_values_joined_by_commas_are_taken_apart_with_and_without_padding()
    {
        Metadata metadata = [];
        MetadataHeaders.AddTo(metadata, "Key-Bin", "AQ, AgM=,BAUG");
        Assert.Equal(
            [
                [1],
                [2, 3],
                [4, 5, 6],
            ],
            metadata.GetAll("key-bin").Select(entry => entry.ValueBytes)
        );
    }

    [Theory]
    [InlineData("A")]
    [InlineData("!!!!")]
    [InlineData("A Q")]
    public void A_binary_value_that_is_not_base64_is_a_fault_of_the_protocol(string value)
    {
        RpcException error = Assert.Throws<RpcException>(() => MetadataHeaders.AddTo([], "key-bin", value));
        Assert.Equal(StatusCode.Internal, error.StatusCode);
    }

    [Fact]
    public void A_frame_split_anywhere_waits_for_the_rest()
    {
        byte[] frame = [0, 0, 0, 0, 3, 7, 8, 9, 0];
        for (int length = 0; length < 8; length++)
        {
            ReadOnlySequence<byte> part = new(frame, 0, length);
            Assert.False(MessageFrame.TryTake(ref part, 100, out _, out _, out int needed));
            Assert.Equal(length < 5 ? 5 : 8, needed);
        }

        ReadOnlySequence<byte> whole = new(frame);
        Assert.True(MessageFrame.TryTake(ref whole, 100, out var payload, out bool compressed, out _));
        Assert.Equal([7, 8, 9], payload.ToArray());
        Assert.False(compressed);
        Assert.Equal(1, whole.Length);
    }

    [Fact]
    public void A_writer_with_and_without_target_writes_the_same_frame()
    {
        byte[] message = [1, 2, 3];
        MessageWriter kept = new();
        kept.Write(message, Array, null, null, null);
        ArrayBufferWriter<byte> target = new();
        new MessageWriter().Write(message, Array, target, null, null);
        Assert.Equal([0, 0, 0, 0, 3, 1, 2, 3], kept.Written.ToArray());
        Assert.Equal(kept.Written.ToArray(), target.WrittenSpan.ToArray());
    }

    [Fact]
    public void Nothing_is_never_compressed()
    {
        MessageWriter writer = new();
        writer.Write([], Array, null, null, CompressionLevel.Fastest);
        Assert.Equal([0, 0, 0, 0, 0], writer.Written.ToArray());
    }

    [Fact]
    public void What_is_compressed_is_read_back()
    {
        byte[] message = new byte[100_000];
        MessageWriter writer = new();
        writer.Write(message, Array, null, null, CompressionLevel.Fastest);
        ReadOnlySequence<byte> frame = new(writer.Written);
        Assert.True(MessageFrame.TryTake(ref frame, null, out var payload, out bool compressed, out _));
        Assert.True(compressed);
        Assert.InRange(payload.Length, 1, 1_000);
        Assert.Equal(message, new MessageReader().Read(Array, payload, compressed, "gzip", message.Length));
        RpcException error = Assert.Throws<RpcException>(() =>
            new MessageReader().Read(Array, payload, true, "gzip", message.Length - 1)
        );
        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task A_timer_calls_back_once_and_not_before_its_time()
    {
        TaskCompletionSource called = new();
        await using DeadlineTimer timer = new(
            TimeSpan.FromMilliseconds(30),
            state => ((TaskCompletionSource)state).SetResult(),
            called
        );
        await called.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(timer.IsOver);
    }

    [Fact]
    public async Task A_timer_longer_than_timers_can_be_waits_all_the_same()
    {
        await using DeadlineTimer timer = new(TimeSpan.FromDays(4_000), _ => { }, this);
        Assert.False(timer.IsOver);
    }

    private static readonly Marshaller<byte[]> Array = new(bytes => bytes, bytes => bytes);
}
#endif
