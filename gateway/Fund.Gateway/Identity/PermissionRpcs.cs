using Fund.Gateway.Api;
using Fund.Gateway.V1;
using Route = Fund.Gateway.Api.Route;

namespace Fund.Gateway.Identity;

/// <summary>The table of permissions as the API shows it, and as a file.</summary>
internal sealed class GetPermissions : IOwnRpc<GetPermissionsRequest, GetPermissionsResponse>
{
    public Task<GetPermissionsResponse> HandleAsync(
        GetPermissionsRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            new GetPermissionsResponse
            {
                Permissions =
                {
                    PermissionTable.All.Values.Select(permission => new V1.Permission
                    {
                        Name = permission.Name,
                        Part = permission.Part,
                        Verb = permission.Route.Verb,
                        Path = Route.Prefix + permission.Route.Path,
                        IsPublic = permission.IsPublic,
                        ForPrograms = permission.IsForPrograms,
                        Roles =
                        {
                            PermissionTable.Columns.Where(permission.Roles.Contains).Select(role => role.ToWire()),
                        },
                        Who = permission.Route.Access.Text,
                    }),
                },
            }
        );

    public static void MapFile(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(
            "/permissions.csv",
            () => Results.File(System.Text.Encoding.UTF8.GetBytes(PermissionTable.Csv()), "text/csv", "permissions.csv")
        );
}
