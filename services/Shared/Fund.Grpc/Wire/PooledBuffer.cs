using System.Buffers;

namespace Grpc.Wire;

/// <summary>A growing array from the pool. Must not be released while anybody reads or writes it.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>
{
    private const int SmallestSize = 256;

    private byte[] array = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => array.AsMemory(0, Length);

    /// <summary>Everything written so far, to be changed in place.</summary>
    public Span<byte> Span => array.AsSpan(0, Length);

    /// <summary>Forgets what comes after the first bytes; the array stays.</summary>
    public void Truncate(int length) => Length = length;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(array.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return array.AsSpan(Length);
    }

    /// <summary>Makes room for more bytes.</summary>
    public void Reserve(int more)
    {
        if (array.Length - Length >= more)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(
            Math.Max(checked(Length + more), Math.Max(SmallestSize, array.Length * 2))
        );
        array.AsSpan(0, Length).CopyTo(larger);
        Return();
        array = larger;
    }

    /// <summary>Gives the array back; the buffer is empty and can be used again.</summary>
    public void Release()
    {
        Return();
        array = [];
        Length = 0;
    }

    private void Return()
    {
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
