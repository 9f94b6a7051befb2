using Telehealth.Dispatch.Travel;

namespace Telehealth.Dispatch.Hospitals;

/// <summary>A hospital that does not.</summary>
/// <param name="Hospital">Which.</param>
/// <param name="Reason">The first reason that holds, in the order of <see cref="HospitalLeftOutReason"/>.</param>
/// <param name="Text">The same as a sentence, with what the hospital said or what it lacks.</param>
/// <param name="Travel">How long the drive is; only for those on divert.</param>
public sealed record LeftOutHospital(Hospital Hospital, HospitalLeftOutReason Reason, string Text, Drive? Travel);
