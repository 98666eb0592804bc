using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>What a letter tells.</summary>
public enum LetterKind
{
    Award,
    ReserveList,
    Decline,
    Ineligible,
}

/// <summary>One letter about one decision. Once it was sent, it stays as it was sent.</summary>
public sealed class Letter
{
    private Letter() { }

    public Guid Id { get; private set; }
    public Guid CallId { get; private set; }
    public Guid ProposalId { get; private set; }
    public Guid OrganisationId { get; private set; }
    public string ProposalNumber { get; private set; } = "";
    public string OrganisationName { get; private set; } = "";
    public LetterKind Kind { get; private set; }
    public string Language { get; private set; } = "";
    public string Subject { get; private set; } = "";
    public string Text { get; private set; } = "";
    public string WrittenBy { get; private set; } = "";
    public DateTimeOffset WrittenAt { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }
    public int TimesSent { get; private set; }

    /// <summary>The letter for a decided proposal; null while there is nothing to tell.</summary>
    public static Letter? About(
        Proposal proposal,
        LetterContents contents,
        string language,
        string by,
        DateTimeOffset now
    )
    {
        if (KindFor(proposal.State) is not { } kind)
        {
            return null;
        }

        var (subject, text) = LetterTexts.Write(kind, language, contents);
        return new Letter
        {
            Id = Guid.CreateVersion7(now),
            CallId = proposal.CallId,
            ProposalId = proposal.Id,
            OrganisationId = proposal.OrganisationId,
            ProposalNumber = proposal.Number ?? "",
            OrganisationName = proposal.OrganisationName ?? "",
            Kind = kind,
            Language = language,
            Subject = subject,
            Text = text,
            WrittenBy = by,
            WrittenAt = now,
        };
    }

    /// <summary>What the state of a proposal has to be told as; null while nothing is decided.</summary>
    public static LetterKind? KindFor(ProposalState state) =>
        state switch
        {
            ProposalState.Awarded => LetterKind.Award,
            ProposalState.ReserveList => LetterKind.ReserveList,
            ProposalState.Declined => LetterKind.Decline,
            ProposalState.Ineligible => LetterKind.Ineligible,
            _ => null,
        };

    /// <summary>Sends it, or tells of it again.</summary>
    public void Send(DateTimeOffset now)
    {
        SentAt ??= now;
        TimesSent++;
    }

    /// <exception cref="RefusedException">LETTER_NOT_SENT.</exception>
    public void RequireSent()
    {
        if (SentAt is null)
        {
            throw LetterRefusals.NotSent().AsException();
        }
    }
}

/// <summary>Why something cannot be done with a letter.</summary>
public static class LetterRefusals
{
    public static Refusal NotSent() =>
        new(RefusalKind.WrongState, "LETTER_NOT_SENT", "The letter was not sent yet; send it first.");

    public static Refusal Outdated(string number) =>
        new(
            RefusalKind.WrongState,
            "LETTER_OUTDATED",
            $"The letter about {number} tells another decision than the one that stands; prepare the letters again."
        );
}
