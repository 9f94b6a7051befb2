using System.Globalization;

namespace Telehealth.Media.Sdp;

/// <summary>
/// Gathers <c>a=rid</c> (RFC 8851) and <c>a=simulcast</c> (RFC 8853) of one m-section, in whichever order they stand. Absent on
/// purpose: restrictions other than <c>pt</c>, and what the offerer would receive: the relay sends one layer at a time.
/// </summary>
internal sealed class SdpSimulcast
{
    private const int MaxLayers = 3;
    private const int MaxRids = 32;

    // RFC 8852 section 3 allows a rid of up to 255 characters; a one-byte header extension carries 16 (RFC 8285 section 4.2).
    private const int MaxRidLength = 16;

    private readonly Dictionary<string, string?> _payloadTypesOfRid = new(StringComparer.Ordinal);
    private string? _sent;

    /// <summary>Reads the value of <c>a=rid</c>: <c>ID send [pt=96,97;…]</c>.</summary>
    public void ReadRid(string value)
    {
        var words = value.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        if (words is not [var rid, "send", ..] || !IsRid(rid) || _payloadTypesOfRid.Count >= MaxRids)
            return;
        var restriction =
            words.Length < 3 ? null : Array.Find(words[2].Split(';'), word => word.StartsWith("pt=", StringComparison.Ordinal));
        _payloadTypesOfRid.TryAdd(rid, restriction?[3..]);
    }

    /// <summary>Reads the value of <c>a=simulcast</c>: <c>send a;b,c;~d [recv …]</c>, in either order of the directions.</summary>
    public void ReadSimulcast(string value)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 1 < words.Length; i += 2)
            if (words[i] == "send")
                _sent ??= words[i + 1];
    }

    /// <summary>The layers that the offerer would send with one of these codecs, at most three, in the offer's order.</summary>
    public List<string> Rids(IReadOnlyList<OfferedCodec> codecs)
    {
        var rids = new List<string>();
        foreach (var layer in (_sent ?? "").Split(';'))
        {
            if (rids.Count == MaxLayers) break;
            // The first of alternatives; a paused one (~) may begin at any time.
            var rid = layer.Split(',')[0].TrimStart('~');
            if (_payloadTypesOfRid.TryGetValue(rid, out var payloadTypes) && Names(payloadTypes, codecs) && !rids.Contains(rid))
                rids.Add(rid);
        }
        return rids;
    }

    private static bool Names(string? payloadTypes, IReadOnlyList<OfferedCodec> codecs)
    {
        if (payloadTypes is null) return true;
        var named = payloadTypes.Split(',');
        return codecs.Any(codec => Array.IndexOf(named, codec.PayloadType.ToString(CultureInfo.InvariantCulture)) >= 0);
    }

    private static bool IsRid(string text) => text.Length <= MaxRidLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
