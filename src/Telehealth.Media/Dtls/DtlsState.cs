namespace Telehealth.Media.Dtls;

/// <summary>Where an association stands.</summary>
public enum DtlsState
{
    /// <summary>Nothing has arrived yet.</summary>
    New,

    /// <summary>The peer has begun.</summary>
    Handshaking,

    /// <summary>The peer is who signalling said, and the keys are there.</summary>
    Connected,

    /// <summary>It will never connect; <see cref="DtlsServerTransport.FailureReason"/> says why.</summary>
    Failed,

    /// <summary>The peer or we have said close_notify.</summary>
    Closed,
}
