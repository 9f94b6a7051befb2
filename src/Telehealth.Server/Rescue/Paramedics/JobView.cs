using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Paramedics;

/// <summary>The job as the crew needs it. The call-back number comes with the acceptance.</summary>
/// <param name="Role">Which unit of the response this one is.</param>
/// <param name="Pages">How often the crew was paged; a second page sounds again.</param>
/// <param name="Companions">Other units on the job, each as its call sign, a colon and its status.</param>
/// <param name="Changes">What changed since the crew took the job and it has not seen, oldest first.</param>
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
    DateTimeOffset ServerTime,
    int? AgeYears,
    IReadOnlyList<JobChange> Changes);
