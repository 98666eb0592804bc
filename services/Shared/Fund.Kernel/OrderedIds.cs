using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Fund.Kernel;

/// <summary>
/// Makes ids for many rows at once: UUIDs of version 7 that ascend within a millisecond too, where
/// <see cref="Guid.CreateVersion7()"/> draws lots. An index then grows at its end, and the system's random numbers are
/// asked for once per some hundred ids, which is most of what an id costs.
/// </summary>
/// <remarks>RFC 9562, section 6.2, method 2: within a millisecond the random part grows by random steps.</remarks>
public static class OrderedIds
{
    private const ulong RandomBits = (1UL << 62) - 1;
    private const ulong Variant = 2UL << 62;

    [ThreadStatic]
    private static Maker? s_maker;

    /// <summary>An id of this moment, after every id that this thread made of the same moment.</summary>
    /// <param name="moment">Time in the id, to the millisecond; not before 1970.</param>
    public static Guid Next(DateTimeOffset moment) => (s_maker ??= new Maker()).Next(moment.ToUnixTimeMilliseconds());

    /// <summary>An id of now.</summary>
    public static Guid Next() => Next(TimeProvider.System.GetUtcNow());

    /// <summary>What one thread remembers.</summary>
    private sealed class Maker
    {
        private readonly byte[] _random = new byte[4096];
        private int _used = 4096;
        private long _milliseconds = -1;
        private ushort _high;
        private ulong _low;

        public Guid Next(long milliseconds)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
            var low = _low + 1 + BinaryPrimitives.ReadUInt32BigEndian(Draw(4));
            if (milliseconds != _milliseconds || low > RandomBits)
            {
                // Begun in the lower half, so that there is room for more than anybody makes in a millisecond.
                _milliseconds = milliseconds;
                _high = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(Draw(2)) & 0xFFF);
                low = BinaryPrimitives.ReadUInt64BigEndian(Draw(8)) & (RandomBits >> 1);
            }

            _low = low;
            Span<byte> bytes = stackalloc byte[16];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)milliseconds << 16) | 0x7000u | _high);
            BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Variant | low);
            return new Guid(bytes, bigEndian: true);
        }

        private ReadOnlySpan<byte> Draw(int count)
        {
            if (_used + count > _random.Length)
            {
                RandomNumberGenerator.Fill(_random);
                _used = 0;
            }

            _used += count;
            return _random.AsSpan(_used - count, count);
        }
    }
}
