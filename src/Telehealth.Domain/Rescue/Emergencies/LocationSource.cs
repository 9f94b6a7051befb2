namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>Where a location comes from.</summary>
public enum LocationSource
{
    /// <summary>The device's own positioning.</summary>
    Device,

    /// <summary>A person pointed at a map.</summary>
    Map,

    /// <summary>Somebody said it in words.</summary>
    Caller,

    /// <summary>Nobody has said where yet.</summary>
    NotYetKnown,

    /// <summary>Whoever asks for help does not know where they are.</summary>
    CallerDoesNotKnow,
}
