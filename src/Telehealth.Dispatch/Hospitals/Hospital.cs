using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Hospitals;

/// <summary>Where patients are taken.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Place">Where ambulances arrive.</param>
/// <param name="Capabilities">What it can treat.</param>
/// <param name="Status">Whether it takes patients.</param>
public sealed record Hospital(HospitalId Id, string Name, GeoPoint Place, HospitalCapabilities Capabilities, HospitalStatus Status);
