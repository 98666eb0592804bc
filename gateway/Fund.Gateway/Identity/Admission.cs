using Fund.Gateway.Api;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf.Reflection;
using Route = Fund.Gateway.Api.Route;

namespace Fund.Gateway.Identity;

/// <summary>
/// What a session lets somebody ask for at all, before any service decides by role and tenancy: an unfinished sign-in can
/// only be finished, a program has only the permissions it was given, and the gateway's own operations have their table.
/// </summary>
internal static class Admission
{
    /// <summary>The routes of an unfinished sign-in, by operation.</summary>
    private static readonly HashSet<string> Finishing = new(StringComparer.Ordinal)
    {
        "getSession",
        "signOut",
        "completeSignIn",
        "beginSecondFactor",
        "confirmSecondFactor",
    };

    private static readonly HashSet<string> FinishingRequests =
    [
        .. Finishing.Select(operation => char.ToUpperInvariant(operation[0]) + operation[1..] + "Request"),
    ];

    /// <exception cref="RefusedException">SECOND_FACTOR_NEEDED, ENROLMENT_NEEDED, TOKEN_MAY_NOT or ROLE_MAY_NOT.</exception>
    public static void Check(Route route, SignedIn? session)
    {
        if (session is { Stage: not SessionStage.Full } && !route.Access.IsPublic)
        {
            if (!Finishing.Contains(route.OperationId))
            {
                throw Unfinished(session.Stage).AsException();
            }

            return;
        }

        if (session?.Permissions is { } given && !route.Access.IsPublic && !given.Contains(route.OperationId))
        {
            throw new Refusal(
                RefusalKind.NotAllowed,
                "TOKEN_MAY_NOT",
                $"This token was not given the permission {route.OperationId}."
            ).AsException();
        }

        RequireRole(route.Rpc.InputType, session);
    }

    /// <summary>
    /// Passes for RPCs of services, which decide themselves, and for the gateway's own when the table allows the role. An
    /// unfinished sign-in has no role; it passes for what finishes it.
    /// </summary>
    /// <exception cref="RefusedException">ROLE_MAY_NOT.</exception>
    public static void RequireRole(MessageDescriptor request, SignedIn? session)
    {
        if (Permissions.OfGateway(request) is not { } roles || roles.Contains(Role.Public))
        {
            return;
        }

        var finishes = session is { Stage: not SessionStage.Full } && FinishingRequests.Contains(request.Name);
        if (!finishes && session?.Caller.Roles.Overlaps(roles) != true)
        {
            throw Refusals.RoleMayNot("do this").AsException();
        }
    }

    public static Refusal Unfinished(SessionStage stage) =>
        stage == SessionStage.Enrolment
            ? new Refusal(
                RefusalKind.NotSignedIn,
                "ENROLMENT_NEEDED",
                "Your role needs a second factor: set one up, and confirm it with a code, before anything else."
            )
            : new Refusal(
                RefusalKind.NotSignedIn,
                "SECOND_FACTOR_NEEDED",
                "The sign-in is not finished: send a code of your second factor, or a recovery code."
            );
}
