using Telehealth.Dispatch.Roads;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Hospitals;

/// <summary>Where to take a patient from, and what for.</summary>
/// <param name="Needs">What the patient needs.</param>
/// <param name="From">Where the unit is.</param>
/// <param name="Mode">How it would drive.</param>
/// <param name="Wanted">How many to rank; those beyond are farther away than the last one ranked.</param>
public sealed record HospitalRequest(HospitalNeeds Needs, GeoPoint From, DrivingMode Mode, int Wanted);
