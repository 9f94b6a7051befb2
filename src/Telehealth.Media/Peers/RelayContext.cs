namespace Telehealth.Media.Peers;

/// <summary>
/// One call into the relay: what time it is, where datagrams go, and the buffers that all packets of the call share. There is one
/// per relay, so that the packet path allocates nothing.
/// </summary>
internal sealed class RelayContext(RelayOptions options, MediaCounters counters)
{
    /// <summary>The largest datagram that is taken or made: an Ethernet frame's payload.</summary>
    public const int MaxDatagram = 1500;

    private static readonly IDatagramSink Nowhere = new Void();

    // In whose rooms something waits for the end of the burst.
    private readonly Queue<IBurstForwarder> _pending = new();

    public RelayOptions Options { get; } = options;
    public RelayCapacity Capacity { get; } = options.Capacity ?? new(RelayCapacity.DefaultRooms, RelayCapacity.DefaultPeers);
    public MediaCounters Counters { get; } = counters;

    /// <summary>What went wrong in the work for single peers.</summary>
    public Faults Faults { get; } = new(counters);
    public TimeSpan Now { get; private set; }
    public IDatagramSink Sink { get; private set; } = Nowhere;

    /// <summary>The decrypted packet that came in.</summary>
    public byte[] Plain { get; } = new byte[MaxDatagram];

    /// <summary>A compound that is being written.</summary>
    public byte[] Report { get; } = new byte[1200];

    /// <summary>The encrypted datagram that goes out.</summary>
    public byte[] Wire { get; } = new byte[MaxDatagram + 100];

    /// <summary>When the relay wants to be called next.</summary>
    public TimeSpan Due { get; private set; } = TimeSpan.MaxValue;

    public void Begin(TimeSpan now, IDatagramSink? sink)
    {
        // Time never goes back for those who count from it.
        if (now > Now) Now = now;
        Sink = sink ?? Nowhere;
    }

    /// <summary>Brings the next tick forward.</summary>
    public void WakeAt(TimeSpan due)
    {
        if (due < Due) Due = due;
    }

    public void NotePending(IBurstForwarder forwarder)
    {
        if (!_pending.Contains(forwarder)) _pending.Enqueue(forwarder);
    }

    /// <summary>Takes one off the list; it stands there again when it has something to send again.</summary>
    public bool TryTakePending([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IBurstForwarder? forwarder) =>
        _pending.TryDequeue(out forwarder);

    public void ForgetDue() => Due = TimeSpan.MaxValue;

    private sealed class Void : IDatagramSink
    {
        private readonly byte[] _room = new byte[IDatagramSink.DatagramRoom];

        public Span<byte> Rent(NetworkPath to) => _room;

        public void Commit(int length)
        {
        }
    }
}
