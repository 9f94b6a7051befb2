namespace Telehealth.Media.Peers;

/// <summary>
/// How much of the relay's one thread a peer may take, for each kind of work of which it chooses how much there is. A quarter of a
/// second at a time; what is above is dropped and counted. Each bound is several times what a browser with a camera in three sizes, a
/// shared screen and a full room on its own screen asks for. Only what is proven to be the peer's counts, but for handshake records,
/// which nobody can prove. A mutable value: keep it in a field.
/// </summary>
internal struct WorkBudget
{
    /// <summary>How long a budget lasts.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(250);

    /// <summary>Media packets: 38 Mbit/s of full ones.</summary>
    public const int Packets = 1_000;

    /// <summary>Bytes of RTCP: one Mbit/s.</summary>
    public const int FeedbackBytes = 32 * 1024;

    /// <summary>
    /// Statuses of packets in transport-wide feedback: 20 Mbit/s are 500 packets, of which each may be told of several times.
    /// </summary>
    public const int Statuses = 4_096;

    /// <summary>Numbers of packets that are wanted again.</summary>
    public const int Repeats = 1_000;

    /// <summary>Requests for key frames: one a slot, twice.</summary>
    public const int KeyFrames = 32;

    /// <summary>Connectivity checks on paths that are known.</summary>
    public const int Checks = 50;

    /// <summary>DTLS records: a client's side of a handshake has six or seven.</summary>
    public const int Records = 64;

    private TimeSpan _endsAt;
    private int _packets;
    private int _feedbackBytes;
    private int _statuses;
    private int _repeats;
    private int _keyFrames;
    private int _checks;
    private int _records;

    public bool TryPacket(TimeSpan now) => TryTake(ref _packets, 1, Packets, now);

    public bool TryFeedback(int bytes, TimeSpan now) => TryTake(ref _feedbackBytes, bytes, FeedbackBytes, now);

    public bool TryStatuses(int count, TimeSpan now) => TryTake(ref _statuses, count, Statuses, now);

    public bool TryRepeat(TimeSpan now) => TryTake(ref _repeats, 1, Repeats, now);

    public bool TryKeyFrame(TimeSpan now) => TryTake(ref _keyFrames, 1, KeyFrames, now);

    public bool TryCheck(TimeSpan now) => TryTake(ref _checks, 1, Checks, now);

    public bool TryRecords(int count, TimeSpan now) => TryTake(ref _records, count, Records, now);

    // A reference into this very value stays good when all of it is set anew.
    private bool TryTake(ref int taken, int count, int most, TimeSpan now)
    {
        if (now >= _endsAt) this = new() { _endsAt = now + Slice };
        if (taken + count > most) return false;
        taken += count;
        return true;
    }
}
