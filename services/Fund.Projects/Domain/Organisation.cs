using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>An organisation that applies and carries out projects: its registration, bank account and due diligence.</summary>
public sealed class Organisation
{
    private readonly List<BankAccount> _bankAccounts = [];
    private readonly List<DueDiligenceCheck> _checks = [];

    private Organisation() { }

    public Guid Id { get; private set; }

    /// <summary>Legal name.</summary>
    public string Name { get; private set; } = "";

    public string CountryCode { get; private set; } = "";

    public string RegistrationNumber { get; private set; } = "";

    /// <summary>The registration number as it is compared; one organisation per country and key.</summary>
    public string RegistrationKey { get; private set; } = "";

    public DateOnly RegisteredOn { get; private set; }

    public int AssistingSinceYear { get; private set; }

    public bool HasPseaPolicy { get; private set; }

    /// <summary>Outcome of the latest due diligence; null when there was none.</summary>
    public Flag? Flag { get; private set; }

    /// <summary>Date of the latest due diligence.</summary>
    public DateOnly? CheckedOn { get; private set; }

    /// <summary>Last day on which it is current.</summary>
    public DateOnly? VerifiedUntil { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Counts changes; the optimistic lock.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<BankAccount> BankAccounts => _bankAccounts;

    public IReadOnlyList<DueDiligenceCheck> Checks => _checks;

    /// <summary>The account recorded last; null when none was.</summary>
    public BankAccount? BankAccount => _bankAccounts.MaxBy(account => account.Sequence);

    public bool HasRedFlag => Flag == Domain.Flag.Red;

    public static Organisation Register(OrganisationProfile profile, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Name = profile.Name,
            CountryCode = profile.CountryCode,
            RegistrationNumber = profile.RegistrationNumber,
            RegistrationKey = Folding.Number(profile.RegistrationNumber),
            RegisteredOn = profile.RegisteredOn,
            AssistingSinceYear = profile.AssistingSinceYear,
            HasPseaPolicy = profile.HasPseaPolicy,
            CreatedAt = now,
            Version = 1,
        };

    /// <summary>Everything that is wrong with an account that is to be recorded. Never repeats the number.</summary>
    public IEnumerable<FieldProblem> BankAccountProblems(string number, string holderName)
    {
        if (AccountNumber.Problem(AccountNumber.Normalise(number)) is { } problem)
        {
            yield return new FieldProblem("account_number", problem);
        }

        if (Folding.Name(holderName) != Folding.Name(Name))
        {
            yield return new FieldProblem(
                "holder_name",
                $"The account must be in the organisation's legal name, {Name}; accounts of other holders are not paid to."
            );
        }
    }

    /// <summary>Records another account, which has to be verified before anything is paid to it.</summary>
    public void RecordBankAccount(string number, string holderName, string by, DateTimeOffset now)
    {
        var problems = BankAccountProblems(number, holderName).ToList();
        if (problems.Count > 0)
        {
            throw Refusal.OfFields(problems).AsException();
        }

        var sequence = (BankAccount?.Sequence ?? 0) + 1;
        _bankAccounts.Add(new BankAccount(Id, sequence, AccountNumber.Normalise(number), holderName, by, now));
        Version++;
    }

    /// <summary>One of two people, neither of them the one who recorded it, says the account is right.</summary>
    public void VerifyBankAccount(string by, DateTimeOffset now)
    {
        var account = BankAccount ?? throw ProjectRefusals.NoBankAccount().AsException();
        account.Verify(by, now);
        Version++;
    }

    /// <summary>Records a check; the organisation stands as the latest one says.</summary>
    /// <param name="validYears">Years for which the outcome is current.</param>
    public void RecordDueDiligence(
        Flag flag,
        DateOnly checkedOn,
        string findings,
        int validYears,
        string by,
        DateTimeOffset now
    )
    {
        if (CheckedOn is { } latest && checkedOn < latest)
        {
            throw ProjectRefusals.NewerCheckExists(checkedOn, latest).AsException();
        }

        _checks.Add(new DueDiligenceCheck(Id, flag, checkedOn, findings, by, now));
        Flag = flag;
        CheckedOn = checkedOn;
        VerifiedUntil = checkedOn.AddYears(validYears);
        Version++;
    }

    /// <summary>What, on the organisation's side, keeps any payment back today; sentences, empty when nothing does.</summary>
    public IEnumerable<Sentence> Holds(DateOnly today)
    {
        if (BankAccount is not { } account)
        {
            yield return "The organisation has no bank account on record.";
        }
        else if (!account.IsVerified)
        {
            yield return $"The organisation's bank account is not verified by two people yet; "
                + $"verifications missing: {account.VerificationsMissing}.";
        }

        if (VerifiedUntil is not { } until)
        {
            yield return "Due diligence of the organisation has not been recorded.";
        }
        else if (until < today)
        {
            yield return $"Due diligence of the organisation was current until {until:yyyy-MM-dd}.";
        }

        if (HasRedFlag)
        {
            yield return "The organisation carries a red flag.";
        }
    }
}
