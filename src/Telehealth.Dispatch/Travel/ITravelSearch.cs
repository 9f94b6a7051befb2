using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Travel;

/// <summary>Travel times to one place, reckoned as they are asked for.</summary>
public interface ITravelSearch
{
    /// <summary>No answer is faster than this over the straight distance; so a unit too far to win need not be asked about.</summary>
    Speed TopSpeed { get; }

    /// <summary>From a place to the destination.</summary>
    Drive From(GeoPoint place);

    /// <summary>
    /// The same for somebody who only asks whether it is at most so long: null, and perhaps much sooner, when it is longer.
    /// </summary>
    Drive? From(GeoPoint place, TimeSpan limit) => From(place) is var travel && travel.Time <= limit ? travel : null;

    /// <summary>
    /// The same for a unit that drives, whose heading tells on which of two
    /// carriageways it is. A source that knows no carriageways takes the place alone.
    /// </summary>
    Drive? From(in HeadedPlace start, TimeSpan limit) => From(start.Place, limit);

    /// <summary>The same for a unit that drives, however long it takes.</summary>
    Drive From(in HeadedPlace start) => From(start.Place);
}
