namespace Telehealth.Media.Dtls;

/// <summary>The stable codes of <see cref="DtlsServerTransport.FailureReason"/>.</summary>
public static class DtlsFailure
{
    /// <summary>The fingerprint from signalling is not a SHA-256 one.</summary>
    public const string MalformedFingerprint = "dtls.fingerprint_malformed";

    /// <summary>The peer's certificate is not the one that signalling announced (RFC 5763 section 5).</summary>
    public const string FingerprintMismatch = "dtls.fingerprint_mismatch";

    /// <summary>The peer offers no SRTP profile that we have.</summary>
    public const string NoSrtpProfile = "dtls.no_srtp_profile";

    /// <summary>An alert, no common cipher, no certificate, or bytes that break the protocol.</summary>
    public const string HandshakeFailed = "dtls.handshake_failed";

    /// <summary>The handshake was not finished 30 seconds after it began.</summary>
    public const string Timeout = "dtls.timeout";
}
