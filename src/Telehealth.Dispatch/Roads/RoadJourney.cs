using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>How long and how far a journey by road is, off-road ends included.</summary>
/// <param name="Time">How long.</param>
/// <param name="Length">How far.</param>
public readonly record struct RoadJourney(TimeSpan Time, Distance Length);
