using Fund.Donations.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Fund.Perf;

/// <summary>Plain processes to compare with: an empty Kestrel, a JSON echo, and a gRPC service that does nothing.</summary>
internal static class Peers
{
    public static Task EmptyAsync(string url)
    {
        var app = Plain(url).Build();
        app.MapGet("/", () => "ok");
        return app.RunAsync();
    }

    public static Task EchoJsonAsync(string url)
    {
        var app = Plain(url).Build();
        var donor = new
        {
            donorId = Guid.Empty.ToString(),
            kind = "memberState",
            name = "Republic of Examplia",
            countryCode = "AT",
            language = "en",
        };
        app.MapGet("/api/v1/donors/{id}", (string id) => Results.Json(donor with { donorId = id }));
        return app.RunAsync();
    }

    public static Task EchoGrpcAsync(string url)
    {
        var builder = Plain(url);
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2)
        );
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<Echo>();
        app.MapGrpcService<StatementEcho>();
        return app.RunAsync();
    }

    private static WebApplicationBuilder Plain(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        return builder;
    }

    private sealed class Echo : DonationsService.DonationsServiceBase
    {
        public override Task<GetDonorResponse> GetDonor(GetDonorRequest request, ServerCallContext context) =>
            Task.FromResult(
                new GetDonorResponse
                {
                    Donor = new Donor
                    {
                        DonorId = request.DonorId,
                        Kind = DonorKind.MemberState,
                        Name = "Republic of Examplia",
                        CountryCode = "AT",
                        Language = "en",
                    },
                }
            );
    }

    private sealed class StatementEcho : StatementsService.StatementsServiceBase
    {
        /// <summary>As large as the one it is compared with.</summary>
        private static readonly GetDonorStatementResponse Fixed = new()
        {
            Statement = new DonorStatement
            {
                Number = "S-2026-000017",
                Donor = new Donor { DonorId = Guid.Empty.ToString("D"), Name = "Republic of Examplia" },
                FromDate = "2026-01-01",
                ToDate = "2026-12-31",
                Lines =
                {
                    Enumerable
                        .Range(1, 12)
                        .Select(i => new StatementLine
                        {
                            Date = $"2026-01-{i:00}",
                            Kind = "contribution",
                            Id = Guid.Empty.ToString("D"),
                            Amount = new Common.V1.Money { MinorUnits = 100_00, CurrencyCode = "USD" },
                            Rate = "1",
                            UsdValue = new Common.V1.Money { MinorUnits = 100_00, CurrencyCode = "USD" },
                            Description = "Contribution",
                        }),
                },
                Contributed =
                {
                    new Common.V1.Money { MinorUnits = 1_200_00, CurrencyCode = "USD" },
                },
                ContributedUsd = new Common.V1.Money { MinorUnits = 1_200_00, CurrencyCode = "USD" },
                Language = "en",
            },
        };

        public override Task<GetDonorStatementResponse> GetDonorStatement(
            GetDonorStatementRequest request,
            ServerCallContext context
        ) => Task.FromResult(Fixed);
    }
}
