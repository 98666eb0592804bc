namespace Fund.Donations.Persistence;

/// <summary>Which request it is: a repetition is recognised by both together.</summary>
/// <param name="Caller">Subject of the caller's identity.</param>
/// <param name="RequestId">Chosen by the caller.</param>
public readonly record struct RequestKey(string Caller, string RequestId);
