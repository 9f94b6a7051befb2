using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.Policies;

/// <summary>
/// Reckons starts from last fixes: a unit that drives is carried on along its road, one
/// that stands at a station must be manned first. Pure but for the fixes that it is given.
/// </summary>
/// <param name="lastFix">The last fix of a unit.</param>
/// <param name="roads">Carries fixes on; null without roads.</param>
/// <param name="fastest">No unit's last fix has a higher speed; null when none has one.</param>
/// <param name="stations">Where crews wait outside their vehicles.</param>
/// <param name="mobilisation">What a crew needs.</param>
/// <param name="now">When it would be called.</param>
public sealed class UnitStarts(
    Func<UnitId, Fix?> lastFix, RoadExtrapolation? roads, Speed? fastest, IReadOnlyList<GeoPoint> stations, Mobilisation mobilisation,
    DateTimeOffset now)
{
    /// <summary>No unit is farther from where it was last seen than this; so one too far to win need not be asked about.</summary>
    public Distance Farthest { get; } = roads is not null && fastest is { } speed ? RoadExtrapolation.FarthestAt(speed) : default;

    /// <summary>How a unit would start.</summary>
    /// <param name="unit">Which.</param>
    /// <param name="seen">Where it was last seen.</param>
    public UnitStart Of(UnitId unit, GeoPoint seen)
    {
        if (lastFix(unit) is not { } fix)
            return new UnitStart(new ProbablePlace(seen, default, IsPredicted: false), mobilisation.OnRadio);
        var place = roads?.At(fix, now) ?? new ProbablePlace(fix.Place, default, IsPredicted: false);
        return new UnitStart(place, mobilisation.Of(Mobilisation.Whereabouts(fix, stations)));
    }
}
