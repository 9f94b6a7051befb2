namespace Telehealth.Server.Platform.Access;

/// <summary>What every page is told. Bound from <c>Demo:Enabled</c>, <c>Map:StyleUrl</c> and <c>Service:EmergencyNumber</c>.</summary>
/// <param name="EmergencyNumber">The number to ring in danger where the service is; null when the deployment named none.</param>
/// <param name="HelpWithoutAccount">Whether somebody who is not signed in can call for help. Bound from
/// <c>Service:HelpWithoutAccount</c>.</param>
internal sealed record AppOptions(bool Demo, string? MapStyleUrl, string? EmergencyNumber, bool HelpWithoutAccount = false)
{
    /// <summary>
    /// Mobile telephones know it as an emergency call in every network (3GPP TS 22.101, section 10), whatever the local number is.
    /// </summary>
    public const string GeneralEmergencyNumber = "112";

    private const int LongestNumber = 20;

    public static AppOptions From(IConfiguration configuration) =>
        new(
            configuration.GetValue("Demo:Enabled", false), TextOf(configuration["Map:StyleUrl"]),
            TextOf(configuration["Service:EmergencyNumber"]), configuration.GetValue("Service:HelpWithoutAccount", false));

    /// <summary>It is dialled by a link on every page, so a text that cannot be dialled must not get that far.</summary>
    public bool HasNumberThatCanBeRung => EmergencyNumber is null
        || (EmergencyNumber.Length <= LongestNumber && EmergencyNumber.Any(char.IsAsciiDigit)
            && EmergencyNumber.All(letter => char.IsAsciiDigit(letter) || letter is '+' or ' ' or '-' or '#' or '*'));

    private static string? TextOf(string? setting) => setting?.Trim() is { Length: > 0 } text ? text : null;
}
