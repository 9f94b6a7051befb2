using System.Globalization;
using System.Text;

namespace Telehealth.Media.Sdp;

/// <summary>Writes the formats of an accepted section: codecs, their retransmissions, redundant audio, and the feedback to each.</summary>
internal static class SdpFormatLines
{
    // Silence costs nothing (DTX), a lost packet is told again by the next (in-band FEC), and frames may be short (RFC 7587 section 6.1).
    private const string OpusParameters = "minptime=10;useinbandfec=1;usedtx=1";

    // A voice has one channel: stereo doubles what it costs. The others are said by OpusParameters.
    private static readonly string[] DroppedOpusParameters = ["minptime", "useinbandfec", "usedtx", "stereo", "sprop-stereo"];

    /// <summary>The formats of the m-line: codecs before what repeats or wraps them, since a browser sends with the first.</summary>
    public static string PayloadTypes(OfferedSection offered)
    {
        var types = offered.Codecs.Select(codec => codec.PayloadType).ToList();
        if (offered.RedPayloadType is { } red) types.Add(red);
        types.AddRange(offered.Codecs.Where(codec => codec.RtxPayloadType is not null).Select(codec => codec.RtxPayloadType!.Value));
        return string.Join(' ', types.Select(type => type.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Writes the attribute lines of the section's formats.</summary>
    public static void Write(StringBuilder text, OfferedSection offered)
    {
        foreach (var codec in offered.Codecs)
        {
            var type = codec.PayloadType;
            SdpAnswer.Line(text, $"a=rtpmap:{type} {Encoding(codec.Codec)}");
            if (Parameters(codec) is { Length: > 0 } parameters) SdpAnswer.Line(text, $"a=fmtp:{type} {parameters}");
            WriteFeedback(text, codec);
            if (codec.RtxPayloadType is not { } rtx) continue;
            SdpAnswer.Line(text, $"a=rtpmap:{rtx} {(codec.Codec == MediaCodec.Opus ? "rtx/48000" : "rtx/90000")}");
            SdpAnswer.Line(text, $"a=fmtp:{rtx} apt={type}");
        }
        if (offered is not { RedPayloadType: { } red, Codecs: [var wrapped, ..] }) return;
        SdpAnswer.Line(text, $"a=rtpmap:{red} red/48000/2");
        SdpAnswer.Line(text, $"a=fmtp:{red} {wrapped.PayloadType}/{wrapped.PayloadType}");
    }

    private static void WriteFeedback(StringBuilder text, OfferedCodec codec)
    {
        Feedback(MediaFeedback.Nack, "nack");
        Feedback(MediaFeedback.PictureLoss, "nack pli");
        Feedback(MediaFeedback.FullIntra, "ccm fir");
        Feedback(MediaFeedback.TransportWide, "transport-cc");
        Feedback(MediaFeedback.Remb, "goog-remb");

        void Feedback(MediaFeedback kind, string words)
        {
            if (codec.Feedback.HasFlag(kind)) SdpAnswer.Line(text, $"a=rtcp-fb:{codec.PayloadType} {words}");
        }
    }

    private static string Encoding(MediaCodec codec) => codec switch
    {
        MediaCodec.Opus => "opus/48000/2",
        MediaCodec.Vp8 => "VP8/90000",
        MediaCodec.H264 => "H264/90000",
        MediaCodec.Vp9 => "VP9/90000",
        _ => "AV1/90000",
    };

    private static string? Parameters(OfferedCodec codec)
    {
        if (codec.Codec != MediaCodec.Opus) return codec.Parameters;
        var kept = (codec.Parameters ?? "")
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(parameter => !DroppedOpusParameters.Contains(parameter.Split('=')[0].Trim(), StringComparer.OrdinalIgnoreCase));
        return string.Join(';', kept.Append(OpusParameters));
    }
}
