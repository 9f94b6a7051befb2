using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Tests.ResponsePlans.SomePlans;

namespace Telehealth.Domain.Tests.ResponsePlans;

public sealed class FleetCheckTests(ITestOutputHelper output)
{
    [Fact]
    public void A_fleet_that_can_meet_every_row_gets_no_warning()
    {
        var fleet = new Dictionary<Skills, int> { [Skills.Basic] = 6, [Skills.Basic | Skills.Advanced] = 6, [Skills.Rescue] = 2 };

        Assert.Empty(FleetCheck.CheckAgainstFleet(ResponsePlanBook.Standard.Plans, fleet));
    }

    [Fact]
    public void A_row_that_nobody_can_meet_is_told_with_its_level_and_how_many_are_missing()
    {
        var plans = new[] { Plan("burns", Priority.LifeThreatening, [Medic], [RescueUnit with { Count = 3 }]), Fallback };

        var shortfall = Assert.Single(
            FleetCheck.CheckAgainstFleet(plans, new Dictionary<Skills, int> { [Skills.Basic | Skills.Advanced] = 2, [Skills.Rescue] = 1 }));

        Assert.Equal(
            (1, 2, "Rescue", Skills.Rescue, 2), (shortfall.Row, shortfall.Level, shortfall.Role, shortfall.Skills, shortfall.Missing));
        Assert.StartsWith(
            "Row 1 (burns, priority 1), alarm level 2: the whole fleet has 2 too few for Rescue", shortfall.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_only_medic_is_kept_for_the_place_that_nobody_else_can_fill()
    {
        // The ambulance's place comes first and the medic could fill it too.
        var plans = new[] { Plan("*", null, [Ambulance, Medic]) };

        Assert.Empty(
            FleetCheck.CheckAgainstFleet(plans, new Dictionary<Skills, int> { [Skills.Basic | Skills.Advanced] = 1, [Skills.Basic] = 1 }));
    }

    [Fact]
    public void What_triage_will_ask_for_is_held_against_the_fleet_too()
    {
        var plans = new[] { Plan("fall", Priority.LifeThreatening, [Ambulance with { Skills = null }]) };

        Assert.Equal(
            Skills.Basic | Skills.Advanced,
            Assert.Single(FleetCheck.CheckAgainstFleet(plans, new Dictionary<Skills, int> { [Skills.Basic] = 9 })).Skills);
    }

    [Theory]
    [InlineData(1)]
    public void As_many_places_are_filled_as_trying_every_way_fills(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var places = Enumerable.Range(0, random.Next(1, 6)).Select(_ => (Skills)random.Next(1, 8)).ToArray();
            var units = Enumerable.Range(0, random.Next(0, 6)).Select(_ => (Skills)random.Next(1, 8)).ToArray();
            var plan = Plan("*", null, [.. places.Select((skills, number) => new RequiredUnit($"Place {number}", skills, 1))]);
            var fleet = units.GroupBy(skills => skills).ToDictionary(group => group.Key, group => group.Count());

            Assert.Equal(
                places.Length - MostFilled(places, units), FleetCheck.CheckAgainstFleet([plan], fleet).Sum(shortfall => shortfall.Missing));
        }
    }

    private static int MostFilled(ReadOnlySpan<Skills> places, Skills[] units)
    {
        if (places.IsEmpty)
            return 0;
        var most = MostFilled(places[1..], units);
        for (var unit = 0; unit < units.Length; unit++)
        {
            if ((units[unit] & places[0]) == places[0])
                most = Math.Max(most, 1 + MostFilled(places[1..], [.. units[..unit], .. units[(unit + 1)..]]));
        }

        return most;
    }
}
