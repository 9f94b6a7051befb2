using Telehealth.Domain.Emergencies;
using Telehealth.Server.Contracts;
using Telehealth.Server.Emergencies;
using Telehealth.Server.Units;

namespace Telehealth.Server.Paramedics;

/// <summary>A paramedic's device.</summary>
[HubContract("/hub/unit", typeof(IUnitClient))]
internal interface IUnitHub
{
    /// <summary>The paramedic's shift and job now, and their changes from then on.</summary>
    Task<Reply<UnitDesk>> Watch();

    Task<Reply<UnitRow>> StartShift(ShiftStart start);

    Task<Reply<UnitRow>> EndShift(ShiftEnd command);

    Task<Reply<UnitRow>> SetAvailability(Availability availability);

    Task<Reply<JobView>> Accept(OfferAcceptance accept);

    Task<Reply<Done>> Decline(OfferRefusal decline);

    Task<Reply<JobView>> Report(StatusReport report);

    /// <summary>Where the unit is. A device that does not want to wait sends this without asking for the reply.</summary>
    Task<Reply<Done>> Position(PositionFix fix);
}

internal interface IUnitClient
{
    /// <summary>An offer, or a change to the job; null when the unit has none any more.</summary>
    Task JobChanged(JobView? job);

    Task UnitChanged(UnitRow unit);
}

/// <param name="Vehicles">Those that no crew has taken, for the start of a shift.</param>
internal sealed record UnitDesk(UnitRow? Unit, JobView? Job, IReadOnlyList<Vehicle> Vehicles, DateTimeOffset ServerTime);

internal sealed record Vehicle(Guid Id, string CallSign, IReadOnlyList<string> Skills);

internal sealed record ShiftStart(Guid CommandId, Guid VehicleId);

internal sealed record ShiftEnd(Guid CommandId);

internal sealed record Availability(Guid CommandId, bool Available, string? Reason);

internal sealed record OfferAcceptance(Guid CommandId, Guid EmergencyId, Guid AssignmentId, int Epoch, DateTimeOffset DeviceTime);

internal sealed record OfferRefusal(Guid CommandId, Guid EmergencyId, Guid AssignmentId, int Epoch, string Reason, DateTimeOffset DeviceTime);

/// <param name="Status">enRoute, onScene, transporting, atHospital or clear.</param>
internal sealed record StatusReport(Guid CommandId, Guid EmergencyId, Guid AssignmentId, int Epoch, AssignmentStatus Status, DateTimeOffset DeviceTime);

internal sealed record PositionFix(double Latitude, double Longitude, double? AccuracyMetres, double? SpeedMetresPerSecond, double? HeadingDegrees, DateTimeOffset DeviceTime);

/// <summary>The job as the crew needs it. The call-back number comes with the acceptance.</summary>
/// <param name="Role">Which unit of the response this one is.</param>
/// <param name="Pages">How often the crew was paged; a second page sounds again.</param>
/// <param name="Companions">Other units on the job, each as its call sign, a colon and its status.</param>
/// <param name="RelievesCallSign">The unit whose patient this one takes over on scene.</param>
internal sealed record JobView(
    Guid EmergencyId,
    long Version,
    string Number,
    Guid AssignmentId,
    int Epoch,
    AssignmentStatus Status,
    int Priority,
    string ComplaintLabel,
    string Description,
    IReadOnlyList<string> PriorityReasons,
    PlaceView Location,
    string? CallbackNumber,
    string? PatientName,
    DateTimeOffset OfferedAt,
    DateTimeOffset? Deadline,
    TravelEstimate? Travel,
    string Role,
    int Pages,
    IReadOnlyList<string> Companions,
    string? RelievesCallSign,
    string? HospitalCode,
    string? HospitalName,
    DateTimeOffset ServerTime);
