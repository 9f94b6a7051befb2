using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.Units;

/// <summary>
/// Chooses the fixes worth keeping as a unit's track: enough to draw the way it went and to tell when it stood, and no more.
/// One owner: called by one thread at a time.
/// </summary>
public sealed class TrackSampler
{
    /// <summary>A move that shows on a street map.</summary>
    public static readonly Distance Moved = Distance.FromMetres(25);

    /// <summary>The longest silence in a track: a standing unit is seen to stand.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>A change of direction that a straight line between kept fixes would cut off.</summary>
    public const double TurnDegrees = 30;

    /// <summary>Below this a course is noise of the receiver.</summary>
    private static readonly Distance TurnNeeds = Distance.FromMetres(8);

    private readonly Dictionary<UnitId, Kept> _kept = [];

    /// <summary>Whether to keep this fix. Remembers it when so; fixes of one unit come in the order of their time.</summary>
    public bool Keep(UnitId unit, in Fix fix)
    {
        if (!_kept.TryGetValue(unit, out var last))
        {
            _kept[unit] = new Kept(fix.Place, fix.At, null);
            return true;
        }

        var moved = last.Place.DistanceTo(fix.Place);
        double? course = moved >= TurnNeeds ? last.Place.BearingTo(fix.Place) : null;
        var turned = course is { } now && last.Course is { } before && Bearings.Between(before, now) > TurnDegrees;
        if (moved <= Moved && fix.At - last.At <= Silence && !turned)
            return false;
        _kept[unit] = new Kept(fix.Place, fix.At, course);
        return true;
    }

    /// <summary>Forgets a unit whose shift ended.</summary>
    public void Forget(UnitId unit) => _kept.Remove(unit);

    private readonly record struct Kept(GeoPoint Place, DateTimeOffset At, double? Course);
}
