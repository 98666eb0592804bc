using Fund.Common.V1;
using Fund.Donations.Domain;
using Fund.Donations.Domain.Reports;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence.Reports;
using Fund.Hosting;
using Grpc.Core;
using Money = Fund.Kernel.Money;

namespace Fund.Donations.Features.Reports;

/// <summary>The whole public register as a CSV file, newest year first.</summary>
public sealed class ExportPublicRegister(RegisterRows rows, Geography geography)
{
    private static readonly string[] Columns =
    [
        "year",
        "donor",
        "kind",
        "country_code",
        "country",
        "amount_usd",
        "named",
    ];

    public async Task HandleAsync(
        V1.ExportPublicRegisterRequest request,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var language = ReportQuestion.ReadLanguage(request.Language, check);
        check.ThrowIfAny();
        await using var stream = new FilePartStream(
            parts,
            "contributions-register.csv",
            CsvFile.MediaType,
            cancellationToken
        );
        await using (var file = await CsvFile.BeginAsync(stream, Columns, cancellationToken))
        {
            var lines = rows.ReadAsync(RegisterFilter.All, RegisterOrder.Year, 0, int.MaxValue, cancellationToken);
            await foreach (var line in lines)
            {
                file.Number(line.Year).Text(line.NameIn(language));
                file.Text(line.KindShown is { } kind ? ReportWords.Key(kind) : "").Text(line.CountryCode);
                file.Text(line.CountryCode.Length > 0 ? geography.Country(line.CountryCode, language) : "");
                file.Amount(line.UsdCents is { } cents ? Money.UsdCents(cents) : null);
                file.Text(line.Name is null ? "false" : "true");
                await file.EndRowAsync(cancellationToken);
            }
        }

        await stream.CompleteAsync();
    }
}
