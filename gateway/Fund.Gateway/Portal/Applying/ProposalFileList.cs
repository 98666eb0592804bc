using Fund.Forms;
using Fund.GrantCalls.V1;

namespace Fund.Gateway.Portal.Applying;

/// <summary>The whole files of a proposal, by the id that answers their question.</summary>
public sealed class ProposalFileList(string proposalId, IEnumerable<ProposalFile> files)
{
    private readonly Dictionary<string, ProposalFile> _byId = files.ToDictionary(file => file.FileId);

    public string ProposalId => proposalId;

    /// <summary>What the check of answers needs to know of them.</summary>
    public IReadOnlyDictionary<string, FileFacts> Facts =>
        _byId.ToDictionary(file => file.Key, file => new FileFacts(file.Value.Kind, file.Value.ReceivedBytes));

    public ProposalFile? Find(string id) => _byId.GetValueOrDefault(id);

    public void Add(ProposalFile file) => _byId[file.FileId] = file;

    /// <summary>True when a form asks for files at all.</summary>
    public static bool AreAsked(Fund.Forms.V1.Form? form) =>
        form?.Sections.Any(section => section.Fields.Any(field => field.Type == Fund.Forms.V1.FieldType.File)) == true;

    /// <summary>Where the API has a proposal's files.</summary>
    public static string Address(string proposalId) => $"/api/v1/proposals/{proposalId}/files";

    public static string AddressOf(ProposalFile file) => $"{Address(file.ProposalId)}/{file.FileId}/content";
}
