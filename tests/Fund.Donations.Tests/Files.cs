using System.Text;
using Fund.Common.V1;
using Grpc.Core;

namespace Fund.Donations.Tests;

/// <summary>Files that come as a stream of parts.</summary>
internal static class Files
{
    /// <summary>Rows of a CSV file, the row of column names first.</summary>
    public static async Task<string[]> RowsAsync(AsyncServerStreamingCall<FilePart> call)
    {
        var bytes = new List<byte>();
        await foreach (var part in call.ResponseStream.ReadAllAsync())
        {
            bytes.AddRange(part.Content);
        }

        return Encoding.UTF8.GetString([.. bytes]).TrimStart('\uFEFF').Split("\r\n");
    }
}
