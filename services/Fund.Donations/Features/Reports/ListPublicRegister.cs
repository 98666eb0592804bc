using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence.Reports;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features.Reports;

/// <summary>The public register of contributions, by donor and year, a part at a time.</summary>
public sealed class ListPublicRegister(RegisterRows rows)
{
    public async Task<V1.ListPublicRegisterResponse> HandleAsync(
        V1.ListPublicRegisterRequest request,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        check.That(request.Year is 0 or (>= 1 and <= 9999), "year", $"{request.Year} is not a year.");
        check.OptionalChoice("kind", request.Kind);
        check.OptionalChoice("order", request.Order);
        check.That(
            request.CountryCode.Length == 0 || Countries.Exists(request.CountryCode),
            "country_code",
            $"'{WireConversions.Shown(request.CountryCode)}' is not an ISO 3166-1 alpha-2 code."
        );
        var search = NameFolding.Fold(check.OptionalText("search", request.Search, Donor.LongestName));
        var language = ReportQuestion.ReadLanguage(request.Language, check);
        check.ThrowIfAny();
        var filter = new RegisterFilter(
            request.Year,
            request.Kind == V1.DonorKind.Unspecified ? null : (DonorKind)request.Kind,
            request.CountryCode,
            search
        );
        var page = Places.Of(request.Page);
        var order = request.Order == V1.RegisterOrder.Unspecified ? RegisterOrder.Year : (RegisterOrder)request.Order;
        var lines = await rows.ReadAsync(filter, order, page.Skip, page.Size + 1, cancellationToken)
            .ToListAsync(cancellationToken);
        var updated = await rows.UpdatedAtAsync(cancellationToken);
        return new V1.ListPublicRegisterResponse
        {
            Lines = { lines.Take(page.Size).Select(line => line.ToWire(language)) },
            Page = page.Next(isMore: lines.Count > page.Size),
            UpdatedAt = updated?.ToWire(),
        };
    }
}
