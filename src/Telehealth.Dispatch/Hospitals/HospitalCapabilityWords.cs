namespace Telehealth.Dispatch.Hospitals;

/// <summary>What people call the capabilities.</summary>
public static class HospitalCapabilityWords
{
    private static readonly (HospitalCapabilities Capability, string Words)[] All =
    [
        (HospitalCapabilities.EmergencyDepartment, "emergency department"),
        (HospitalCapabilities.Trauma, "trauma"),
        (HospitalCapabilities.Stroke, "stroke unit"),
        (HospitalCapabilities.Cardiac, "heart catheter"),
        (HospitalCapabilities.Paediatric, "children"),
        (HospitalCapabilities.Maternity, "maternity"),
        (HospitalCapabilities.Burns, "burns unit"),
    ];

    /// <summary>A list such as "emergency department, stroke unit"; empty for none.</summary>
    public static string Words(this HospitalCapabilities capabilities) =>
        string.Join(", ", All.Where(entry => (capabilities & entry.Capability) != 0).Select(entry => entry.Words));
}
