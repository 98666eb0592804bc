using System.Runtime.InteropServices;
using Fund.Donations.Domain;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features;

/// <summary>Takes in a bank statement file. Entries known from this or another file are recognised; nothing is booked.</summary>
public sealed class ImportBankStatement(DonationsDb db, TimeProvider clock)
{
    public Task<V1.ImportBankStatementResponse> HandleAsync(
        V1.ImportBankStatementRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if (request.File.IsEmpty)
        {
            throw Refusals.Required("file").AsException();
        }

        if (request.File.Length > Camt053.LargestFile)
        {
            throw DonationRefusals.FileTooLarge(request.File.Length, Camt053.LargestFile).AsException();
        }

        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            token => TakeInAsync(request.File.Memory, caller, token),
            cancellationToken
        );
    }

    private async Task<V1.ImportBankStatementResponse> TakeInAsync(
        ReadOnlyMemory<byte> file,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        using var stream = Stream(file);
        using var reader = new Camt053(stream);
        var (kept, isKnown) = await db.KeepAsync(
            file,
            "bank-statement.xml",
            "application/xml",
            caller,
            clock.GetUtcNow(),
            cancellationToken
        );
        var taken = await new StatementTaker(db, clock).TakeInAsync(reader.Read(), kept.Id, cancellationToken);
        return new V1.ImportBankStatementResponse
        {
            Statements = { taken.Select(statement => statement.ToWire()) },
            SameFileReceivedAt = isKnown ? kept.ReceivedAt.ToWire() : null,
        };
    }

    private static MemoryStream Stream(ReadOnlyMemory<byte> file) =>
        MemoryMarshal.TryGetArray(file, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(file.ToArray(), writable: false);
}
