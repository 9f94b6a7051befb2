using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Telehealth.Media;
using static Telehealth.Server.Visits.MediaLoop.Sockets.LibC;

namespace Telehealth.Server.Visits.MediaLoop.Sockets;

/// <summary>The socket on Linux: many datagrams in a call, and a wait that a wake ends without a datagram.</summary>
internal sealed unsafe class BatchedSocket : MediaSocket
{
    private readonly int _descriptor;
    private readonly SafeFileHandle _signal;
    private readonly SendBatch _sending;
    private readonly ReceiveBatch _receiving;
    private bool _mayHaveMore;

    public BatchedSocket(IPAddress bindAddress, int port, int slabBytes = SendBatch.DefaultSlabBytes)
        : base(bindAddress, port)
    {
        _descriptor = (int)Socket.SafeHandle.DangerousGetHandle();
        _signal = new(MakeEvent(0, EventNonBlockingCloseOnExec), ownsHandle: true);
        _sending = new(_descriptor, Socket.AddressFamily == AddressFamily.InterNetworkV6, slabBytes);
        _receiving = new(_descriptor, MaxBatch, ReceiveRoom);
        if (!_signal.IsInvalid) return;
        Dispose();
        throw new SocketException((int)SocketError.TooManyOpenSockets);
    }

    public override long SendFailures => _sending.Failures;

    public override long SendOverflows => _sending.Overflows;

    /// <summary>What waits to leave, for the probe and the tests.</summary>
    public SendBatch Sending => _sending;

    public override bool Wait(TimeSpan atMost)
    {
        // A full batch has most likely left some behind: asking the kernel is cheaper by taking than by waiting.
        if (_mayHaveMore) return true;
        if (atMost > MaxWait) atMost = MaxWait;
        var time = TimeSpec.Of(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero);
        var entries = stackalloc PollEntry[2];
        entries[0] = new() { File = _descriptor, Events = PollIn };
        entries[1] = new() { File = (int)_signal.DangerousGetHandle(), Events = PollIn };
        if (Poll(entries, 2, &time, null) <= 0) return false;
        if (entries[1].Happened != 0)
        {
            ulong count;
            Read(_signal, &count, sizeof(ulong));
            // After the read: a wake in between is seen by the owner, who looks at the queues next.
            ForgetWake();
        }
        return entries[0].Happened != 0;
    }

    public override int Receive()
    {
        var count = _receiving.Take();
        _mayHaveMore = count == MaxBatch;
        return count;
    }

    public override ReadOnlySpan<byte> Received(int index, out NetworkPath from) => _receiving.At(index, out from);

    public override Span<byte> Rent(NetworkPath to) => _sending.Rent(to);

    public override void Commit(int length) => _sending.Commit(length);

    public override void Flush() => _sending.Flush();

    protected override bool TrySignal()
    {
        try
        {
            var one = 1UL;
            return Write(_signal, &one, sizeof(ulong)) == sizeof(ulong);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing) _signal?.Dispose();
        base.Dispose(isDisposing);
    }
}
