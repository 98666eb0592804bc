namespace Fund.Gateway.Portal.Resources;

/// <summary>The words of the portal: Texts.resx is English, Texts.fr.resx French.</summary>
public sealed class Texts;
