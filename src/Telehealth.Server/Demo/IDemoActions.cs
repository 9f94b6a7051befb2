using Telehealth.Domain.Geo;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;

namespace Telehealth.Server.Demo;

/// <summary>
/// What the living city may do: the same commands as real devices and callers have, through the same gate. A null answer is "done";
/// a rejection is what a real device would be told. What happens to a crew's job comes back through <see cref="DemoCity.JobChanged"/>.
/// </summary>
internal interface IDemoActions
{
    /// <summary>Puts the vehicle's crew on shift, or finds that it is already.</summary>
    Task<Rejection?> StartShift(DemoVehicle vehicle, CancellationToken ct);

    Task<Rejection?> Accept(DemoVehicle vehicle, OfferAcceptance acceptance, CancellationToken ct);

    Task<Rejection?> Decline(DemoVehicle vehicle, OfferRefusal refusal, CancellationToken ct);

    Task<Rejection?> Report(DemoVehicle vehicle, StatusReport report, CancellationToken ct);

    Task<Rejection?> Position(DemoVehicle vehicle, PositionFix fix, CancellationToken ct);

    /// <summary>Where the vehicle was seen last in its shift; null before its first position.</summary>
    Task<GeoPoint?> LastPlace(DemoVehicle vehicle, CancellationToken ct);

    Task<int> CountOpenEmergencies(CancellationToken ct);

    Task<Rejection?> RaiseEmergency(HelpRequest request, CancellationToken ct);
}
