namespace Telehealth.Domain.Emergencies;

/// <summary>The number to ring back.</summary>
public static class CallbackNumber
{
    /// <summary>5 to 15 digits (ITU-T E.164 allows 15) with an optional leading plus and separators.</summary>
    public static bool IsValid(string number) =>
        number.Length <= 30
        && number.Trim() is { Length: > 0 } trimmed
        && trimmed.Select((c, i) => char.IsAsciiDigit(c) || c is ' ' or '-' or '(' or ')' or '/' or '.' || (c == '+' && i == 0)).All(ok => ok)
        && trimmed.Count(char.IsAsciiDigit) is >= 5 and <= 15;
}
