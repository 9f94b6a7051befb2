namespace Telehealth.Domain.Triage;

/// <summary>What a crew with its vehicle can do; a set, so that "has all of these" is one comparison.</summary>
[Flags]
public enum Skills
{
    /// <summary>Nothing asked for.</summary>
    None = 0,

    /// <summary>Basic life support (BLS).</summary>
    Basic = 1,

    /// <summary>Advanced life support (ALS): drugs, airway, manual defibrillation.</summary>
    Advanced = 2,

    /// <summary>Critical care: intensive-care transport.</summary>
    CriticalCare = 4,

    /// <summary>Trained and equipped for children.</summary>
    Paediatric = 8,

    /// <summary>Equipped for heavy patients.</summary>
    Bariatric = 16,

    /// <summary>Rescue from heights, wreckage or water.</summary>
    Rescue = 32,
}
