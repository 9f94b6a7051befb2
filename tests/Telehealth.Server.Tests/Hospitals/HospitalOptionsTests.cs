using Telehealth.Dispatch.Hospitals;
using Telehealth.Server.Rescue.Hospitals;

namespace Telehealth.Server.Tests.Hospitals;

/// <summary>A wrong setting is told by the entry's number and code.</summary>
public sealed class HospitalOptionsTests
{
    [Fact]
    public void A_whole_list_is_accepted()
    {
        Assert.True(Check(Entry(), Entry(entry => entry.Code = "south")).Succeeded);
        Assert.True(Check().Succeeded);
    }

    [Theory]
    [InlineData("code", "Hospitals:List:1 (no good!): Code must be")]
    [InlineData("name", "Hospitals:List:1 (other): Name must have")]
    [InlineData("place", "Hospitals:List:1 (other): Latitude and Longitude must be a place on Earth")]
    [InlineData("capabilities", "Hospitals:List:1 (other): Capabilities must be a list of EmergencyDepartment, Trauma")]
    [InlineData("number", "Hospitals:List:1 (other): Capabilities must be a list of")]
    [InlineData("url", "Hospitals:List:1 (other): PreAlertUrl must be an https address")]
    [InlineData("twice", "Hospitals:List: the code 'north' stands there 2 times")]
    public void A_wrong_entry_is_named(string what, string told)
    {
        var wrong = Entry(entry =>
        {
            (entry.Code, entry.Name) = (what switch
                {
                    "code" => "no good!",
                    "twice" => "north",
                    _ => "other",
                },
                what == "name" ? " " : "Other");
            entry.Latitude = what == "place" ? null : 48.4;
            entry.Capabilities = what switch { "capabilities" => "EmergencyDepartment, Wizardry", "number" => "3", _ => "Stroke" };
            entry.PreAlertUrl = what == "url" ? "http://hospital.example/alerts" : null;
        });

        var result = Check(Entry(), wrong);

        Assert.Contains(result.Failures!, failure => failure.StartsWith(told, StringComparison.Ordinal));
    }

    [Fact]
    public void Whoever_is_told_over_the_wire_needs_a_secret_to_know_us_by()
    {
        var options = new HospitalOptions
        {
            List = { Entry(entry => entry.PreAlertUrl = "https://hospital.example/alerts") },
            PreAlertSecret = "short",
        };

        Assert.Contains(
            new HospitalOptionsCheck().Validate(null, options).Failures!,
            failure => failure.StartsWith("Hospitals:PreAlertSecret", StringComparison.Ordinal));
    }

    [Fact]
    public void Capabilities_are_read_in_any_case() =>
        Assert.Equal(
            HospitalCapabilities.EmergencyDepartment | HospitalCapabilities.Burns,
            HospitalOptionsCheck.CapabilitiesOf("emergencydepartment ,BURNS"));

    private static Microsoft.Extensions.Options.ValidateOptionsResult Check(params HospitalEntry[] entries)
    {
        var options = new HospitalOptions();
        foreach (var entry in entries)
            options.List.Add(entry);
        return new HospitalOptionsCheck().Validate(null, options);
    }

    private static HospitalEntry Entry(Action<HospitalEntry>? change = null)
    {
        var entry = new HospitalEntry { Code = "north", Name = "North Hospital", Latitude = 48.4, Longitude = 9.6 };
        change?.Invoke(entry);
        return entry;
    }
}
