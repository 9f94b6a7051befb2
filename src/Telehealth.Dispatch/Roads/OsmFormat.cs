namespace Telehealth.Dispatch.Roads;

/// <summary>In which of its formats a file of OpenStreetMap is written.</summary>
public enum OsmFormat
{
    /// <summary>Text: XML or none of these.</summary>
    Text,

    /// <summary>XML, compressed by gzip.</summary>
    Gzip,

    /// <summary>XML, compressed by bzip2.</summary>
    Bzip2,

    /// <summary>Protocol buffers.</summary>
    Pbf,
}
