namespace Telehealth.Media.Routing;

/// <summary>
/// One call into the relay: what time it is, where datagrams go, and the buffers that all packets of the call share. There is one
/// per relay, so that the packet path allocates nothing.
/// </summary>
internal sealed class Turn(RelayOptions options, MediaCounters counters)
{
    /// <summary>The largest datagram that is taken or made: an Ethernet frame's payload.</summary>
    public const int MaxDatagram = 1500;

    private static readonly IDatagramSink Nowhere = new Void();

    // The rooms in which something waits for the end of the burst.
    private readonly Queue<Room> _pendingRooms = new();

    public RelayOptions Options { get; } = options;
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

    public void NotePending(Room room)
    {
        if (!_pendingRooms.Contains(room)) _pendingRooms.Enqueue(room);
    }

    /// <summary>Takes a room off the list; it stands there again when something waits in it again.</summary>
    public bool TryTakePending([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Room? room) => _pendingRooms.TryDequeue(out room);

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
