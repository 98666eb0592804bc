using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Fund.Forms;

/// <summary>
/// Looks into a PDF file for what runs, sends or carries something: by the names of such elements, as they are, with
/// letters written as numbers, and in compressed objects. Nothing is shown or run, no reference is followed, and the file
/// passes through a window, so that a large one needs no more memory than a small one. What cannot be looked into, because
/// it is protected or packed in a way of its own, is said.
/// </summary>
internal sealed class PdfLook
{
    /// <summary>Bytes that have to follow a place before it is looked at: more than compressed objects have.</summary>
    private const int Ahead = 2 * 1024 * 1024;

    /// <summary>Most bytes that one set of compressed objects, and all together, may unpack to.</summary>
    private const int MostOfOne = 32 * 1024 * 1024;
    private const int MostOfAll = 256 * 1024 * 1024;

    /// <summary>Longest name that matters, with each letter written as a number.</summary>
    private const int LongestName = 48;

    private const string CompressedObjects = "ObjStm";
    private const string Filter = "Filter";

    /// <summary>Ways of packing that are not undone here.</summary>
    private static readonly HashSet<string> OtherFilters = new(StringComparer.Ordinal)
    {
        "ASCIIHexDecode",
        "AHx",
        "ASCII85Decode",
        "A85",
        "LZWDecode",
        "LZW",
        "RunLengthDecode",
        "RL",
        "Crypt",
    };

    private static readonly HashSet<string> Active = new(StringComparer.Ordinal)
    {
        "JavaScript",
        "Launch",
        "SubmitForm",
        "ImportData",
        "GoToE",
        "XFA",
        "RichMedia",
        "EmbeddedFile",
        "EmbeddedFiles",
        "FileAttachment",
    };

    private static readonly SearchValues<byte> NameEnds = SearchValues.Create("\0\t\n\f\r ()<>[]{}/%"u8);
    private static readonly SearchValues<byte> Beginnings = SearchValues.Create("/s"u8);

    private readonly byte[] _unpacked = new byte[64 * 1024];
    private byte[] _window = [];
    private int _length;
    private int _unpackedInAll;

    /// <summary>Of the names since the last stream began, those that say what the next one is and how it is packed.</summary>
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private FileFinding? _found;

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> part)
    {
        if (_found is not null)
        {
            return;
        }

        if (_length + part.Length > _window.Length)
        {
            Array.Resize(ref _window, Math.Max(_length + part.Length, Math.Min(Ahead * 2, _window.Length * 2)));
        }

        part.CopyTo(_window.AsSpan(_length));
        _length += part.Length;
        Look(_length - Ahead);
    }

    /// <summary>What was found in the whole file; null when nothing was.</summary>
    public FileFinding? Finish()
    {
        Look(_length);
        return _found;
    }

    /// <summary>Looks at what begins before a place, and forgets it.</summary>
    private void Look(int until)
    {
        var at = 0;
        while (_found is null && at < until)
        {
            var next = _window.AsSpan(at, until - at).IndexOfAny(Beginnings);
            if (next < 0)
            {
                at = until;
                break;
            }

            at += next;
            if (_window[at] == '/')
            {
                at += 1 + LookAtName(_window.AsSpan(at + 1, _length - at - 1));
            }
            else
            {
                at += LookAtStream(at, isWhole: until == _length);
            }
        }

        if (at > 0)
        {
            _window.AsSpan(at, _length - at).CopyTo(_window);
            _length -= at;
        }
    }

    /// <summary>Takes a name in; answers its length.</summary>
    private int LookAtName(ReadOnlySpan<byte> rest)
    {
        rest = rest[..Math.Min(rest.Length, LongestName)];
        var end = rest.IndexOfAny(NameEnds);
        var name = end < 0 ? rest : rest[..end];
        if (NameOf(name) is var known && Active.Contains(known))
        {
            _found ??= new FileFinding(FileContentProblem.Active, known);
        }

        if (known is CompressedObjects or Filter or "FlateDecode" or "Fl" || OtherFilters.Contains(known))
        {
            _said.Add(known);
        }

        return name.Length;
    }

    /// <summary>A name as it is meant: <c>#4A</c> is a letter too.</summary>
    private static string NameOf(ReadOnlySpan<byte> name)
    {
        var text = Encoding.Latin1.GetString(name);
        if (!text.Contains('#', StringComparison.Ordinal))
        {
            return text;
        }

        var meant = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var isNumber = text[i] == '#' && i + 2 < text.Length && IsHex(text[i + 1]) && IsHex(text[i + 2]);
            meant.Append(isNumber ? (char)Convert.ToByte(text.Substring(i + 1, 2), 16) : text[i]);
            i += isNumber ? 2 : 0;
        }

        return meant.ToString();

        static bool IsHex(char letter) => char.IsAsciiHexDigit(letter);
    }

    /// <summary>Looks into a stream that may hold objects, if one begins here; answers how far that was read.</summary>
    private int LookAtStream(int at, bool isWhole)
    {
        var keyword = "stream"u8;
        var rest = _window.AsSpan(at, _length - at);
        var isEnd = at >= 3 && _window.AsSpan(at - 3, 3).SequenceEqual("end"u8);
        if (!rest.StartsWith(keyword) || isEnd)
        {
            return 1;
        }

        var content = rest[keyword.Length..].TrimStart(" \r\n"u8);
        var (areObjects, isPlain) = (_said.Contains(CompressedObjects), !_said.Contains(Filter));
        var isFlate = (_said.Contains("FlateDecode") || _said.Contains("Fl")) && !_said.Overlaps(OtherFilters);
        var isUnpacked = Unpack(_length - content.Length, isWhole);
        if (areObjects && !(isPlain && LooksLikeObjects(content)) && !(isFlate && isUnpacked))
        {
            _found ??= new FileFinding(FileContentProblem.Closed);
        }

        _said.Clear();
        return keyword.Length;
    }

    /// <summary>Unpacks what begins at a place if that is objects; true when all of it was looked at.</summary>
    private bool Unpack(int at, bool isWhole)
    {
        // The mark of zlib: deflate, and a check of the two bytes.
        if (_length - at < 2 || (_window[at] & 15) != 8 || ((_window[at] << 8) + _window[at + 1]) % 31 != 0)
        {
            return false;
        }

        using var packed = new MemoryStream(_window, at, _length - at, writable: false);
        using var unpacking = new ZLibStream(packed, CompressionMode.Decompress);
        try
        {
            var filled = unpacking.ReadAtLeast(_unpacked, LongestName, throwOnEndOfStream: false);
            return LooksLikeObjects(_unpacked.AsSpan(0, filled))
                && LookAtUnpacked(unpacking, filled)
                && (isWhole || packed.Position < packed.Length);
        }
        catch (InvalidDataException)
        {
            // Not packed by zlib after all: whoever awaits objects here is told that they cannot be looked into.
            return false;
        }
    }

    private bool LookAtUnpacked(Stream unpacking, int filled)
    {
        var sum = 0;
        while (filled > 0)
        {
            sum += filled;
            _unpackedInAll += filled;
            if (sum > MostOfOne || _unpackedInAll > MostOfAll)
            {
                return false;
            }

            var text = _unpacked.AsSpan(0, filled);
            for (var at = text.IndexOf((byte)'/'); at >= 0 && _found is null; )
            {
                LookAtName(text[(at + 1)..]);
                var next = text[(at + 1)..].IndexOf((byte)'/');
                at = next < 0 ? -1 : at + 1 + next;
            }

            // A name may be cut by the end of what was read.
            var kept = Math.Min(filled, LongestName);
            text[^kept..].CopyTo(_unpacked);
            var read = unpacking.Read(_unpacked, kept, _unpacked.Length - kept);
            filled = read == 0 ? 0 : kept + read;
        }

        return true;
    }

    /// <summary>Compressed objects begin with pairs of numbers, and drawings with numbers too: those are looked at as well.</summary>
    private static bool LooksLikeObjects(ReadOnlySpan<byte> content)
    {
        content = content.TrimStart(" \t\r\n\f\0"u8);
        return content.Length > 0 && (char.IsAsciiDigit((char)content[0]) || content[0] is (byte)'%' or (byte)'+');
    }
}
