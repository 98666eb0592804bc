using Fund.Audit.V1;
using Fund.Gateway.Api;
using Fund.Gateway.V1;
using Fund.Hosting;

namespace Fund.Gateway.Audit;

/// <summary>Searches the five trails.</summary>
internal sealed class SearchAuditTrail(AuditTrails trails) : IOwnRpc<SearchAuditTrailRequest, SearchAuditTrailResponse>
{
    public async Task<SearchAuditTrailResponse> HandleAsync(
        SearchAuditTrailRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        call.Caller.Require([.. AuditRoles.Readers]);
        var merged = await AuditTrails.MergeAsync(
            trails.Of(request.Service),
            request.Page,
            async (trail, page) =>
            {
                var answer = await trail.Search(
                    new ListAuditEntriesRequest
                    {
                        Page = page,
                        Actor = request.Actor,
                        Role = request.Role,
                        RecordKind = request.RecordKind,
                        RecordId = request.RecordId,
                        Call = request.Call,
                        Outcome = request.Outcome,
                        From = request.From,
                        To = request.To,
                    },
                    cancellationToken
                );
                return (answer.Entries, answer.Page);
            }
        );
        return new SearchAuditTrailResponse
        {
            Entries = { merged.Entries },
            Unavailable = { merged.Down },
            Page = merged.Page,
        };
    }
}

/// <summary>The last seal of each trail.</summary>
internal sealed class GetAuditHeads(AuditTrails trails) : IOwnRpc<GetAuditHeadsRequest, GetAuditHeadsResponse>
{
    public async Task<GetAuditHeadsResponse> HandleAsync(
        GetAuditHeadsRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        call.Caller.Require([.. AuditRoles.Readers]);
        var response = new GetAuditHeadsResponse();
        foreach (var trail in trails.Of(""))
        {
            var answer = await AuditTrails.UnlessDownAsync(trail.Head(cancellationToken));
            if (answer is null)
            {
                response.Unavailable.Add(trail.Service);
            }
            else if (answer.Head is { } head)
            {
                response.Heads.Add(head);
            }
        }

        return response;
    }
}

/// <summary>Verifies a part of one trail.</summary>
internal sealed class VerifyAuditTrail(AuditTrails trails) : IOwnRpc<VerifyAuditTrailRequest, VerifyAuditTrailResponse>
{
    public async Task<VerifyAuditTrailResponse> HandleAsync(
        VerifyAuditTrailRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        call.Caller.Require([.. AuditRoles.Readers]);
        var check = new Check();
        check.Text("service", request.Service, 50);
        check.ThrowIfAny();
        var trail = trails.Of(request.Service).Single();
        var verdict = await trail.Verify(
            new VerifyAuditChainRequest
            {
                FromSeal = request.FromSeal,
                KnownSeal = request.KnownSeal,
                KnownHash = request.KnownHash,
            },
            cancellationToken
        );
        return new VerifyAuditTrailResponse { Verdict = verdict };
    }
}

/// <summary>What was done about one record, in the services that know its kind.</summary>
internal sealed class GetRecordTimeline(AuditTrails trails)
    : IOwnRpc<GetRecordTimelineRequest, GetRecordTimelineResponse>
{
    public async Task<GetRecordTimelineResponse> HandleAsync(
        GetRecordTimelineRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var services = RecordKinds.ServicesOf(request.RecordKind);
        if (services.Contains("gateway"))
        {
            call.Caller.Require([.. AuditRoles.Readers]);
        }

        var merged = await AuditTrails.MergeAsync(
            [.. services.SelectMany(trails.Of)],
            request.Page,
            async (trail, page) =>
            {
                var answer = await trail.OfRecord(
                    new ListRecordEntriesRequest
                    {
                        Page = page,
                        RecordKind = request.RecordKind,
                        RecordId = request.RecordId,
                    },
                    cancellationToken
                );
                return (answer.Entries, answer.Page);
            }
        );
        return new GetRecordTimelineResponse
        {
            Entries = { merged.Entries },
            Unavailable = { merged.Down },
            Page = merged.Page,
        };
    }
}
