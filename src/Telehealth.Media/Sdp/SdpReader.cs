namespace Telehealth.Media.Sdp;

/// <summary>Reads an offer line by line (RFC 8866 section 5) and judges whether the relay can serve it.</summary>
internal static class SdpReader
{
    private const int MaxMidLength = 16;

    public static (SdpOffer?, MediaRefusal?) Read(string? text)
    {
        if (string.IsNullOrEmpty(text)) return (null, MediaRefusal.Malformed("it is empty"));
        if (text.Length > SdpOffer.MaxLength) return (null, MediaRefusal.TooLarge);

        var session = new SdpSectionReader();
        var sections = new List<SdpSectionReader>();
        string? sessionId = null;
        var refusal = ReadLines(text, session, sections, ref sessionId);
        return refusal is null ? Judge(session, sections, sessionId) : (null, refusal);
    }

    private static MediaRefusal? ReadLines(string text, SdpSectionReader session, List<SdpSectionReader> sections, ref string? sessionId)
    {
        var current = session;
        var isFirst = true;
        foreach (var rawLine in text.AsSpan().EnumerateLines())
        {
            if (rawLine.IsEmpty) continue;
            if (isFirst && rawLine is not "v=0") return MediaRefusal.Malformed("it does not begin with v=0");
            isFirst = false;
            if (rawLine.Length < 2 || rawLine[1] != '=') return MediaRefusal.Malformed("a line has no type");
            // A control character inside of a line could only serve to smuggle something into the answer.
            if (rawLine.ContainsAnyInRange('\0', '\u001f')) return MediaRefusal.Malformed("a control character");
            var line = rawLine.ToString();
            switch (line[0])
            {
                case 'o':
                    sessionId = line.Split(' ') is [_, { Length: > 0 } id, ..] ? id : null;
                    break;
                case 'm':
                    if (sections.Count == SdpOffer.MaxSections) return MediaRefusal.TooManySections;
                    if (MediaLine(line) is not { } section) return MediaRefusal.Malformed("an m-line is broken");
                    sections.Add(current = section);
                    break;
                case 'a':
                    current.ReadAttribute(line[2..]);
                    break;
            }
        }
        return null;
    }

    // m=<media> <port>[/<count>] <protocol> <format> ...
    private static SdpSectionReader? MediaLine(string line)
    {
        var words = line[2..].Split(' ', 4, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 4 || !ushort.TryParse(words[1].Split('/')[0], out var port)) return null;
        return new() { MediaName = words[0], PortIsZero = port == 0, ProtocolAndFormats = words[2] + " " + words[3] };
    }

    private static (SdpOffer?, MediaRefusal?) Judge(SdpSectionReader session, List<SdpSectionReader> sections, string? sessionId)
    {
        if (sessionId is null) return (null, MediaRefusal.Malformed("the o-line is missing or broken"));
        if (session.Bundle is not { Length: > 0 } bundle) return (null, MediaRefusal.NoBundle);
        if (UnusableMid(sections) is { } what) return (null, MediaRefusal.Malformed(what));

        // RFC 8843 section 7.1.3: the transport's attributes may stand in one section of the bundle only, and are the bundle's.
        var bundled = sections.Where(section => Array.IndexOf(bundle, section.Mid) >= 0 && !IsStopped(section)).ToList();
        if (bundled.Count == 0) return (null, MediaRefusal.NoBundle);
        var anyRtp = bundled.Exists(section => section.Kind is not null);
        if (anyRtp && !bundled.Exists(section => section.HasRtcpMux) && !session.HasRtcpMux) return (null, MediaRefusal.NoRtcpMux);

        var tagged = bundled.Find(section => section.IceUfrag is not null) ?? session;
        var ufrag = tagged.IceUfrag ?? session.IceUfrag;
        var password = tagged.IcePassword ?? session.IcePassword;
        if (!IsIceText(ufrag, 4) || !IsIceText(password, 22)) return (null, MediaRefusal.NoIce);
        var fingerprint = bundled.Find(section => section.Fingerprint is not null)?.Fingerprint ?? session.Fingerprint;
        if (fingerprint is null) return (null, MediaRefusal.NoFingerprint);
        var setup = bundled.Find(section => section.Setup is not null)?.Setup ?? session.Setup ?? "actpass";
        if (setup is not ("actpass" or "active")) return (null, MediaRefusal.BadSetup);

        return (new SdpOffer
        {
            SessionId = sessionId,
            IceUfrag = ufrag!,
            IcePassword = password!,
            Fingerprint = fingerprint,
            AllowsMixedExtensions = session.AllowsMixedExtensions || bundled.Exists(section => section.AllowsMixedExtensions),
            Sections = WithOneMeaningOfAnId([.. sections.Select(section => section.ToSection(session, bundled.Contains(section)))]),
        }, null);
    }

    // RFC 8843 section 12: within a bundle an id means one extension. A stack that calls the level of audio as it calls the time of
    // sending, each in its own section, reads the one as the other; by what it judges its link matters more than who is shown as speaking.
    private static OfferedSection[] WithOneMeaningOfAnId(OfferedSection[] sections) =>
        [
            .. sections.Select(section =>
                section.Extensions.AudioLevel is var id and not 0
                && Array.Exists(sections, other => other.IsServable && other.Extensions.SendTime == id)
                    ? section with
                    {
                        Extensions = section.Extensions with { AudioLevel = 0 },
                    }
                    : section),
        ];

    // RFC 8843 section 6: port 0 with a=bundle-only means "only together with the others", not "stopped".
    private static bool IsStopped(SdpSectionReader section) => section is { PortIsZero: true, IsBundleOnly: false };

    // A stopped section may have lost its mid; a live one needs it, because the answer, the RTP extension and the client all speak of it.
    private static string? UnusableMid(List<SdpSectionReader> sections)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in sections)
        {
            if (section.Mid is null && IsStopped(section))
                continue;
            if (section.Mid is not { Length: > 0 and <= MaxMidLength } mid || !mid.All(IsTokenCharacter))
                return "a section has no usable mid";
            if (!seen.Add(mid))
                return "two sections have one mid";
        }
        return null;
    }

    // RFC 4566's token, less the characters that no browser uses in a mid.
    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+' or '~' or '{' or '}';

    // RFC 8839 section 5.4: ice-char, 4 to 256 for the fragment, 22 to 256 for the password.
    private static bool IsIceText(string? text, int minLength) =>
        text is not null
        && text.Length >= minLength
        && text.Length <= 256
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '-' or '_');
}
