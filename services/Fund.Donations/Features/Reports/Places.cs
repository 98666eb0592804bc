using System.Buffers.Binary;
using Fund.Common.V1;
using Fund.Hosting;

namespace Fund.Donations.Features.Reports;

/// <summary>
/// A page by its place in a list that has an order of its own and is replaced as a whole. Its token looks like that of
/// every other list: the place stands in the last bytes of an id.
/// </summary>
internal readonly record struct Places(int Skip, int Size)
{
    private const int IdBytes = 16;

    /// <exception cref="Kernel.RefusedException">The size is out of range, or the token is not one of ours.</exception>
    public static Places Of(PageRequest? request)
    {
        var page = Page.Of(request);
        if (page.After is not { } after)
        {
            return new Places(0, page.Size);
        }

        Span<byte> bytes = stackalloc byte[IdBytes];
        after.TryWriteBytes(bytes, bigEndian: true, out _);
        return new Places(
            (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes[(IdBytes - 4)..]) & int.MaxValue),
            page.Size
        );
    }

    public PageResponse Next(bool isMore)
    {
        if (!isMore)
        {
            return new PageResponse();
        }

        Span<byte> bytes = stackalloc byte[IdBytes];
        bytes.Clear();
        BinaryPrimitives.WriteInt32BigEndian(bytes[(IdBytes - 4)..], Skip + Size);
        return new PageResponse { NextPageToken = Page.TokenAfter(new Guid(bytes, bigEndian: true)) };
    }
}
