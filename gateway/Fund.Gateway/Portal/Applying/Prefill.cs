using System.Globalization;
using Fund.Forms;
using Fund.GrantCalls.V1;
using Fund.Projects.V1;

namespace Fund.Gateway.Portal.Applying;

/// <summary>
/// First answers to questions that were answered before: <c>organisation.name</c> and the like from the profile,
/// <c>earlier</c> from the latest other proposal that answered a question with the same key.
/// </summary>
internal static class Prefill
{
    public static IReadOnlyDictionary<string, string> Of(
        IEnumerable<FormField> fields,
        Organisation? organisation,
        IEnumerable<Proposal> earlier
    )
    {
        var before = earlier.Where(proposal => proposal.Content is not null).ToList();
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in fields.Where(field => field.Type != FieldType.File))
        {
            if (field.Prefill == "earlier")
            {
                var found = before
                    .Select(proposal => proposal.Content.Answers.Where(answer => IsOf(answer, field)).ToList())
                    .FirstOrDefault(found => found.Count > 0);
                foreach (var answer in found ?? [])
                {
                    answers[answer.Key] = answer.Value;
                }
            }
            else if (OfProfile(field.Prefill, organisation) is { Length: > 0 } value)
            {
                answers[field.Key] = value;
            }
        }

        return answers;
    }

    private static bool IsOf(Answer answer, FormField field) => AnswerKey.Read(answer.Key).Field == field.Key;

    private static string OfProfile(string source, Organisation? organisation) =>
        organisation is null
            ? ""
            : source switch
            {
                "organisation.name" => organisation.Name,
                "organisation.country" => organisation.CountryCode,
                "organisation.registration_number" => organisation.RegistrationNumber,
                "organisation.registered_on" => organisation.RegisteredOn,
                "organisation.assisting_since" => organisation.AssistingSinceYear.ToString(
                    CultureInfo.InvariantCulture
                ),
                "organisation.psea_policy" => organisation.HasPseaPolicy ? "yes" : "no",
                _ => "",
            };
}
