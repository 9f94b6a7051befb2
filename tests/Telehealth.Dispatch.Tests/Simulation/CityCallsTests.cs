using Telehealth.Dispatch.Cities;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Simulation;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Tests.Simulation;

public sealed class CityCallsTests
{
    private static readonly City City = Aldermere.Build();
    private static readonly CityDemand Demand = CityDemand.Of(City);

    [Fact]
    public void Calls_come_in_order_as_many_as_the_load_says_and_where_the_streets_are()
    {
        var calls = Take(new CityLoad("test", 12, 0.5), seed: 4, TimeSpan.FromDays(400));

        Assert.Equal(calls.OrderBy(call => call.At).ThenBy(call => call.Number), calls);
        Assert.Equal(12, calls.Count / (400.0 * 24), 0.1);
        Assert.Equal(0.15, calls.Count(call => call.Priority == Priority.LifeThreatening) / (double)calls.Count, 0.01);
        var busiest = Demand.Weights.Index().MaxBy(weight => weight.Item).Index;
        Assert.Equal(
            Demand.Weights[busiest] / Demand.Weights.Sum(), calls.Count(call => call.Area == busiest) / (double)calls.Count, 0.003);
    }

    [Fact]
    public void A_day_curve_moves_calls_into_its_busy_hours_and_keeps_their_number()
    {
        var calls = Take(new CityLoad("test", 12, 0.5) { Day = CityLoad.UsualDay }, seed: 4, TimeSpan.FromDays(400));

        Assert.Equal(12, calls.Count / (400.0 * 24), 0.1);
        var perHour = calls.CountBy(call => call.At.Hours).ToDictionary(hour => hour.Key, hour => hour.Value / 400.0);
        Assert.Equal(CityLoad.UsualDay[11] / CityLoad.UsualDay[4], perHour[11] / perHour[4], 0.25);
    }

    [Fact]
    public void The_same_seed_gives_the_same_calls_and_another_one_others()
    {
        var load = new CityLoad("test", 8, 0.5);

        Assert.Equal(Take(load, 1, TimeSpan.FromDays(3)), Take(load, 1, TimeSpan.FromDays(3)));
        Assert.NotEqual(Take(load, 1, TimeSpan.FromDays(3))[0], Take(load, 2, TimeSpan.FromDays(3))[0]);
    }

    [Fact]
    public void Crews_take_as_long_as_the_engine_says_from_anywhere_and_stand_where_they_were_to_go()
    {
        var driving = new CityDriving(City.Graph);
        var chance = new Chance(2, 1);
        for (var trip = 0; trip < 300; trip++)
        {
            var (from, to) = (City.Graph.Place((int)(chance.Share() * City.Graph.NodeCount)),
                Demand.Places[(int)(chance.Share() * Demand.Places.Count)]);
            if (from == to)
                continue;

            var drive = driving.Drive(from, to, urgent: true, Some.Noon)!;

            var engine = new RoadTravel(City.Graph).Towards(to, DrivingMode.LightsAndSirens).From(from);
            Assert.Equal(engine.Time.TotalSeconds, drive.Route.Time.TotalSeconds, 0.01);
            Assert.Equal(engine, driving.Towards(to, DrivingMode.LightsAndSirens).From(from));
            Assert.InRange(drive.At(drive.ArrivesAt).Place.DistanceTo(to).Metres, 0, 0.1);
        }
    }

    private static List<CallScript> Take(CityLoad load, int seed, TimeSpan until)
    {
        var calls = new CityCalls(Demand, City.Hospitals, load, seed);
        var taken = new List<CallScript>();
        for (var call = calls.Next(); call.At < until; call = calls.Next())
            taken.Add(call);
        return taken;
    }
}
