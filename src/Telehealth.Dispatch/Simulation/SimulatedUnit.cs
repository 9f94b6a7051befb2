using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Simulation;

/// <summary>What a simulated unit is doing.</summary>
public enum UnitStage
{
    /// <summary>Waiting at its post.</summary>
    AtPost,

    /// <summary>Free, on its way back to its post.</summary>
    Returning,

    /// <summary>Has a job and gets ready to leave.</summary>
    Mobilising,

    /// <summary>Driving to the scene.</summary>
    EnRoute,

    /// <summary>At the scene.</summary>
    OnScene,

    /// <summary>Driving to a hospital.</summary>
    Transporting,

    /// <summary>At the hospital.</summary>
    AtHospital,
}

/// <summary>A unit in a run. Written by its <see cref="Simulator"/> alone.</summary>
public sealed class SimulatedUnit
{
    private GeoPoint _place;
    private RouteFollower? _route;

    internal SimulatedUnit(int number, SimulatedVehicle vehicle)
    {
        Number = number;
        Vehicle = vehicle;
        _place = vehicle.Post;
    }

    /// <summary>Its place in the fleet, counted from 0.</summary>
    public int Number { get; }

    /// <summary>Vehicle and crew.</summary>
    public SimulatedVehicle Vehicle { get; }

    /// <summary>What it is doing.</summary>
    public UnitStage Stage { get; private set; }

    /// <summary>When what it is doing ends; the maximum while it waits at its post.</summary>
    public TimeSpan StageEnds { get; private set; } = TimeSpan.MaxValue;

    /// <summary>When it began that.</summary>
    public TimeSpan StageSince { get; private set; }

    /// <summary>The call that it has; null while it is free.</summary>
    public SimulatedCall? Call { get; internal set; }

    /// <summary>Whether it could be sent at once.</summary>
    public bool IsFree => Call is null;

    /// <summary>Whether it has a job but has not reached it, so that it may be diverted.</summary>
    public bool IsUnderWay => Stage is UnitStage.Mobilising or UnitStage.EnRoute;

    /// <summary>Changes with every stage: an event that was planned for an earlier one means nothing any more.</summary>
    internal int Stamp { get; private set; }

    internal TimeSpan BusySince { get; set; }

    /// <summary>Where it is.</summary>
    public GeoPoint PlaceAt(TimeSpan now) => _route is { } route ? route.At(Simulator.Start + now).Place : _place;

    internal void Stand(UnitStage stage, GeoPoint place, TimeSpan now, TimeSpan until)
    {
        (Stage, _place, _route, StageSince, StageEnds) = (stage, place, null, now, until);
        Stamp++;
    }

    internal void Drive(UnitStage stage, RouteFollower? route, TimeSpan now, TimeSpan until)
    {
        (Stage, _route, StageSince, StageEnds) = (stage, route, now, until);
        Stamp++;
    }
}
