using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Tests.Units;

public sealed class ConfiguredVehiclesTests
{
    [Theory]
    [InlineData("A11", "A11", Skills.Basic)]
    [InlineData(" A12 : basic, Advanced ", "A12", Skills.Basic | Skills.Advanced)]
    public void A_vehicle_is_a_call_sign_with_or_without_skills(string text, string callSign, Skills skills) =>
        Assert.Equal((callSign, skills), ConfiguredVehicles.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(": Basic")]
    [InlineData("A11: Flying")]
    [InlineData("A11: None")]
    [InlineData("A call sign that nobody can say")]
    public void What_names_no_vehicle_or_an_unknown_skill_is_refused(string text) => Assert.Null(ConfiguredVehicles.Parse(text));
}
