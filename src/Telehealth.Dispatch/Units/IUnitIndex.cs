using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.Units;

/// <summary>
/// What is asked of the index of a tenant's moving units. <see cref="MovingUnitIndex"/> answers its owner; whoever shares one between
/// threads guards each question by itself, so a unit may have moved from one question to the next.
/// </summary>
public interface IUnitIndex
{
    /// <inheritdoc cref="MovingUnitIndex.Nearest(GeoPoint, int, in UnitFilter, Span{NearUnit})"/>
    int Nearest(GeoPoint point, int k, in UnitFilter filter, Span<NearUnit> results);

    /// <inheritdoc cref="MovingUnitIndex.TryGet(UnitId, out IndexedUnit)"/>
    bool TryGet(UnitId id, out IndexedUnit unit);

    /// <summary>Where a unit was last seen, and whither it drove as far as that is known; null when it has no place.</summary>
    Fix? LastFix(UnitId id);
}
