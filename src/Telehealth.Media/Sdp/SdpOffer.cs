using System.Diagnostics.CodeAnalysis;

namespace Telehealth.Media.Sdp;

/// <summary>
/// An offer (RFC 8866, RFC 9429) reduced to what the relay needs to answer it. Lines that it does not know are skipped; what it
/// cannot serve has a stable code. Absent on purpose: candidates (an ICE-lite relay learns the peer's address from the peer's own
/// checks, and never resolves a name), and sources of simulcast layers (a layer is known by the rid that its packets carry).
/// </summary>
public sealed record SdpOffer
{
    /// <summary>The longest offer that is read: 64 KiB of characters.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The most m-sections an offer may have.</summary>
    public const int MaxSections = 64;

    /// <summary>The offerer's session id of the o-line: it lives as long as the offerer's connection object.</summary>
    public required string SessionId { get; init; }

    /// <summary>The offerer's ICE user name fragment.</summary>
    public required string IceUfrag { get; init; }

    /// <summary>The offerer's ICE password.</summary>
    public required string IcePassword { get; init; }

    /// <summary>The offerer's certificate fingerprint: <c>sha-256 AB:CD:…</c>, upper case.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whether one- and two-byte extension headers may be mixed (RFC 8285 section 4.1.2).</summary>
    public required bool AllowsMixedExtensions { get; init; }

    /// <summary>The m-sections in the offer's order.</summary>
    public required IReadOnlyList<OfferedSection> Sections { get; init; }

    /// <summary>Reads an offer. It never throws, whatever the text.</summary>
    /// <param name="text">The offer.</param>
    /// <param name="offer">The offer, when it can be served.</param>
    /// <param name="refusal">Why it cannot be served, otherwise.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SdpOffer? offer, [NotNullWhen(false)] out MediaRefusal? refusal)
    {
        (offer, refusal) = SdpReader.Read(text);
        return offer is not null;
    }
}
