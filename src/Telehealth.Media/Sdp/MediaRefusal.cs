namespace Telehealth.Media.Sdp;

/// <summary>Why an offer was not answered. Nothing has changed in the relay when one is handed out.</summary>
/// <param name="Code">Stable and documented, such as <c>media.no_bundle</c>: programs decide by it.</param>
/// <param name="Text">One English sentence for people. It never repeats what the offer said.</param>
public sealed record MediaRefusal(string Code, string Text)
{
    /// <summary>The text is not a session description (RFC 8866), or a line that must be understood is broken.</summary>
    public static MediaRefusal Malformed(string what) => new("media.sdp_malformed", $"The offer is not a session description: {what}.");

    /// <summary>The offer is longer than 64 KiB.</summary>
    public static MediaRefusal TooLarge { get; } = new("media.sdp_too_large", "The offer is longer than 64 KiB.");

    /// <summary>More m-lines than one connection may have.</summary>
    public static MediaRefusal TooManySections { get; } = new("media.too_many_sections", "The offer has more than 64 media sections.");

    /// <summary>No <c>a=group:BUNDLE</c> (RFC 8843): the relay keeps one transport per peer.</summary>
    public static MediaRefusal NoBundle { get; } = new("media.no_bundle", "The offer does not bundle its media on one transport.");

    /// <summary>No <c>a=rtcp-mux</c> (RFC 5761): the relay has one port.</summary>
    public static MediaRefusal NoRtcpMux { get; } = new("media.no_rtcp_mux", "The offer does not send RTP and RTCP on one port.");

    /// <summary>No SHA-256 certificate fingerprint (RFC 8122), so nobody could be told from an impostor.</summary>
    public static MediaRefusal NoFingerprint { get; } = new("media.no_fingerprint", "The offer has no SHA-256 certificate fingerprint.");

    /// <summary>No ICE credentials (RFC 8839), or ones outside of their lengths.</summary>
    public static MediaRefusal NoIce { get; } = new("media.no_ice", "The offer has no usable ICE user name fragment and password.");

    /// <summary>The offerer insists on being the DTLS server; the relay always is (RFC 8842).</summary>
    public static MediaRefusal BadSetup { get; } = new("media.bad_setup", "The offer does not let the relay be the DTLS server.");

    /// <summary>The peer would publish more tracks than the relay's options allow.</summary>
    public static MediaRefusal TooManyTracks { get; } =
        new("media.too_many_tracks", "The offer publishes more tracks than one participant may.");

    /// <summary>Two sections of the offer were said to come from the same source, such as two cameras.</summary>
    public static MediaRefusal DuplicateSource { get; } = new("media.duplicate_source", "Two media sections were given the same source.");

    /// <summary>The source told for a section cannot be of the section's kind, such as a microphone on a video line.</summary>
    public static MediaRefusal WrongSource { get; } = new("media.wrong_source", "A media section was given a source of the other kind.");

    /// <summary>The relay was not told of this seat, or it was taken away, or the room was closed.</summary>
    public static MediaRefusal NoSeat { get; } = new("media.no_seat", "There is no seat for this offer any more. Enter the room again.");

    /// <summary>The room has as many peers as it may.</summary>
    public static MediaRefusal RoomFull { get; } = new("media.room_full", "The room has no seat left.");

    /// <summary>The relay has as many rooms or peers as it may.</summary>
    public static MediaRefusal RelayFull { get; } = new("media.relay_full", "The relay has no capacity left.");
}
