using System.Globalization;

namespace Telehealth.Media.Sdp;

/// <summary>
/// Gathers the synchronisation sources that one m-section declares (RFC 5576): <c>a=ssrc</c> and <c>a=ssrc-group:FID</c>.
/// </summary>
internal sealed class SdpSources
{
    // Three layers and their repairs are the most that a browser declares; more tell the relay nothing.
    private const int MaxSources = 32;

    private readonly List<uint> _sources = [];
    private readonly List<(uint Media, uint Repair)> _pairs = [];

    /// <summary>The first source that does not repeat another's packets, or null.</summary>
    public uint? Media
    {
        get
        {
            foreach (var source in _sources)
                if (!_pairs.Exists(pair => pair.Repair == source))
                    return source;
            return null;
        }
    }

    /// <summary>The source that repeats the packets of <see cref="Media"/>, or null.</summary>
    public uint? Repair
    {
        get
        {
            var media = Media;
            foreach (var pair in _pairs)
                if (pair.Media == media)
                    return pair.Repair;
            return null;
        }
    }

    /// <summary>Reads the value of <c>a=ssrc</c>.</summary>
    public void ReadSource(string value)
    {
        if (_sources.Count < MaxSources && TryRead(value.Split(' ', 2)[0], out var source) && !_sources.Contains(source))
            _sources.Add(source);
    }

    /// <summary>Reads the value of <c>a=ssrc-group</c>; groups other than FID are skipped.</summary>
    public void ReadGroup(string value)
    {
        if (_pairs.Count < MaxSources && value.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["FID", var first, var second]
            && TryRead(first, out var media) && TryRead(second, out var repair) && media != repair)
            _pairs.Add((media, repair));
    }

    private static bool TryRead(string text, out uint source) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out source);
}
