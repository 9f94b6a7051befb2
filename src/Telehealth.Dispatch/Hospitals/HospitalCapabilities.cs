namespace Telehealth.Dispatch.Hospitals;

/// <summary>What a hospital can treat; a set.</summary>
[Flags]
public enum HospitalCapabilities
{
    /// <summary>Nothing that an ambulance would come for.</summary>
    None = 0,

    /// <summary>Takes emergencies at any hour.</summary>
    EmergencyDepartment = 1,

    /// <summary>Trauma team and theatre.</summary>
    Trauma = 2,

    /// <summary>Stroke unit.</summary>
    Stroke = 4,

    /// <summary>Opens coronary arteries by catheter (PCI).</summary>
    Cardiac = 8,

    /// <summary>Treats children.</summary>
    Paediatric = 16,

    /// <summary>Delivery ward.</summary>
    Maternity = 32,

    /// <summary>Burns unit.</summary>
    Burns = 64,
}
