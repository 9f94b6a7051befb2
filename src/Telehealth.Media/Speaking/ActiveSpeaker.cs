using System.Runtime.InteropServices;

namespace Telehealth.Media.Speaking;

/// <summary>
/// Whose voice leads a room, from the levels that senders state with each packet of audio (RFC 6464). A cough of less than 300 ms
/// does not take the floor, a clear talker takes it within 600 ms, two who talk at once do not make it flicker, and 3 s of
/// silence leave it to nobody. It allocates when a peer is heard first and never for a packet. One thread at a time may use it.
/// </summary>
/// <remarks>
/// Audio counts as voice when it stands out from what the peer's surroundings sound like, so that a steady noise (an ambulance on
/// its way) does not lead. The level alone decides that: browsers set the voice bit on every packet that is not comfort
/// noise. From a peer that has set the bit once, a packet without it is no voice.
/// </remarks>
internal sealed class ActiveSpeaker
{
    /// <summary>How often <see cref="Watch"/> must be called for the times above to hold.</summary>
    public static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);

    // Longer than a cough, and with an interval of watching still shorter than what people notice.
    private static readonly TimeSpan Claim = TimeSpan.FromMilliseconds(400);

    // Who talks into another's words must go on longer than a "yes" or a "right" does, and be clearly louder.
    private static readonly TimeSpan Interruption = TimeSpan.FromSeconds(1);
    private const float InterruptionMargin = 6;

    // Closures within words and pauses between them are shorter; then the floor is open to others.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);

    private readonly Dictionary<int, Voice> _voices = [];
    private int? _speaker;
    private bool _hasChanged;

    /// <summary>Who has the floor as of the last <see cref="Watch"/>; null for nobody.</summary>
    public int? Speaker => _speaker;

    /// <summary>Notes the level of one packet.</summary>
    /// <param name="peer">Any number that the caller has for the peer.</param>
    /// <param name="level">The extension's byte: the voice bit, then the level in -dBov, 0 for loud to 127 for silent.</param>
    /// <param name="now">When it came, on the relay's clock; never less than before.</param>
    public void Note(int peer, byte level, TimeSpan now)
    {
        ref var voice = ref CollectionsMarshal.GetValueRefOrAddDefault(_voices, peer, out var isKnown);
        if (!isKnown) voice = new(now);
        voice.Hear(level, now);
    }

    /// <summary>Forgets a peer that has left or whose microphone is off. If it had the floor, nobody has it.</summary>
    public void Remove(int peer)
    {
        _voices.Remove(peer);
        if (_speaker == peer) (_speaker, _hasChanged) = (null, true);
    }

    /// <summary>Decides who has the floor.</summary>
    /// <param name="now">On the relay's clock.</param>
    /// <param name="speaker">The peer, or null for nobody.</param>
    /// <returns>Whether it is another than at the last call.</returns>
    public bool Watch(TimeSpan now, out int? speaker)
    {
        var previous = _speaker;
        if (_speaker is { } leader && now - _voices[leader].LastVoice >= Silence) _speaker = null;
        if (Challenger(now) is { } challenger) _speaker = challenger;
        speaker = _speaker;
        var hasChanged = _hasChanged || _speaker != previous;
        _hasChanged = false;
        return hasChanged;
    }

    private int? Challenger(TimeSpan now)
    {
        var (needed, ceiling) = (Claim, float.MaxValue);
        if (_speaker is { } leader && _voices[leader] is var leading && now - leading.LastVoice < Pause)
            (needed, ceiling) = (Interruption, leading.Loudness - InterruptionMargin);

        int? best = null;
        foreach (var (peer, voice) in _voices)
        {
            if (peer == _speaker || voice.Loudness > ceiling || !voice.HasSpoken(needed, now)) continue;
            (best, ceiling) = (peer, voice.Loudness);
        }
        return best;
    }

    /// <summary>
    /// What is known of one peer's audio. Levels are in dB below overload, so a lower one is louder.
    /// </summary>
    private struct Voice(TimeSpan now)
    {
        // What is quieter than this is no voice in any room.
        private const float Quietest = 60;
        private const float Margin = 9;

        // Below this no surroundings are told apart; a peer that has not been heard is taken to be in a quiet room.
        private const float QuietRoom = 70;

        private const float Smoothing = 0.1f;

        // The keys of a keyboard follow each other like words do, but most of the time between them is silent.
        private const double VoicedShare = 0.6;

        // The longest packet of Opus; a longer gap is a sender that pauses.
        private static readonly TimeSpan LongestPacket = TimeSpan.FromMilliseconds(120);
        private static readonly TimeSpan LongestGap = TimeSpan.FromMilliseconds(150);

        // Between words the surroundings are heard alone. Nobody speaks for two windows without a gap, but a siren does not stop.
        private static readonly TimeSpan Window = TimeSpan.FromSeconds(2.5);

        private TimeSpan _lastPacket = now;
        private TimeSpan _runStart = now;
        private TimeSpan _voiced;
        private TimeSpan _windowStart = now;
        private float _quietest;
        private float _quietestBefore = QuietRoom;
        private bool _setsVoiceBit;

        public TimeSpan LastVoice { get; private set; } = now - LongestGap - TimeSpan.FromTicks(1);

        public float Loudness { get; private set; } = 127;

        public void Hear(byte value, TimeSpan now)
        {
            var hasVoiceBit = (value & 0x80) != 0;
            var level = (float)(value & 0x7F);
            var passed = now - _lastPacket < LongestPacket ? now - _lastPacket : LongestPacket;
            _lastPacket = now;
            _setsVoiceBit |= hasVoiceBit;
            NoteSurroundings(level, passed, now);
            var surroundings = Math.Min(QuietRoom, Math.Max(_quietest, _quietestBefore));
            var isVoice = level <= Quietest && level <= surroundings - Margin && (hasVoiceBit || !_setsVoiceBit);
            if (!isVoice) return;

            if (now - LastVoice > LongestGap) (_runStart, _voiced, Loudness) = (now, TimeSpan.Zero, level);
            else _voiced += passed;
            LastVoice = now;
            Loudness += (level - Loudness) * Smoothing;
        }

        /// <summary>Whether the peer is in a run of speech that has lasted at least so long.</summary>
        public readonly bool HasSpoken(TimeSpan duration, TimeSpan now)
        {
            var run = LastVoice - _runStart;
            return now - LastVoice <= LongestGap && run >= duration && _voiced >= run * VoicedShare;
        }

        /// <summary>The quietest level of this window and the one before; a sender that pauses is quiet.</summary>
        private void NoteSurroundings(float level, TimeSpan passed, TimeSpan now)
        {
            if (now - _windowStart >= Window) (_windowStart, _quietestBefore, _quietest) = (now, _quietest, 0);
            _quietest = Math.Max(_quietest, passed == LongestPacket ? QuietRoom : level);
        }
    }
}
