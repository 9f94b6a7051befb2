using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Travel;

/// <summary>
/// Travel times from units to one place. One owner: called by one thread
/// at a time, and the next <see cref="Towards"/> ends the search before.
/// </summary>
public interface ITravelSource
{
    /// <summary>Starts reckoning towards a place.</summary>
    ITravelSearch Towards(GeoPoint destination, DrivingMode mode);
}
