using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Paramedics;

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

    /// <summary>Writes something down in the timeline of a job that the crew has or had.</summary>
    Task<Reply<Done>> AddNote(CrewNote note);

    /// <summary>The crew has seen what changed, up to a version of the emergency: until then it is shown.</summary>
    Task<Reply<JobView>> SeeChanges(SeenChanges seen);

    /// <summary>What the caller answered, what was written down, and how the crew's part ended if it is over.</summary>
    Task<Reply<JobDetails>> Details(JobKey job);

    /// <summary>Where the unit is. A device that does not want to wait sends this without asking for the reply.</summary>
    Task<Reply<Done>> Position(PositionFix fix);
}

internal interface IUnitClient
{
    /// <summary>This node ends: connect again, and another one goes on.</summary>
    Task Move(MoveHint hint);

    /// <summary>An offer, or a change to the job; null when the unit has none any more.</summary>
    Task JobChanged(JobView? job);

    Task UnitChanged(UnitRow unit);
}

/// <param name="Vehicles">Those that no crew has taken, for the start of a shift.</param>
internal sealed record UnitDesk(UnitRow? Unit, JobView? Job, IReadOnlyList<Vehicle> Vehicles, DateTimeOffset ServerTime);

internal sealed record ShiftStart(Guid CommandId, Guid VehicleId);

internal sealed record ShiftEnd(Guid CommandId);

internal sealed record Availability(Guid CommandId, bool Available, string? Reason);

/// <param name="DeviceTime">When it was written; an older device does not say.</param>
internal sealed record CrewNote(Guid CommandId, Guid EmergencyId, Guid AssignmentId, string Text, DateTimeOffset? DeviceTime = null);

/// <param name="Version">That of the newest change that was shown.</param>
internal sealed record SeenChanges(Guid CommandId, Guid EmergencyId, Guid AssignmentId, long Version);

/// <summary>What changed on a job that the crew has taken.</summary>
/// <param name="Version">The version of the emergency with it.</param>
/// <param name="Reason">Why, in the words of whoever changed it.</param>
internal sealed record JobChange(long Version, DateTimeOffset At, string Text, string? Reason);

internal sealed record JobKey(Guid EmergencyId, Guid AssignmentId);

/// <param name="Answers">None for a crew that declined, or that was asked in vain.</param>
/// <param name="Notes">Oldest first; none before the crew has taken the job.</param>
/// <param name="Ending">Null while the job or the offer is still the crew's.</param>
internal sealed record JobDetails(
    Guid EmergencyId, Guid AssignmentId, string Number, IReadOnlyList<AnsweredQuestion> Answers, IReadOnlyList<JobNote> Notes,
    JobEnding? Ending);

internal sealed record AnsweredQuestion(string Question, Answer Answer);

internal sealed record JobNote(DateTimeOffset At, string By, string Text);

/// <summary>How a crew's part in an emergency ended.</summary>
/// <param name="Status">clear, declined, expired, rescinded, stoodDown, diverted or handedOver.</param>
/// <param name="Reason">As the dispatcher or the rule gave it.</param>
/// <param name="DivertedTo">The number of the emergency to which the unit is needed more.</param>
/// <param name="TakenOverBy">The call sign of the unit that has the patient now.</param>
internal sealed record JobEnding(AssignmentStatus Status, DateTimeOffset At, string? Reason, string? DivertedTo, string? TakenOverBy);
