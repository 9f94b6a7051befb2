namespace Telehealth.LoadTests.Offers;

/// <summary>What a dispatcher's console sends for somebody who fell.</summary>
internal static class EmergencyCall
{
    public static object Of(string description, double north = 0, double east = 0, Guid? commandId = null) =>
        new
        {
            commandId = commandId ?? Guid.NewGuid(),
            complaint = "fall",
            answers = new[] { new { questionCode = "conscious", answer = "yes" }, new { questionCode = "breathing", answer = "yes" } },
            description,
            location = new
            {
                latitude = 48.40 + north,
                longitude = 9.60 + east,
                accuracyMetres = (double?)null,
                source = "map",
                note = (string?)null,
            },
            callbackNumber = "+49 731 5550100",
        };
}
