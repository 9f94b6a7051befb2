using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Units;

/// <summary>What the index knows of a unit.</summary>
/// <param name="Id">Which.</param>
/// <param name="Place">Where it was last seen.</param>
/// <param name="Skills">What it can do.</param>
/// <param name="Available">Whether it is free.</param>
/// <param name="FixedAt">When it was last seen, UTC.</param>
public readonly record struct IndexedUnit(UnitId Id, GeoPoint Place, Skills Skills, bool Available, DateTimeOffset FixedAt);
