using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>An instalment of a pledge that is not paid yet.</summary>
public readonly record struct OpenInstalment(DateOnly DueDate, long AmountMinor);

/// <summary>A pledge that something is still outstanding of.</summary>
/// <param name="ReferenceKey">Letters and digits of its reference, in capitals.</param>
/// <param name="Instalments">Those not paid yet, earliest first.</param>
public sealed record OpenPledge(
    Guid Id,
    Guid DonorId,
    string ReferenceKey,
    string Reference,
    Money Outstanding,
    IReadOnlyList<OpenInstalment> Instalments
);

/// <summary>What decisions taught about one remitter and one donor.</summary>
/// <param name="Taught">Confirmations that stand.</param>
/// <param name="Undone">Confirmations that were taken back.</param>
/// <param name="Donors">Donors that entries of this remitter were confirmed for, this one among them.</param>
public sealed record KnownRemitter(LessonKind Kind, string Key, int Taught, int Undone, int Donors);

/// <summary>A donor who could have sent an entry.</summary>
public sealed record PossibleDonor(
    Guid Id,
    string Name,
    IReadOnlyList<KnownRemitter> Remitters,
    IReadOnlyList<OpenPledge> Pledges
);

/// <summary>What decisions taught about a remitter whose entries were dismissed.</summary>
public sealed record DismissedRemitter(LessonKind Kind, string Key, int Taught, string Reason);

/// <summary>A proposal for a person to confirm; never booked by itself.</summary>
/// <param name="DonorId">Null when it is proposed to dismiss the entry.</param>
/// <param name="Score">0 to 100.</param>
/// <param name="Reasons">Why, in words.</param>
/// <param name="DismissalReason">Of the last dismissal, when that is proposed.</param>
public sealed record Proposal(
    Guid? DonorId,
    Guid? PledgeId,
    int Score,
    IReadOnlyList<string> Reasons,
    string DismissalReason = ""
);

/// <summary>
/// Proposes to whom a bank entry belongs. The score is the sum of what speaks for a donor and pledge, 100 at most:
/// <code>
/// what                                                                       points
/// the structured reference is the pledge's reference                             70
/// the end-to-end id has the pledge's reference in it                             65
/// the remittance text has the pledge's reference in it                           60
/// the account was confirmed for the donor before                                 50   shared between donors confirmed for
/// the remitter's name was confirmed for the donor before                         40   shared between donors confirmed for
/// the remitter's name is like the donor's                                        30 × likeness, from 50 % on
/// the amount is what is outstanding of the pledge                                15
/// the amount is the pledge's next unpaid instalment                              15
/// ... which is due within 45 days of the entry's day                              5
/// the amount is a later instalment of the pledge                                 10
/// a confirmation of this account or name for the donor was taken back           −40   −15 when others stand
///
/// entries of the account were dismissed before: dismissal                        60   and 10 for each further, 90 at most
/// entries of the remitter's name were dismissed before: dismissal                45   and 10 for each further, 90 at most
/// </code>
/// Only the strongest reference and the stronger of the two names count. Without a reference, a known account or a name
/// nothing is proposed: amounts alone belong to anybody. A pledge in another currency is not proposed.
/// </summary>
public static class Matching
{
    /// <summary>Proposals shown for an entry.</summary>
    public const int Most = 5;

    /// <summary>Shortest reference that is looked for in an entry; shorter ones occur by chance.</summary>
    public const int ShortestReference = 4;

    private const int StructuredReference = 70;
    private const int EndToEndId = 65;
    private const int RemittanceText = 60;
    private const int KnownAccount = 50;
    private const int KnownName = 40;
    private const int LikeName = 30;
    private const int LeastLikeness = 50;
    private const int AmountOutstanding = 15;
    private const int AmountNextInstalment = 15;
    private const int InstalmentDue = 5;
    private const int DaysAroundDue = 45;
    private const int AmountLaterInstalment = 10;
    private const int OnlyTakenBack = -40;
    private const int AlsoTakenBack = -15;
    private const int DismissedAccount = 60;
    private const int DismissedName = 45;
    private const int DismissedAgain = 10;
    private const int MostForDismissal = 90;

    private readonly record struct Points(int Score, IReadOnlyList<Sentence> Reasons);

    /// <summary>Best first; nothing without a reference, an account or a name that speaks for it.</summary>
    public static IReadOnlyList<Proposal> Propose(
        BankEntry entry,
        IEnumerable<PossibleDonor> donors,
        IReadOnlyList<DismissedRemitter>? dismissed = null
    )
    {
        if (entry.State != BankEntryState.Candidate || entry.Amount is not { } amount)
        {
            return [];
        }

        var about = new EntryKeys(entry, amount);
        return
        [
            .. donors
                .Select(donor => Best(about, donor))
                .Append(Dismissal(about, dismissed ?? []))
                .OfType<Proposal>()
                .Where(proposal => proposal.Score > 0)
                .OrderByDescending(proposal => proposal.Score)
                .ThenBy(proposal => proposal.DonorId)
                .Take(Most),
        ];
    }

    /// <summary>What is compared of an entry, worked out once for all donors.</summary>
    private sealed class EntryKeys(BankEntry entry, Money amount)
    {
        public Money Amount { get; } = amount;

        public DateOnly? Day { get; } = entry.CountsFrom;

        public string Name { get; } = entry.RemitterName;

        public string Structured { get; } = NameFolding.Key(entry.StructuredReference);

        public string EndToEnd { get; } = NameFolding.Key(entry.EndToEndId);

        public string Text { get; } = NameFolding.Key($"{entry.Reference} {entry.Information}");

        public IReadOnlyList<(LessonKind Kind, string Key)> Remitter { get; } = [.. BankLesson.KeysOf(entry)];
    }

    private static Proposal? Best(EntryKeys entry, PossibleDonor donor)
    {
        var own = OfDonor(entry, donor);
        var best = own.Score > 0 ? new Proposal(donor.Id, null, Math.Min(100, own.Score), Texts(own)) : null;
        foreach (var pledge in donor.Pledges.Where(pledge => pledge.Outstanding.Currency.Equals(entry.Amount.Currency)))
        {
            var reference = OfReference(entry, pledge);
            var amount = OfAmount(entry, pledge);
            var score = Math.Min(100, own.Score + reference.Score + amount.Score);
            if (score > (best?.Score ?? 0) && (own.Score > 0 || reference.Score > 0))
            {
                best = new Proposal(donor.Id, pledge.Id, score, [.. Texts(reference), .. Texts(own), .. Texts(amount)]);
            }
        }

        return best;
    }

    private static Points OfDonor(EntryKeys entry, PossibleDonor donor)
    {
        var reasons = new List<Sentence>();
        var account = OfLesson(entry, donor, LessonKind.Iban, reasons);
        var name = OfLesson(entry, donor, LessonKind.Name, reasons);
        var likeness = NameLikeness.Of(entry.Name, donor.Name);
        if (likeness >= LeastLikeness && LikeName * likeness / 100 > name && name >= 0)
        {
            name = LikeName * likeness / 100;
            reasons.Add(Alike(likeness));
        }

        return new Points(account + name, reasons);
    }

    private static Sentence Alike(int likeness)
    {
        if (likeness == 100)
        {
            return "The remitter's name is the donor's.";
        }

        return $"The remitter's name is like the donor's ({likeness} %).";
    }

    private static int OfLesson(EntryKeys entry, PossibleDonor donor, LessonKind kind, List<Sentence> reasons)
    {
        var lesson = donor.Remitters.FirstOrDefault(known =>
            known.Kind == kind && entry.Remitter.Contains((kind, known.Key))
        );
        if (lesson is null)
        {
            return 0;
        }

        if (lesson.Taught == 0)
        {
            reasons.Add(TakenBack(kind));
            return OnlyTakenBack;
        }

        var points = (kind == LessonKind.Iban ? KnownAccount : KnownName) / Math.Max(1, lesson.Donors);
        reasons.Add(lesson.Donors > 1 ? KnownFor(kind, lesson.Donors) : KnownFrom(kind, lesson.Taught));
        if (lesson.Undone == 0)
        {
            return points;
        }

        reasons.Add(TakenBack(kind));
        return points + AlsoTakenBack;
    }

    private static Sentence TakenBack(LessonKind kind) =>
        kind == LessonKind.Iban
            ? "A confirmation of this account for the donor was taken back."
            : "A confirmation of this remitter's name for the donor was taken back.";

    private static Sentence KnownFor(LessonKind kind, int donors)
    {
        if (kind == LessonKind.Iban)
        {
            return $"The account is known from entries confirmed before, for {donors} donors.";
        }

        return $"The remitter's name is known from entries confirmed before, for {donors} donors.";
    }

    private static Sentence KnownFrom(LessonKind kind, int entries)
    {
        if (entries == 1)
        {
            return kind == LessonKind.Iban
                ? "The account is known from an entry confirmed before."
                : "The remitter's name is known from an entry confirmed before.";
        }

        if (kind == LessonKind.Iban)
        {
            return $"The account is known from {entries} entries confirmed before.";
        }

        return $"The remitter's name is known from {entries} entries confirmed before.";
    }

    private static Points OfReference(EntryKeys entry, OpenPledge pledge)
    {
        var key = pledge.ReferenceKey;
        if (key.Length < ShortestReference)
        {
            return new Points(0, []);
        }

        if (entry.Structured == key)
        {
            return new Points(StructuredReference, [$"The structured reference is the pledge's, {pledge.Reference}."]);
        }

        if (entry.EndToEnd.Contains(key, StringComparison.Ordinal))
        {
            return new Points(EndToEndId, [$"The end-to-end id has the pledge's reference {pledge.Reference} in it."]);
        }

        return entry.Text.Contains(key, StringComparison.Ordinal)
            ? new Points(RemittanceText, [$"The entry carries the pledge's reference {pledge.Reference}."])
            : new Points(0, []);
    }

    private static Points OfAmount(EntryKeys entry, OpenPledge pledge)
    {
        var amount = entry.Amount;
        var number = pledge
            .Instalments.Index()
            .FirstOrDefault(row => row.Item.AmountMinor == amount.MinorUnits, (-1, default));
        if (number.Index == 0)
        {
            var due = number.Item.DueDate;
            var isDue = entry.Day is { } day && Math.Abs(day.DayNumber - due.DayNumber) <= DaysAroundDue;
            return new Points(
                AmountNextInstalment + (isDue ? InstalmentDue : 0),
                [$"The amount is the pledge's next instalment, due on {due:yyyy-MM-dd}: {amount}."]
            );
        }

        if (pledge.Outstanding == amount)
        {
            return new Points(AmountOutstanding, [$"The amount is what is outstanding of the pledge: {amount}."]);
        }

        return number.Index > 0
            ? new Points(AmountLaterInstalment, [$"The amount is an instalment of the pledge: {amount}."])
            : new Points(0, []);
    }

    private static Proposal? Dismissal(EntryKeys entry, IReadOnlyList<DismissedRemitter> dismissed)
    {
        var known = dismissed
            .Where(remitter => remitter.Taught > 0 && entry.Remitter.Contains((remitter.Kind, remitter.Key)))
            .OrderBy(remitter => remitter.Kind)
            .FirstOrDefault();
        if (known is null)
        {
            return null;
        }

        var first = known.Kind == LessonKind.Iban ? DismissedAccount : DismissedName;
        var score = Math.Min(MostForDismissal, first + (DismissedAgain * Math.Min(100, known.Taught - 1)));
        return new Proposal(null, null, score, [Dismissed(known.Kind, known.Taught).Text], known.Reason);
    }

    private static Sentence Dismissed(LessonKind kind, int entries)
    {
        if (entries == 1)
        {
            return kind == LessonKind.Iban
                ? "An entry of this account was dismissed before."
                : "An entry of this remitter's name was dismissed before.";
        }

        if (kind == LessonKind.Iban)
        {
            return $"{entries} entries of this account were dismissed before.";
        }

        return $"{entries} entries of this remitter's name were dismissed before.";
    }

    private static string[] Texts(Points points) => [.. points.Reasons.Select(reason => reason.Text)];
}
