using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Fund.Donations.Domain.Banking;

/// <summary>
/// Recognises a movement of one account when it comes again, in whatever file: by the bank's own reference with the
/// figures that must agree with it, or else by everything known of it. Pending and booked are told apart, because the
/// same movement comes once as each.
/// </summary>
/// <remarks>
/// Sixteen bytes: three for the day, so that the movements of a statement lie together in the index, and thirteen of a
/// SHA-256. The same movement may truly happen twice in one statement; the second is told apart by its count, so that
/// both are new the first time and both are known when the statement comes again.
/// </remarks>
public sealed class Fingerprint
{
    private const int HashBytes = 13;

    /// <summary>References that banks write when there is none.</summary>
    private static readonly HashSet<string> NoReference = new(StringComparer.OrdinalIgnoreCase)
    {
        "",
        "NONREF",
        "NOTPROVIDED",
        "NOTAVAILABLE",
    };

    private readonly byte[] _account;
    private readonly SeenOnce _seen = new();
    private readonly Dictionary<Guid, int> _repeated = [];
    private readonly ArrayBufferWriter<byte> _text = new(512);

    /// <param name="account">Account number as stored.</param>
    public Fingerprint(string account) => _account = SHA256.HashData(Encoding.UTF8.GetBytes(account));

    /// <summary>True when a bank says in this way that there is no reference.</summary>
    public static bool IsNone(string reference) => NoReference.Contains(reference);

    /// <summary>The fingerprint of the statement's next movement.</summary>
    public Guid Of(ReadEntry read)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        HashOf(read, hash);
        var day = (read.ValueDate ?? read.BookingDate)?.DayNumber ?? 0;
        var first = KeyOf(day, hash);
        if (_seen.Add(MemoryMarshal.Read<ulong>(hash)))
        {
            return first;
        }

        var count = _repeated[first] = _repeated.GetValueOrDefault(first, 1) + 1;
        var again = $"{Convert.ToHexStringLower(hash)}#{count.ToString(CultureInfo.InvariantCulture)}";
        SHA256.HashData(Encoding.UTF8.GetBytes(again), hash);
        return KeyOf(day, hash);
    }

    private void HashOf(ReadEntry read, Span<byte> hash)
    {
        var hasReference = !IsNone(read.BankReference);
        _text.ResetWrittenCount();
        Write(hasReference ? "reference" : "details");
        if (hasReference)
        {
            Next(read.BankReference);
        }

        Next(read.Status);
        Next(read.IsCredit ? "C" : "D");
        Next(read.IsReversal ? "R" : "");
        Next(read.Amount is { } amount ? amount.ToDecimalString() : read.RawAmount);
        Next(read.CurrencyCode);
        Next(Day(read.ValueDate ?? read.BookingDate));
        if (hasReference)
        {
            Next(read.PartNumber.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            Next(Day(read.BookingDate));
            Next(read.RemitterName);
            Next(read.RemitterIban);
            Next(read.Reference);
        }

        SHA256.HashData(_text.WrittenSpan, hash);
    }

    private Guid KeyOf(int day, ReadOnlySpan<byte> hash)
    {
        Span<byte> key = stackalloc byte[16];
        BinaryPrimitives.WriteInt32BigEndian(key, day << 8);
        for (var i = 0; i < HashBytes; i++)
        {
            key[3 + i] = (byte)(hash[i] ^ _account[i]);
        }

        return new Guid(key, bigEndian: true);
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private void Next(string text)
    {
        _text.GetSpan(1)[0] = 0x1f;
        _text.Advance(1);
        Write(text);
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, _text);
}

/// <summary>
/// Which hashes were seen: eight bytes each and no more, so that a statement of a million movements needs some megabytes.
/// That two of a million differ in their movement and agree in 64 bits has a chance of one in forty million.
/// </summary>
internal sealed class SeenOnce
{
    private ulong[] _slots = new ulong[1024];
    private int _count;

    /// <summary>True when it is new.</summary>
    public bool Add(ulong hash)
    {
        if (_count * 10 > _slots.Length * 7)
        {
            Grow();
        }

        // Zero means an empty slot, so the one hash that is zero goes by another.
        if (!Put(_slots, hash == 0 ? 1 : hash))
        {
            return false;
        }

        _count++;
        return true;
    }

    private void Grow()
    {
        var slots = new ulong[_slots.Length * 2];
        foreach (var hash in _slots)
        {
            if (hash != 0)
            {
                Put(slots, hash);
            }
        }

        _slots = slots;
    }

    private static bool Put(ulong[] slots, ulong hash)
    {
        var mask = (ulong)slots.Length - 1;
        for (var i = hash & mask; ; i = (i + 1) & mask)
        {
            if (slots[i] == hash)
            {
                return false;
            }

            if (slots[i] == 0)
            {
                slots[i] = hash;
                return true;
            }
        }
    }
}
