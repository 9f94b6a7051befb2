using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Travel;

/// <summary>Straight distance with a detour factor. Always has an answer.</summary>
public sealed class CrowFlyTravel : ITravelSource, ITravelSearch
{
    /// <summary>Road length over straight distance: a chosen default for a town's streets, used only where no roads are loaded.</summary>
    public const double DetourFactor = 1.35;

    /// <summary>An ambulance's speed through a town, door to door.</summary>
    public static readonly Speed RoadSpeed = Speed.FromKilometresPerHour(50);

    private GeoPoint _destination;

    /// <inheritdoc/>
    public Speed TopSpeed { get; } = Speed.FromMetresPerSecond(RoadSpeed.MetresPerSecond / DetourFactor);

    /// <inheritdoc/>
    public ITravelSearch Towards(GeoPoint destination, DrivingMode mode)
    {
        _destination = destination;
        return this;
    }

    /// <inheritdoc/>
    public Drive From(GeoPoint place) => Between(place, _destination);

    /// <summary>The estimate between two places.</summary>
    public static Drive Between(GeoPoint from, GeoPoint to)
    {
        var length = Distance.FromMetres(from.DistanceTo(to).Metres * DetourFactor);
        return new Drive(length / RoadSpeed, length, TravelBasis.CrowFly);
    }
}
