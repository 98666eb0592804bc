using System.Globalization;
using Fund.Gateway.Api;
using Fund.Gateway.Clients;
using Fund.Gateway.Identity;
using Fund.Gateway.Portal.Access;
using Fund.Gateway.Portal.Applying;
using Fund.Gateway.Portal.Forms;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Components;

namespace Fund.Gateway.Portal;

/// <summary>
/// What every page of the portal has: who looks, the services, the words. Services are asked for the visitor, whose
/// signed identity goes along: a page shows what they answer and decides nothing itself.
/// </summary>
public abstract class FundPage : ComponentBase
{
    [CascadingParameter]
    protected HttpContext Context { get; set; } = default!;

    [Inject]
    private protected ServiceClients Ask { get; set; } = default!;

    [Inject]
    private protected Visitor Visitor { get; set; } = default!;

    [Inject]
    private Words Words { get; set; } = default!;

    [Inject]
    protected NavigationManager Nav { get; set; } = default!;

    [Inject]
    private ILoggerFactory Logs { get; set; } = default!;

    protected CancellationToken Ended => Context.RequestAborted;

    /// <summary>A parameter of the address; empty when it is not there.</summary>
    protected string Query(string name) => Context.Request.Query[name].ToString();

    /// <summary>The part of a list that the address asks for.</summary>
    protected Common.V1.PageRequest PageOf(int size = 25, string key = "page") =>
        new() { PageSize = size, PageToken = Query(key) };

    /// <summary>The address of a page of ours in the language of this one.</summary>
    protected static string To(string path) => $"/{Languages.Current.Code}{path}";

    /// <summary>A form of this page.</summary>
    protected FormState Form(string name) => new(name, Context, Words);

    /// <summary>A refusal as this page shows it outside of a form.</summary>
    private protected FormProblem Said(Refusal refusal)
    {
        var said = new ReasonWords(Words).Say(refusal.Reason, refusal.Sentence);
        return new FormProblem("", said ?? refusal.Message, IsEnglish: said is null);
    }

    /// <summary>Leaves this page for another one after something was done; the other one says what.</summary>
    protected void GoTo(string path, string? done = null)
    {
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        Nav.NavigateTo(To(path) + (done is null ? "" : $"{separator}done={done}"));
    }

    /// <summary>
    /// What a service answers, or the fact that it cannot at the moment: then the rest of the page is still shown.
    /// What is not there, or not the visitor's, ends in the page that says so; what is not shown as things stand comes
    /// with the reason to pages that tell it, and is a failure of all others.
    /// </summary>
    protected async Task<Part<T>> ReadAsync<T>(AsyncUnaryCall<T> call, bool tellsRefusal = false)
        where T : class
    {
        try
        {
            return new Part<T>(await call.ResponseAsync, IsDown: false);
        }
        catch (RpcException e) when (!Ended.IsCancellationRequested && Refused(e))
        {
            return new Part<T>(null, IsDown: false);
        }
        catch (RpcException e)
            when (tellsRefusal && !Ended.IsCancellationRequested && e.StatusCode == StatusCode.FailedPrecondition)
        {
            return new Part<T>(null, IsDown: false) { Refusal = Failures.AsRefusal(e) };
        }
        catch (RpcException e) when (!Ended.IsCancellationRequested && IsDown(e))
        {
            Logs.CreateLogger(GetType())
                .LogWarning("A part of {Path} is not shown: {Status}", Context.Request.Path, e.StatusCode);
            return new Part<T>(null, IsDown: true);
        }
    }

    /// <summary>The files of a proposal whose form asks for any; null when they cannot be read at the moment.</summary>
    private protected async Task<ProposalFileList?> ReadFilesAsync(string proposalId, Fund.Forms.V1.Form? form)
    {
        if (!ProposalFileList.AreAsked(form))
        {
            return new ProposalFileList(proposalId, []);
        }

        var request = new ListProposalFilesRequest
        {
            ProposalId = proposalId,
            Page = new Common.V1.PageRequest { PageSize = 200 },
        };
        var files = await ReadAsync(Ask.Applications.ListProposalFilesAsync(request, Until));
        return files.Content is { } found ? new ProposalFileList(proposalId, found.Files) : null;
    }

    /// <summary>Carries out an RPC of the gateway's own for the visitor.</summary>
    protected async Task<TResponse> OwnAsync<TRequest, TResponse>(TRequest request)
        where TRequest : IMessage
        where TResponse : IMessage
    {
        var name = request.Descriptor.Name[..^"Request".Length];
        var session = Visitor.Session ?? Visitor.Unfinished;
        AuditCall.Begin(name, session?.Caller ?? Caller.Anonymous);
        try
        {
            Admission.RequireRole(request.Descriptor, session);
            var own = Context.RequestServices.GetRequiredService<IOwnRpc<TRequest, TResponse>>();
            var call = new ApiCall(Visitor.Caller, session, ClientPlace.Of(Context));
            return await own.HandleAsync(request, call, Ended);
        }
        catch (RefusedException e)
        {
            var address = ClientPlace.Of(Context).Address?.ToString();
            var refusals = Context.RequestServices.GetRequiredService<AuditRefusals>();
            refusals.Note(session?.Caller, name, e.Refusal, address);
            throw;
        }
    }

    /// <summary>
    /// What an RPC of the gateway's own answers; what is not there, or not the visitor's, ends in the page that says so.
    /// </summary>
    protected async Task<TResponse?> ReadOwnAsync<TRequest, TResponse>(TRequest request)
        where TRequest : IMessage
        where TResponse : class, IMessage
    {
        try
        {
            return await OwnAsync<TRequest, TResponse>(request);
        }
        catch (Exception e) when (Failures.AsRefusal(e) is { Kind: RefusalKind.NotFound or RefusalKind.BadInput })
        {
            Context.Response.StatusCode = StatusCodes.Status404NotFound;
            Nav.NotFound();
            return null;
        }
    }

    /// <summary>Options of a call that ends with the request.</summary>
    protected CallOptions Until => new(cancellationToken: Ended);

    /// <summary>A choice for each value of an enumeration but the unspecified one, in words by prefix.</summary>
    protected IEnumerable<(string Value, string Text)> Choices<TEnum>(string prefix)
        where TEnum : struct, Enum =>
        Enum.GetValues<TEnum>()
            .Where(value => Convert.ToInt32(value, CultureInfo.InvariantCulture) != 0)
            .Select(value => (value.ToString(), Words[$"{prefix}.{value}"]));

    /// <summary>The value of an enumeration that was chosen; the unspecified one when none was.</summary>
    protected static TEnum Chosen<TEnum>(string value)
        where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(value, out var known) && Enum.IsDefined(known) ? known : default;

    /// <summary>True for an answer that is a no: not found, not allowed, not an id at all.</summary>
    private bool Refused(RpcException e)
    {
        if (e.StatusCode is not (StatusCode.NotFound or StatusCode.InvalidArgument or StatusCode.PermissionDenied))
        {
            return false;
        }

        Context.Response.StatusCode =
            e.StatusCode == StatusCode.PermissionDenied
                ? StatusCodes.Status403Forbidden
                : StatusCodes.Status404NotFound;
        Nav.NotFound();
        return true;
    }

    /// <summary>True when the service cannot answer at the moment.</summary>
    protected static bool IsDown(RpcException e) =>
        e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded
        || Failures.AsRefusal(e) is { Kind: RefusalKind.Unavailable };
}
