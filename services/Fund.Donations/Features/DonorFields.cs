using System.Net.Mail;
using Fund.Donations.Domain;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf.Collections;

namespace Fund.Donations.Features;

/// <summary>What requests say of donors, checked in the same way when they are registered and when they are changed.</summary>
internal static class DonorFields
{
    private const int LongestEmail = 254;
    private const int LongestPhone = 40;

    /// <summary>Kind, name, country, language, anonymity and contributor type.</summary>
    public static Donor.Particulars Particulars(
        this Check check,
        V1.DonorKind kind,
        string name,
        string country,
        string language,
        bool publiclyAnonymous,
        string unType
    )
    {
        check.Choice("kind", kind);
        var checkedName = check.Text("name", name, Donor.LongestName);
        var checkedCountry = check.OptionalCountry(country);
        if (country.Length == 0 && kind == V1.DonorKind.MemberState)
        {
            check.Add(DonationRefusals.CountryRequired());
        }

        var spoken = check.Language("language", language, "en");
        var allowed = UnDonorTypes.Allowed((DonorKind)kind);
        if (unType.Length > 0 && !allowed.Contains(unType))
        {
            check.Add(DonationRefusals.UnDonorTypeNotAllowed(Shown(unType), (DonorKind)kind, allowed));
        }

        return new Donor.Particulars(
            (DonorKind)kind,
            checkedName,
            checkedCountry,
            spoken,
            publiclyAnonymous,
            unType.Length == 0 ? null : unType
        );
    }

    /// <summary>A country's code, or null when empty.</summary>
    public static string? OptionalCountry(this Check check, string country)
    {
        if (country.Length > 0 && !Countries.Exists(country))
        {
            check.Add(DonationRefusals.UnknownCountry("country_code", Shown(country)));
        }

        return country.Length == 0 ? null : country;
    }

    /// <summary>Contacts; what is wrong is named by field, and never repeated in words.</summary>
    public static List<DonorContact.Stated> Contacts(
        this Check check,
        RepeatedField<V1.DonorContact> given,
        string donorLanguage
    )
    {
        check.That(
            given.Count <= DonorContact.Most,
            "contacts",
            $"There are {given.Count} contacts; at most {DonorContact.Most} are taken."
        );
        var contacts = new List<DonorContact.Stated>();
        foreach (var (i, contact) in given.Take(DonorContact.Most).Index())
        {
            var field = $"contacts[{i}]";
            var email = check.OptionalText($"{field}.email", contact.Email, LongestEmail);
            if (email.Length > 0 && !IsEmail(email))
            {
                check.Add(DonationRefusals.NotAnEmail($"{field}.email"));
            }

            var phone = check.OptionalText($"{field}.phone", contact.Phone, LongestPhone);
            if (phone.Length > 0 && !IsPhone(phone))
            {
                check.Add(DonationRefusals.NotAPhone($"{field}.phone"));
            }

            check.That(
                email.Length > 0 || !contact.GetsNotices,
                $"{field}.email",
                "A contact who gets notices has an e-mail address."
            );
            contacts.Add(
                new DonorContact.Stated(
                    check.Text($"{field}.name", contact.Name, Donor.LongestName),
                    email,
                    phone,
                    check.Language($"{field}.language", contact.Language, donorLanguage),
                    contact.GetsNotices
                )
            );
        }

        return contacts;
    }

    private static string Language(this Check check, string field, string given, string otherwise)
    {
        var language = given.Length == 0 ? otherwise : given;
        if (!Donor.Languages.Contains(language))
        {
            check.Add(DonationRefusals.UnknownLanguage(field, Shown(language)));
        }

        return language;
    }

    private static bool IsEmail(string text) =>
        MailAddress.TryCreate(text, out var address)
        && address.Address == text
        && !text.Any(char.IsWhiteSpace)
        && address.Host.Contains('.', StringComparison.Ordinal);

    private static bool IsPhone(string text) =>
        text.Any(char.IsAsciiDigit)
        && text.All(letter => char.IsAsciiDigit(letter) || "+-()/ .".Contains(letter, StringComparison.Ordinal));

    private static string Shown(string text) => text.Length <= 20 ? text : text[..20] + "…";
}
