using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;

namespace Telehealth.Server.Rescue.Emergencies;

/// <param name="CallbackNumber">As it was typed; null when none is known.</param>
/// <param name="CalledAt">When the call came, for one that a dispatcher enters later.</param>
internal sealed record HelpRequest(
    Guid CommandId,
    string Complaint,
    IReadOnlyList<TriageAnswer> Answers,
    string Description,
    PlaceView Location,
    string? CallbackNumber,
    DateTimeOffset? CalledAt = null);
