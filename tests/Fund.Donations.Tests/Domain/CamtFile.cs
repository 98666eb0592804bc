using System.Text;

namespace Fund.Donations.Tests.Domain;

/// <summary>Writes small bank statements for tests.</summary>
internal static class CamtFile
{
    public static byte[] Of(string statement, string version = "08") =>
        Encoding.UTF8.GetBytes(
            $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}\"><BkToCstmrStmt><GrpHdr/>"
                + $"{statement}</BkToCstmrStmt></Document>"
        );

    public static string Statement(
        string id,
        string entries,
        string opening = "0",
        string closing = "0",
        string currency = "EUR",
        string account = "AT611904300234573201"
    ) =>
        $"<Stmt><Id>{id}</Id><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>{currency}</Ccy></Acct>"
        + Balance("OPBD", opening, currency)
        + Balance("CLBD", closing, currency)
        + entries
        + "</Stmt>";

    public static string Balance(string code, string amount, string currency) =>
        $"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"{currency}\">{amount}</Amt>"
        + "<CdtDbtInd>CRDT</CdtDbtInd></Bal>";

    public static string Entry(
        string amount,
        string currency = "EUR",
        string direction = "CRDT",
        string status = "BOOK",
        string reference = "",
        string name = "Stiftung Hoffnung",
        string iban = "DE89370400440532013000",
        string text = "",
        string date = "2026-10-05",
        string details = "",
        bool reversal = false
    )
    {
        var party = direction == "CRDT" ? "Dbtr" : "Cdtr";
        var inner =
            details.Length > 0
                ? details
                : $"<TxDtls><RltdPties><{party}><Pty><Nm>{name}</Nm></Pty></{party}><{party}Acct><Id><IBAN>{iban}</IBAN></Id>"
                    + $"</{party}Acct></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>";
        return $"<Ntry><Amt Ccy=\"{currency}\">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>"
            + (reversal ? "<RvslInd>true</RvslInd>" : "")
            + $"<Sts><Cd>{status}</Cd></Sts><BookgDt><Dt>{date}</Dt></BookgDt><ValDt><Dt>{date}</Dt></ValDt>"
            + (reference.Length > 0 ? $"<AcctSvcrRef>{reference}</AcctSvcrRef>" : "")
            + $"<NtryDtls>{inner}</NtryDtls></Ntry>";
    }
}
