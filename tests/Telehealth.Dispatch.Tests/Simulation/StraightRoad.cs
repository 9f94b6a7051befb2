using Telehealth.Dispatch.Queueing;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Simulation;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Tests.Simulation;

/// <summary>One road to the east, driven at ten metres a second; posts and calls along it.</summary>
internal static class StraightRoad
{
    public static SimulatedVehicle Post(double east, int number = 1) =>
        new(Some.Unit(number), Skills.Basic | Skills.Advanced, Some.Place(east, 0));

    public static SimulationSetting Setting(params SimulatedVehicle[] fleet) => new(fleet, new TenMetresASecond(), WaitingLine.Endless);

    /// <summary>Twenty minutes on scene, fifteen at a hospital.</summary>
    public static CallScript Call(
        int number, double minutes, double east, double? hospital = null, Priority priority = Priority.Emergency) =>
        new(
            number, TimeSpan.FromMinutes(minutes), 0, Some.Place(east, 0), priority, Skills.Basic, TimeSpan.FromMinutes(20),
            hospital is { } at ? Some.Place(at, 0) : null, TimeSpan.FromMinutes(15));

    public static ICallSource Calls(params CallScript[] calls) => new Listed(calls);

    private sealed class Listed(CallScript[] calls) : ICallSource
    {
        private int _next;

        public CallScript? Next() => _next < calls.Length ? calls[_next++] : null;
    }

    private sealed class TenMetresASecond : ISimulatedDriving
    {
        public RouteFollower Drive(GeoPoint from, GeoPoint to, bool urgent, DateTimeOffset leaves)
        {
            var length = from.DistanceTo(to);
            return new RouteFollower(
                new RoadRoute([
                    new(from, TimeSpan.Zero, Distance.FromMetres(0), ""),
                    new(to, length / Speed.FromMetresPerSecond(10), length, ""),
                ]),
                leaves);
        }
    }
}
