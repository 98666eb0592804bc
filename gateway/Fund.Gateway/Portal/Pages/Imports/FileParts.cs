using Fund.Donations.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Gateway.Portal.Pages.Imports;

/// <summary>Sends an uploaded file on in parts, so that a large one needs no more memory than a small one.</summary>
internal static class FileParts
{
    /// <summary>The most bytes a page takes; larger files go through the API, where an upload resumes.</summary>
    public const long Most = 100L * 1024 * 1024;

    private const int PartSize = 1024 * 1024;

    public static async Task SendAsync(
        ImportsService.ImportsServiceClient imports,
        string importId,
        IFormFile file,
        CancellationToken cancellationToken
    )
    {
        await using var content = file.OpenReadStream();
        var part = new byte[PartSize];
        var offset = 0L;
        do
        {
            var read = await content.ReadAtLeastAsync(part, PartSize, throwOnEndOfStream: false, cancellationToken);
            await imports.AppendToImportAsync(
                new AppendToImportRequest
                {
                    ImportId = importId,
                    Offset = offset,
                    Content = ByteString.CopyFrom(part, 0, read),
                    More = offset + read < file.Length,
                },
                new CallOptions(cancellationToken: cancellationToken)
            );
            offset += read;
        } while (offset < file.Length);
    }
}
