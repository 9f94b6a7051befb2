using Telehealth.Dispatch.Travel;

namespace Telehealth.Dispatch.Hospitals;

/// <summary>A hospital that fits.</summary>
/// <param name="Hospital">Which.</param>
/// <param name="Travel">How long the drive is.</param>
/// <param name="LacksWished">What would be good to have and is not there.</param>
public sealed record RankedHospital(Hospital Hospital, Drive Travel, HospitalCapabilities LacksWished);
