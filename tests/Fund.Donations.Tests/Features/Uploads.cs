using Fund.Donations.V1;
using Fund.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Donations.Tests.Features;

/// <summary>An import as a person with a browser makes it: begin, send, wait, decide, wait.</summary>
internal static class Uploads
{
    public static async Task<Import> BeginAsync(
        this ImportsService.ImportsServiceClient imports,
        ImportKind kind,
        CsvLayout? layout = null,
        bool createDonors = false
    )
    {
        var response = await imports.BeginImportAsync(
            new()
            {
                RequestId = DonationsFixture.NewId(),
                Kind = kind,
                FileName = "file.csv",
                Layout = layout,
                CreateMissingDonors = createDonors,
            }
        );
        return response.Import;
    }

    /// <summary>Sends the whole file in parts and waits until it was read.</summary>
    public static async Task<Import> SendAsync(
        this ImportsService.ImportsServiceClient imports,
        Import import,
        byte[] file
    )
    {
        var offset = 0;
        foreach (var part in file.Chunk(700_000))
        {
            await imports.AppendAsync(import, offset, part, more: offset + part.Length < file.Length);
            offset += part.Length;
        }

        return await imports.UntilAsync(import, ImportState.Checked, ImportState.Unreadable);
    }

    public static async Task<Import> AppendAsync(
        this ImportsService.ImportsServiceClient imports,
        Import import,
        long offset,
        byte[] part,
        bool more
    ) => (await imports.Append(import, offset, part, more)).Import;

    public static AsyncUnaryCall<AppendToImportResponse> Append(
        this ImportsService.ImportsServiceClient imports,
        Import import,
        long offset,
        byte[] part,
        bool more
    ) =>
        imports.AppendToImportAsync(
            new()
            {
                ImportId = import.ImportId,
                Offset = offset,
                Content = ByteString.CopyFrom(part),
                More = more,
            }
        );

    /// <summary>Decides to take the file in and waits until that is done.</summary>
    public static async Task<Import> RunAsync(
        this ImportsService.ImportsServiceClient imports,
        Import import,
        bool leaveOut = false
    )
    {
        await imports.StartImportAsync(
            new()
            {
                RequestId = DonationsFixture.NewId(),
                ImportId = import.ImportId,
                LeaveOutBadRows = leaveOut,
            }
        );
        return await imports.UntilAsync(import, ImportState.Done);
    }

    public static async Task<Import> UntilAsync(
        this ImportsService.ImportsServiceClient imports,
        Import import,
        params ImportState[] states
    )
    {
        await Eventually.TrueAsync(
            async () =>
            {
                import = (await imports.GetImportAsync(new() { ImportId = import.ImportId })).Import;
                return states.Contains(import.State);
            },
            $"the import was {string.Join(" or ", states)}",
            TimeSpan.FromSeconds(60)
        );
        return import;
    }

    public static async Task<IReadOnlyList<ImportProblem>> ProblemsAsync(
        this ImportsService.ImportsServiceClient imports,
        Import import
    ) => (await imports.ListImportProblemsAsync(new() { ImportId = import.ImportId })).Problems;

    public static async Task<byte[]> DownloadAsync(this ImportsService.ImportsServiceClient imports, Import import)
    {
        using var call = imports.DownloadImport(new() { ImportId = import.ImportId });
        var bytes = new List<byte>();
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            bytes.AddRange(call.ResponseStream.Current.Content);
        }

        return [.. bytes];
    }
}
