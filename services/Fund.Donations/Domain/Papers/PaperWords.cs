namespace Fund.Donations.Domain.Papers;

/// <summary>Every word that stands on receipts and statements, in one language.</summary>
public sealed partial record PaperWords
{
    public required string Language { get; init; }

    /// <summary>True for languages that write <c>1 234,50 EUR</c>, the others write <c>EUR 1,234.50</c>.</summary>
    public bool HasDecimalComma => Language is "fr" or "es" or "ru";

    /// <summary>
    /// The Fund's whole name, as in the documents of the United Nations in that language.
    /// </summary>
    public required string Fund { get; init; }

    public required IReadOnlyList<string> Months { get; init; }

    /// <summary>{0} page, {1} pages.</summary>
    public required string PageOf { get; init; }

    public required string Receipt { get; init; }

    public required string Statement { get; init; }

    public required string Consolidated { get; init; }

    public required string Number { get; init; }

    public required string IssuedOn { get; init; }

    public required string AsOf { get; init; }

    public required string Period { get; init; }

    /// <summary>{0} first day, {1} last day.</summary>
    public required string FromTo { get; init; }

    public required string Donor { get; init; }

    public required string Donors { get; init; }

    public required string Contributed { get; init; }

    public required string AmountReceived { get; init; }

    public required string ValueDate { get; init; }

    public required string Channel { get; init; }

    /// <summary>In the order of <see cref="Domain.Channel"/>, from 1.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    public required string Pledge { get; init; }

    public required string Earmark { get; init; }

    public required string UsdValue { get; init; }

    public required string Rate { get; init; }

    /// <summary>{0} units, {1} currency, {2} date.</summary>
    public required string RateInForce { get; init; }

    public required string AwaitsRate { get; init; }

    /// <summary>Under the figures of a receipt.</summary>
    public required string Thanks { get; init; }

    /// <summary>{0} date of the copy.</summary>
    public required string CopyOf { get; init; }

    public required string Void { get; init; }

    /// <summary>{0} date of the reversal.</summary>
    public required string VoidSince { get; init; }

    public required string Date { get; init; }

    public required string Description { get; init; }

    public required string Amount { get; init; }

    public required string Currency { get; init; }

    public required string Total { get; init; }

    /// <summary>Heading of a column: outstanding before.</summary>
    public required string OpeningShort { get; init; }

    /// <summary>Heading of a column: outstanding after.</summary>
    public required string ClosingShort { get; init; }

    public required string Opening { get; init; }

    public required string Closing { get; init; }

    public required string Nothing { get; init; }

    public required string NoMovement { get; init; }

    public required string Movements { get; init; }

    public required string CarriedForward { get; init; }

    public required string BroughtForward { get; init; }

    public required string TotalUsd { get; init; }

    /// <summary>{0} currency.</summary>
    public required string TotalOf { get; init; }

    public required string RateNote { get; init; }

    public required string InKind { get; init; }

    /// <summary>Heading of what a gift in kind is said to be worth.</summary>
    public required string Estimate { get; init; }

    /// <summary>Under the gifts in kind.</summary>
    public required string InKindNote { get; init; }

    public required string AwaitingNote { get; init; }

    /// <summary>The words of one of the six languages; English for any other.</summary>
    public static PaperWords Of(string language) =>
        language switch
        {
            "fr" => French,
            "es" => Spanish,
            "ru" => Russian,
            "ar" => Arabic,
            "zh" => Chinese,
            _ => English,
        };

    private static PaperWords English { get; } =
        new()
        {
            Language = "en",
            Fund =
                "United Nations Voluntary Trust Fund for Victims of Trafficking in Persons, Especially Women and Children",
            Months =
            [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
            PageOf = "Page {0} of {1}",
            Receipt = "Receipt",
            Statement = "Statement of contributions",
            Consolidated = "Consolidated statement of contributions",
            Number = "Number",
            IssuedOn = "Issued on",
            AsOf = "As known on",
            Period = "Period",
            FromTo = "{0} to {1}",
            Donor = "Donor",
            Donors = "Donors",
            Contributed = "Contributed",
            AmountReceived = "Amount received",
            ValueDate = "Value date",
            Channel = "Received by",
            Channels = ["bank transfer", "campaign", "cheque", "payment in person"],
            Pledge = "Pledge",
            Earmark = "Earmarked for",
            UsdValue = "Value in USD",
            Rate = "Rate",
            RateInForce = "{0} {1} per USD, United Nations operational rate of exchange in force from {2}",
            AwaitsRate = "follows with the United Nations operational rate of exchange of the value date",
            Thanks =
                "The Fund confirms with thanks that it has received this contribution. It is used to assist victims of trafficking directly, through specialised non-governmental organisations.",
            CopyOf = "Copy, printed on {0}",
            Void = "VOID",
            VoidSince = "Void: the contribution was reversed on {0}.",
            Date = "Date",
            Description = "Description",
            Amount = "Amount",
            Currency = "Currency",
            Total = "All donors",
            OpeningShort = "Outstanding before",
            ClosingShort = "Outstanding after",
            Opening = "Outstanding pledges before the period",
            Closing = "Outstanding pledges after the period",
            Nothing = "None",
            NoMovement = "Nothing happened in this period.",
            Movements = "Pledges, contributions and corrections of the period",
            CarriedForward = "Carried forward",
            BroughtForward = "Brought forward",
            TotalUsd = "Contributions of the period, valued in USD",
            TotalOf = "Contributions of the period in {0}",
            InKind = "Gifts in kind",
            Estimate = "Estimated value",
            InKindNote =
                "Gifts in kind are not money: their estimated values are in none of the figures of this statement.",
            RateNote =
                "Rates are United Nations operational rates of exchange in units of the currency for one US dollar, in force on the value date.",
            AwaitingNote =
                "A contribution without a value in USD waits for the rate of its value date and is not part of the sum in USD yet.",
        };

    private static PaperWords French { get; } =
        new()
        {
            Language = "fr",
            Fund =
                "Fonds de contributions volontaires des Nations Unies en faveur des victimes de la traite des personnes, en particulier des femmes et des enfants",
            Months =
            [
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
            PageOf = "Page {0} sur {1}",
            Receipt = "Reçu",
            Statement = "Relevé de contributions",
            Consolidated = "Relevé récapitulatif de contributions",
            Number = "Numéro",
            IssuedOn = "Émis le",
            AsOf = "État au",
            Period = "Période",
            FromTo = "du {0} au {1}",
            Donor = "Donateur",
            Donors = "Donateurs",
            Contributed = "Contributions",
            AmountReceived = "Montant reçu",
            ValueDate = "Date de valeur",
            Channel = "Reçu par",
            Channels = ["virement bancaire", "campagne", "chèque", "versement en personne"],
            Pledge = "Annonce de contribution",
            Earmark = "Affectation",
            UsdValue = "Valeur en dollars",
            Rate = "Taux",
            RateInForce = "{0} {1} pour un dollar, taux de change opérationnel de l’ONU en vigueur à partir du {2}",
            AwaitsRate = "suivra avec le taux de change opérationnel de l’ONU à la date de valeur",
            Thanks =
                "Le Fonds confirme avec gratitude avoir reçu cette contribution. Elle sert à venir directement en aide aux victimes de la traite, par l’intermédiaire d’organisations non gouvernementales spécialisées.",
            CopyOf = "Copie imprimée le {0}",
            Void = "ANNULÉ",
            VoidSince = "Annulé\u00a0: la contribution a été contre-passée le {0}.",
            Date = "Date",
            Description = "Libellé",
            Amount = "Montant",
            Currency = "Monnaie",
            Total = "Ensemble des donateurs",
            OpeningShort = "Non réglé avant",
            ClosingShort = "Non réglé après",
            Opening = "Annonces de contributions non réglées avant la période",
            Closing = "Annonces de contributions non réglées après la période",
            Nothing = "Néant",
            NoMovement = "Aucun mouvement au cours de cette période.",
            Movements = "Annonces, contributions et corrections de la période",
            CarriedForward = "À reporter",
            BroughtForward = "Report",
            TotalUsd = "Contributions de la période, en dollars des États-Unis",
            TotalOf = "Contributions de la période en {0}",
            InKind = "Dons en nature",
            Estimate = "Valeur estimée",
            InKindNote =
                "Les dons en nature ne sont pas de l’argent : leurs valeurs estimées ne figurent dans aucun montant de ce relevé.",
            RateNote =
                "Les taux sont les taux de change opérationnels de l’ONU, en unités de la monnaie pour un dollar des États-Unis, en vigueur à la date de valeur.",
            AwaitingNote =
                "Une contribution sans valeur en dollars attend le taux de sa date de valeur et ne fait pas encore partie du total en dollars.",
        };
}
