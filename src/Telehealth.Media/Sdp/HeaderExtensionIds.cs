namespace Telehealth.Media.Sdp;

/// <summary>The ids that an offer gives to the header extensions that the relay speaks (RFC 8285); 0 stands for not offered.</summary>
/// <param name="Mid"><c>urn:ietf:params:rtp-hdrext:sdes:mid</c> (RFC 8843 section 15).</param>
/// <param name="AudioLevel"><c>urn:ietf:params:rtp-hdrext:ssrc-audio-level</c> (RFC 6464).</param>
/// <param name="TransportSequence"><c>http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01</c>.</param>
/// <param name="Rid"><c>urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id</c> (RFC 8852).</param>
/// <param name="RepairedRid"><c>urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id</c> (RFC 8852).</param>
/// <param name="SendTime">
/// <c>http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time</c>: 0
/// as well where the offer has something better or no REMB to make of it.
/// </param>
public readonly record struct HeaderExtensionIds(
    byte Mid, byte AudioLevel, byte TransportSequence = 0, byte Rid = 0, byte RepairedRid = 0, byte SendTime = 0);
