namespace Telehealth.Dispatch.Roads;

/// <summary>How a unit drives.</summary>
public enum DrivingMode
{
    /// <summary>With the traffic.</summary>
    Regular,

    /// <summary>With lights and sirens.</summary>
    LightsAndSirens,
}
