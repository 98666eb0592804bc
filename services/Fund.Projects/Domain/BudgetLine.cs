using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>The budget categories: A staff, B supplies, C equipment, D contractual, E travel, F transfers, G general.</summary>
public static class BudgetCategories
{
    private const string All = "ABCDEFG";

    public static bool Exists(string category) =>
        category.Length == 1 && All.Contains(category[0], StringComparison.Ordinal);
}

/// <summary>One category of an agreement's budget, in USD.</summary>
public sealed class BudgetLine
{
    private BudgetLine() { }

    internal BudgetLine(Guid agreementId, string category, Money amount)
    {
        Id = Guid.CreateVersion7();
        AgreementId = agreementId;
        Category = category;
        Amount = amount;
    }

    public Guid Id { get; private set; }

    public Guid AgreementId { get; private set; }

    /// <summary>A to G.</summary>
    public string Category { get; private set; } = "";

    public Money Amount { get; private set; }
}
