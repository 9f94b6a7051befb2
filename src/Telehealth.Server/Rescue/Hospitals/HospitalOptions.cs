using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Hospitals;
using Telehealth.Domain.Geo;

namespace Telehealth.Server.Rescue.Hospitals;

/// <summary>Section <c>Hospitals</c>.</summary>
internal sealed class HospitalOptions
{
    public const string Section = "Hospitals";

    /// <summary>Where patients are taken. In demo mode, the demo city's when none is named.</summary>
    public IList<HospitalEntry> List { get; } = [];

    /// <summary>Signs what hospitals are sent. At least 32 characters; needed when one has a <c>PreAlertUrl</c>.</summary>
    public string? PreAlertSecret { get; set; }

    /// <summary>How often notices that are due are looked for.</summary>
    public TimeSpan PreAlertTick { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long one try may take.</summary>
    public TimeSpan PreAlertWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Wait after the first try that failed; doubles.</summary>
    public TimeSpan PreAlertRetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Tries until a person has to telephone.</summary>
    public int PreAlertTries { get; set; } = 6;
}

/// <summary>One hospital of the configuration.</summary>
internal sealed class HospitalEntry
{
    public string Code { get; set; } = string.Empty;

    public string Name { get; set; } = string.Empty;

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    /// <summary>Such as <c>EmergencyDepartment, Stroke</c>.</summary>
    public string Capabilities { get; set; } = nameof(HospitalCapabilities.EmergencyDepartment);

    /// <summary>The number of its emergency department, for whoever has to ring there.</summary>
    public string? Telephone { get; set; }

    /// <summary>Where it wants to be told of patients on their way. Without one, a person telephones.</summary>
    public string? PreAlertUrl { get; set; }
}

/// <summary>Says which entry is wrong, and what was expected.</summary>
internal sealed class HospitalOptionsCheck : IValidateOptions<HospitalOptions>
{
    private const int LongestCode = 40;
    private const int LongestName = 100;
    private const int ShortestSecret = 32;

    public ValidateOptionsResult Validate(string? name, HospitalOptions options)
    {
        List<string> problems =
        [
            .. options.List.SelectMany(
                (entry, index) => ProblemsOf(entry).Select(problem => $"Hospitals:List:{index} ({entry.Code}): {problem}")),
        ];
        problems.AddRange(
            options
                .List.GroupBy(entry => entry.Code, StringComparer.Ordinal)
                .Where(same => same.Count() > 1)
                .Select(same => $"Hospitals:List: the code '{same.Key}' stands there {same.Count()} times."));
        if (options.List.Any(entry => entry.PreAlertUrl is not null) && options.PreAlertSecret is not { Length: >= ShortestSecret })
            problems.Add($"Hospitals:PreAlertSecret must have at least {ShortestSecret} characters when a hospital has a PreAlertUrl.");
        if (options.PreAlertTick <= TimeSpan.Zero
            || options.PreAlertWithin <= TimeSpan.Zero
            || options.PreAlertRetryAfter <= TimeSpan.Zero
            || options.PreAlertTries is < 1 or > 20)
            problems.Add("Times under Hospitals must be above zero, and PreAlertTries 1 to 20.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>The set that a text such as <c>EmergencyDepartment, Stroke</c> names; null for a word that is none.</summary>
    public static HospitalCapabilities? CapabilitiesOf(string text)
    {
        var all = HospitalCapabilities.None;
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // A number would be taken for a set of its own.
            if (!char.IsLetter(word[0]) || !Enum.TryParse<HospitalCapabilities>(word, ignoreCase: true, out var one))
                return null;
            all |= one;
        }

        return all == HospitalCapabilities.None ? null : all;
    }

    private static IEnumerable<string> ProblemsOf(HospitalEntry entry)
    {
        if (entry.Code.Length is 0 or > LongestCode || !entry.Code.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            yield return $"Code must be 1 to {LongestCode} letters, digits, - or _.";
        if (string.IsNullOrWhiteSpace(entry.Name) || entry.Name.Length > LongestName)
            yield return $"Name must have 1 to {LongestName} characters.";
        if (!GeoPoint.TryCreate(entry.Latitude ?? double.NaN, entry.Longitude ?? double.NaN, out _))
            yield return "Latitude and Longitude must be a place on Earth, in degrees.";
        if (CapabilitiesOf(entry.Capabilities) is null)
            yield return $"Capabilities must be a list of {string.Join(", ", Enum.GetValues<HospitalCapabilities>().Where(one => one != HospitalCapabilities.None))}.";
        if (entry.PreAlertUrl is { } url
            && !(
                Uri.TryCreate(url, UriKind.Absolute, out var address)
                && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))))
            yield return "PreAlertUrl must be an https address (http only for one on this machine).";
    }
}
