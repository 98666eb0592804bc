using Fund.Audit.V1;
using Fund.Kernel;
using Grpc.Core;
using V1Service = Fund.Audit.V1.AuditService;

namespace Fund.Hosting;

/// <summary>The trail of this process, for whoever its permission table lets in.</summary>
internal sealed class AuditGrpc(AuditSearch search, VerifyAudit verify, AuditProof proof, FundSettings settings)
    : V1Service.AuditServiceBase
{
    /// <summary>Entries that one call verifies at most, so that it ends within its deadline.</summary>
    private const long MostEntries = 100_000;

    public override Task<ListAuditEntriesResponse> ListAuditEntries(
        ListAuditEntriesRequest request,
        ServerCallContext context
    ) => search.HandleAsync(request, context.CancellationToken);

    public override Task<ListRecordEntriesResponse> ListRecordEntries(
        ListRecordEntriesRequest request,
        ServerCallContext context
    ) => search.HandleAsync(request, context.CancellationToken);

    public override async Task<GetAuditHeadResponse> GetAuditHead(
        GetAuditHeadRequest request,
        ServerCallContext context
    ) =>
        new()
        {
            Head = (await verify.HeadAsync(context.CancellationToken).ConfigureAwait(false))?.ToWire(settings.Name),
        };

    public override async Task<VerifyAuditChainResponse> VerifyAuditChain(
        VerifyAuditChainRequest request,
        ServerCallContext context
    )
    {
        var verdict = await verify
            .HandleAsync(
                Math.Max(1, request.FromSeal),
                MostEntries,
                Known(request.KnownSeal, request.KnownHash),
                context.CancellationToken
            )
            .ConfigureAwait(false);
        return verdict.ToWire(settings.Name);
    }

    public override Task<GetRecordProofResponse> GetRecordProof(
        GetRecordProofRequest request,
        ServerCallContext context
    ) => proof.HandleAsync(request, context.CancellationToken);

    /// <summary>The head that somebody kept, if one was given.</summary>
    /// <exception cref="RefusedException">INVALID_FIELDS when the hash is none.</exception>
    internal static (long Number, byte[] Hash)? Known(long number, string hash)
    {
        if (number == 0 && hash.Length == 0)
        {
            return null;
        }

        var check = new Check();
        check.That(number > 0, "known_seal", $"{number} is no seal's number; they begin with 1.");
        var isHash = hash.Length == 2 * AuditChain.HashLength && hash.All(char.IsAsciiHexDigit);
        check.That(isHash, "known_hash", $"A hash has {2 * AuditChain.HashLength} hexadecimal digits.");
        check.ThrowIfAny();
        return (number, Convert.FromHexString(hash));
    }
}
