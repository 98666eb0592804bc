using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>
/// A question about an open call and its answer. Waits until it is answered, once; then everybody reads both, dated, and
/// nobody reads who asked.
/// </summary>
public sealed class Clarification
{
    private Clarification() { }

    public Guid Id { get; private set; }
    public Guid CallId { get; private set; }

    /// <summary>Who asked: told of the answer, shown to nobody.</summary>
    public Guid OrganisationId { get; private set; }
    public string Question { get; private set; } = "";

    /// <summary>The question as published, where staff took out what shows who asked; null as it was asked.</summary>
    public string? PublishedQuestion { get; private set; }
    public string? Answer { get; private set; }
    public DateTimeOffset AskedAt { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public string? AnsweredBy { get; private set; }

    /// <summary>A question that waits for its answer.</summary>
    public static Clarification Ask(Guid callId, Guid organisationId, string question, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            CallId = callId,
            OrganisationId = organisationId,
            Question = question,
            AskedAt = now,
        };

    /// <summary>Answers and publishes.</summary>
    /// <exception cref="RefusedException">CLARIFICATION_ANSWERED when it was answered before.</exception>
    public void Publish(string answer, string publishedQuestion, string by, DateTimeOffset now)
    {
        if (PublishedAt is { } published)
        {
            throw ClarificationRefusals.Answered(published).AsException();
        }

        Answer = answer;
        PublishedQuestion = publishedQuestion.Length == 0 ? null : publishedQuestion;
        AnsweredBy = by;
        PublishedAt = now;
    }
}

/// <summary>Why something cannot be done with a clarification.</summary>
public static class ClarificationRefusals
{
    public static Refusal Answered(DateTimeOffset published) =>
        new(
            RefusalKind.WrongState,
            "CLARIFICATION_ANSWERED",
            $"The question was answered and published at {CallRefusals.Moment(published)}; an answer is given once."
        );
}
