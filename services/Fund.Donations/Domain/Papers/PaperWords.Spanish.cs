namespace Fund.Donations.Domain.Papers;

/// <content>The words of the paper in Spanish, as the United Nations write it.</content>
public sealed partial record PaperWords
{
    private static PaperWords Spanish { get; } =
        new()
        {
            Language = "es",
            Fund =
                "Fondo Fiduciario de las Naciones Unidas de Contribuciones Voluntarias para las Víctimas de la Trata de Personas, Especialmente las Mujeres y los Niños",
            Months =
            [
                "enero",
                "febrero",
                "marzo",
                "abril",
                "mayo",
                "junio",
                "julio",
                "agosto",
                "septiembre",
                "octubre",
                "noviembre",
                "diciembre",
            ],
            PageOf = "Página {0} de {1}",
            Receipt = "Recibo",
            Statement = "Estado de contribuciones",
            Consolidated = "Estado consolidado de contribuciones",
            Number = "Número",
            IssuedOn = "Fecha de emisión",
            AsOf = "Situación al",
            Period = "Período",
            FromTo = "del {0} al {1}",
            Donor = "Donante",
            Donors = "Donantes",
            Contributed = "Contribuciones",
            AmountReceived = "Importe recibido",
            ValueDate = "Fecha de valor",
            Channel = "Recibido por",
            Channels = ["transferencia bancaria", "campaña", "cheque", "pago en persona"],
            Pledge = "Promesa de contribución",
            Earmark = "Destinado a",
            UsdValue = "Valor en dólares",
            Rate = "Tipo",
            RateInForce =
                "{0} {1} por dólar de los Estados Unidos, tipo de cambio operacional de las Naciones Unidas en vigor desde el {2}",
            AwaitsRate =
                "se comunicará cuando se conozca el tipo de cambio operacional de las Naciones Unidas en la fecha de valor",
            Thanks =
                "El Fondo confirma con agradecimiento que ha recibido esta contribución. Se utiliza para prestar asistencia directa a las víctimas de la trata por conducto de organizaciones no gubernamentales especializadas.",
            CopyOf = "Copia impresa el {0}",
            Void = "ANULADO",
            VoidSince = "Anulado: la contribución se revirtió el {0}.",
            Date = "Fecha",
            Description = "Concepto",
            Amount = "Importe",
            Currency = "Moneda",
            Total = "Todos los donantes",
            OpeningShort = "Pendiente antes",
            ClosingShort = "Pendiente después",
            Opening = "Promesas de contribuciones pendientes de pago antes del período",
            Closing = "Promesas de contribuciones pendientes de pago después del período",
            Nothing = "Ninguna",
            NoMovement = "No hubo movimientos en este período.",
            Movements = "Promesas, contribuciones y correcciones del período",
            CarriedForward = "Suma y sigue",
            BroughtForward = "Suma anterior",
            TotalUsd = "Contribuciones del período, en dólares de los Estados Unidos",
            TotalOf = "Contribuciones del período en {0}",
            InKind = "Donaciones en especie",
            Estimate = "Valor estimado",
            InKindNote =
                "Las donaciones en especie no son dinero: su valor estimado no figura en ningún importe de este estado.",
            RateNote =
                "Los tipos son los tipos de cambio operacionales de las Naciones Unidas, en unidades de la moneda por dólar de los Estados Unidos, en vigor en la fecha de valor.",
            AwaitingNote =
                "Una contribución sin valor en dólares está a la espera del tipo de cambio de su fecha de valor y todavía no forma parte del total en dólares.",
        };
}
