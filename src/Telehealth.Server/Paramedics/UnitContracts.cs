using Telehealth.Server.Contracts;
using Telehealth.Server.Dispatching;
using Telehealth.Server.Emergencies;

namespace Telehealth.Server.Paramedics;

/// <summary>A paramedic's device.</summary>
[HubContract("/hub/unit", typeof(IUnitClient))]
internal interface IUnitHub
{
    /// <summary>The paramedic's shift and job now, and their changes from then on.</summary>
    Task<Reply<UnitDesk>> Watch();

    Task<Reply<UnitRow>> StartShift(StartShift start);

    Task<Reply<UnitRow>> EndShift(UnitCommand command);

    Task<Reply<UnitRow>> SetAvailability(SetAvailability set);

    Task<Reply<JobView>> Accept(AnswerOffer accept);

    Task<Reply<Done>> Decline(DeclineOffer decline);

    Task<Reply<JobView>> Report(ReportStatus report);

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

internal sealed record StartShift(Guid CommandId, Guid VehicleId);

internal sealed record UnitCommand(Guid CommandId);

internal sealed record SetAvailability(Guid CommandId, bool Available, string? Reason);

internal sealed record AnswerOffer(Guid CommandId, Guid EmergencyId, Guid AssignmentId, int Epoch, DateTimeOffset DeviceTime);

internal sealed record DeclineOffer(Guid CommandId, Guid EmergencyId, Guid AssignmentId, int Epoch, string Reason, DateTimeOffset DeviceTime);

/// <param name="Status">enRoute, onScene, transporting, atHospital or clear.</param>
internal sealed record ReportStatus(Guid CommandId, Guid EmergencyId, Guid AssignmentId, int Epoch, AssignmentStatus Status, DateTimeOffset DeviceTime);

internal sealed record PositionFix(double Latitude, double Longitude, double? AccuracyMetres, double? SpeedMetresPerSecond, double? HeadingDegrees, DateTimeOffset DeviceTime);

/// <summary>The job as the crew needs it. The call-back number comes with the acceptance.</summary>
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
    Place Location,
    string? CallbackNumber,
    string? PatientName,
    DateTimeOffset OfferedAt,
    DateTimeOffset? Deadline,
    TravelEstimate? Travel,
    DateTimeOffset ServerTime);
