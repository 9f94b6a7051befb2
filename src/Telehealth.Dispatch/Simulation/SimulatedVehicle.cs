using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Simulation;

/// <summary>A vehicle with its crew.</summary>
/// <param name="Id">Which.</param>
/// <param name="Skills">What it can do.</param>
/// <param name="Post">Where it waits.</param>
public sealed record SimulatedVehicle(UnitId Id, Skills Skills, GeoPoint Post);
