using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Fund.Gateway.Api;

/// <summary>
/// The REST API: the one table, in a file per part. Everything else (handlers, description, tests) follows from it.
/// The constants of who may what stay in this file: the order of initialisation across files is not defined.
/// </summary>
internal static partial class Routes
{
    private static readonly Access Everybody = new("Everybody, without signing in.", IsPublic: true);
    private static readonly Access SignedIn = new("Everybody who has signed in.");
    private static readonly Access Administrators = new("Administrator.");
    private static readonly Access Finance = new("Finance officer, fund manager.");
    private static readonly Access FinanceReads = new("Finance officer, fund manager, auditor.");
    private static readonly Access DonorReads = new(
        "Finance officer, fund manager, auditor; a donor contact for the own donor."
    );
    private static readonly Access NoticeReads = new(
        "Finance officer, fund manager, auditor; a donor contact for the own donor; organisation member, authorising "
            + "officer for the own organisation; a reviewer for the own reviews."
    );
    private static readonly Access Manager = new("Fund manager.");
    private static readonly Access Programme = new("Programme officer.");
    private static readonly Access Applicants = new("Organisation member, authorising officer; own organisation.");
    private static readonly Access Authorising = new("Authorising officer; own organisation.");
    private static readonly Access ProposalReads = new(
        "Own organisation; staff, trustee and auditor after the deadline; a reviewer once no conflict was declared."
    );
    private static readonly Access Reviewers = new("Reviewer; own assignment.");
    private static readonly Access EvaluationReads = new("Programme officer, fund manager, auditor.");
    private static readonly Access ReviewerProfiles = new("Programme officer; a reviewer's own.");
    private static readonly Access ReviewerProfileReads = new(
        "Programme officer, fund manager, auditor; a reviewer's own."
    );
    private static readonly Access RankingReads = new("Programme officer, fund manager, trustee, auditor.");
    private static readonly Access LetterReads = new("Own organisation, once sent; staff, trustee, auditor.");
    private static readonly Access Board = new("Programme officer, trustee.");
    private static readonly Access OwnPrints = new(
        "Programme officer, fund manager, trustee, auditor; one's own files."
    );
    private static readonly Access OrganisationReads = new("Own organisation; staff, auditor.");
    private static readonly Access ReturnReads = new("Own organisation; programme officer, fund manager, auditor.");

    public static IReadOnlyList<Route> All { get; } =
    [
        .. Identity(),
        .. Donors(),
        .. Banking(),
        .. Imports(),
        .. Ledger(),
        .. Statements(),
        .. Reports(),
        .. GrantCalls(),
        .. Evaluation(),
        .. BoardSessions(),
        .. Projects(),
        .. Beneficiaries(),
        .. Audit(),
        .. Messages(),
        .. Tenants(),
    ];

    /// <summary>Lines of one service.</summary>
    private sealed class Table(ServiceDescriptor service)
    {
        public Route Get(string path, string rpc, Access access) => Line(HttpMethods.Get, path, rpc, access);

        public Route Head(string path, string rpc, Access access) => Line(HttpMethods.Head, path, rpc, access);

        public Route Post(string path, string rpc, Access access) => Line(HttpMethods.Post, path, rpc, access);

        public Route Put(string path, string rpc, Access access) => Line(HttpMethods.Put, path, rpc, access);

        public Route Delete(string path, string rpc, Access access) => Line(HttpMethods.Delete, path, rpc, access);

        private Route Line(string verb, string path, string rpc, Access access) =>
            new(
                verb,
                path,
                service.FindMethodByName(rpc)
                    ?? throw new InvalidOperationException($"{service.FullName} has no RPC {rpc}."),
                access
            );
    }
}
