using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Peers;

/// <summary>
/// Somebody at the other end of an encrypted connection: how they are reached, what their link carries, what they may still ask for and
/// when they are to be looked after. It knows nothing of tracks and rooms, and it outlives connections.
/// </summary>
internal sealed class Peer(string id, PeerTransport transport, RelayContext context, Random random) : IDisposable
{
    /// <summary>The CNAME under which the relay itself reports.</summary>
    public const string RelayName = "relay";

    private PeerLink? _link;
    private FaultTally _faults;
    private WorkBudget _work;

    public string Id { get; } = id;
    public PeerTransport Transport { get; private set; } = transport;
    public PeerLink Link => _link ??= new(this);
    public TimeSpan Now => context.Now;
    public RelayOptions Options => context.Options;
    public bool CanSend => Transport.CanSend;

    /// <summary>How much more the peer may ask for just now.</summary>
    public ref WorkBudget Work => ref _work;

    /// <summary>To the peer and back, smoothed; null until a report has told it.</summary>
    public TimeSpan? RoundTrip { get; private set; }

    /// <summary>The source under which the relay itself speaks to this peer.</summary>
    public uint FeedbackSsrc { get; } = (uint)random.NextInt64(1, 1L << 32);

    /// <summary>When this peer wants its next tick.</summary>
    public TimeSpan Due { get; private set; }

    public void WakeAt(TimeSpan due)
    {
        if (due < Due) Due = due;
        context.WakeAt(due);
    }

    public void ForgetDue() => Due = TimeSpan.MaxValue;

    /// <summary>Puts a new connection in the place of the one before.</summary>
    public void Replace(PeerTransport transport)
    {
        Transport.Close(context);
        Transport.Dispose();
        Transport = transport;
        RoundTrip = null;
        Link.Restart(context.Now);
    }

    /// <summary>Counts a fault that this peer was part of; true when there are too many.</summary>
    public bool IsPartOfTooManyFaults(TimeSpan now) => _faults.Add(now);

    public void NoteRoundTrip(TimeSpan sample) =>
        RoundTrip = RoundTrip is { } before ? before + (sample - before) / 8 : sample;

    /// <summary>Starts a compound as RFC 3550 section 6.1 wants it: a report and who sends it. Then add, then send.</summary>
    public RtcpWriter BeginCompound(RelayContext current)
    {
        var writer = new RtcpWriter(current.Report);
        writer.TryWriteReceiverReport(FeedbackSsrc, []);
        writer.TryWriteSourceDescription(FeedbackSsrc, RelayName);
        return writer;
    }

    public void SendCompound(int length, RelayContext current) => Transport.SendRtcp(current.Report.AsSpan(0, length), current);

    public void Dispose() => Transport.Dispose();
}
