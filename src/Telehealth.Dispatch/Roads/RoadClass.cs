namespace Telehealth.Dispatch.Roads;

/// <summary>What kind of road it is, widest first.</summary>
public enum RoadClass
{
    /// <summary>Separated from the city's streets, entered at junctions only.</summary>
    Motorway,

    /// <summary>A main road.</summary>
    Primary,

    /// <summary>A road that joins quarters.</summary>
    Secondary,

    /// <summary>A street that people live in.</summary>
    Residential,
}
