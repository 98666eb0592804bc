using Fund.Beneficiaries.Domain;
using Fund.Hosting;

namespace Fund.Beneficiaries.Persistence;

/// <summary>
/// What the audit trail may hold of this service's records: references and names of fields, never a value, so that
/// nothing about a victim outlives the record itself. See decision 0047.
/// </summary>
public static class AuditedFields
{
    public static AuditFields Fields { get; } = AuditFields.NamesOnly();

    /// <summary>A return as the trail refers to it.</summary>
    public static string Reference(this BeneficiaryReturn row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return AuditChanges.Reference("beneficiary_return", row.Id.ToWire());
    }
}
