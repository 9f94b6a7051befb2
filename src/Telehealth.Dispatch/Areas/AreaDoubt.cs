namespace Telehealth.Dispatch.Areas;

/// <summary>Whether areas lie where the service is.</summary>
public enum AreaDoubt
{
    /// <summary>Something that is known lies in one of them, or nothing is known.</summary>
    None,

    /// <summary>Nothing that is known lies in any of them.</summary>
    NothingInside,

    /// <summary>Nothing does, and with latitude and longitude exchanged something would: the file has the latitude first.</summary>
    LatitudeFirst,
}
