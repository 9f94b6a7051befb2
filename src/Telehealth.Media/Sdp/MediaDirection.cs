namespace Telehealth.Media.Sdp;

/// <summary>Which way media flows on an m-line, as seen by whoever wrote the description (RFC 8866 section 6.7).</summary>
[Flags]
public enum MediaDirection
{
    /// <summary>Neither way.</summary>
    Inactive = 0,

    /// <summary>The writer sends.</summary>
    SendOnly = 1,

    /// <summary>The writer receives.</summary>
    RecvOnly = 2,

    /// <summary>Both ways.</summary>
    SendRecv = SendOnly | RecvOnly,
}
