using System.Security.Cryptography;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Domain.Importing;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Persistence;

/// <summary>Keeps the files that statements were read from, byte for byte and each once.</summary>
internal static class KeptFiles
{
    /// <summary>Keeps a file in the running transaction, or finds it when the very same was kept before.</summary>
    public static async Task<(BankFile File, bool IsKnown)> KeepAsync(
        this DonationsDb db,
        ReadOnlyMemory<byte> content,
        string name,
        string mediaType,
        Caller caller,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var hash = SHA256.HashData(content.Span);
        await db.Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended({"bank file " + Convert.ToHexStringLower(hash)}, 0))",
            cancellationToken
        );
        if (await db.BankFiles.SingleOrDefaultAsync(file => file.Sha256 == hash, cancellationToken) is { } known)
        {
            return (known, true);
        }

        var file = new BankFile(hash, name, mediaType, content.Length, caller.Subject, now);
        db.BankFiles.Add(file);
        for (var offset = 0; offset < content.Length; offset += BankFilePart.Size)
        {
            var length = Math.Min(BankFilePart.Size, content.Length - offset);
            var part = content.Slice(offset, length).ToArray();
            db.Add(new BankFilePart(file.Id, (offset / BankFilePart.Size) + 1, part));
        }

        await db.SaveChangesAsync(cancellationToken);

        // Fifty megabytes need not be held until the transaction ends.
        db.ChangeTracker.Clear();
        return (file, false);
    }

    /// <summary>A file whose bytes an import keeps, as files of statements are known; made when it is new.</summary>
    public static async Task<BankFile> KeptForAsync(
        this DonationsDb db,
        ImportFile import,
        string mediaType,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var hash = Convert.FromHexString(import.Sha256);
        if (await db.BankFiles.SingleOrDefaultAsync(file => file.Sha256 == hash, cancellationToken) is { } known)
        {
            return known;
        }

        var file = new BankFile(
            hash,
            import.FileName,
            mediaType,
            import.ReceivedBytes,
            import.CreatedBy,
            now,
            import.Id
        );
        db.BankFiles.Add(file);
        await db.SaveChangesAsync(cancellationToken);
        return file;
    }
}
