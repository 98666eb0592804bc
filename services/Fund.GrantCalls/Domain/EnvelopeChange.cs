namespace Fund.GrantCalls.Domain;

/// <summary>An envelope raised or lowered while its call runs; amounts in US cents.</summary>
/// <param name="FromUsdCents">The envelope before.</param>
/// <param name="ToUsdCents">The envelope since.</param>
/// <param name="Reason">Why; everybody reads it.</param>
/// <param name="Number">Higher for each change of a call, so that one which comes late is told from the last.</param>
/// <param name="Request">Who asked for it under which id: the same request finds its own work again.</param>
/// <param name="At">When it was asked for.</param>
public sealed record EnvelopeChange(
    long FromUsdCents,
    long ToUsdCents,
    string Reason,
    int Number,
    string Request,
    DateTimeOffset At
);
