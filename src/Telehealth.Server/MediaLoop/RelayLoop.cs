using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Telehealth.Media;
using Telehealth.Media.Dtls;
using Telehealth.Media.Routing;
using Telehealth.Media.Sdp;

namespace Telehealth.Server.MediaLoop;

/// <summary>
/// Drives the relay: one thread, one socket, one clock. The thread is the only one that touches the relay; others ask it by a
/// bounded queue. A fault in it is logged and counted, and the loop goes on with its rooms as they are.
/// </summary>
internal sealed class RelayLoop(IOptions<MediaOptions> options, TimeProvider clock, ILogger<RelayLoop> logger) : IHostedService, IDisposable
{
    private const int MaxCommands = 1024;
    private const int MaxNotices = 4096;

    // So that commands and timers have their turn within a few milliseconds even in a flood.
    private const int MaxReceiveBatch = 256;
    private static readonly TimeSpan MinFaultLogInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly Channel<MediaCommand> _commands = Channel.CreateBounded<MediaCommand>(
        new BoundedChannelOptions(MaxCommands) { SingleReader = true });
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly byte[] _buffer = new byte[2048];
    private Channel<RoomNotice>? _notices;
    private MediaSocket? _socket;
    private DtlsIdentity? _identity;
    private Relay? _relay;
    private Thread? _thread;
    private volatile bool _isStopping;
    private TimeSpan _faultLoggedAt = -MinFaultLogInterval;
    private long _droppedNotices;

    /// <summary>What happens in the rooms, oldest first. One reader. When it falls behind by 4,096 the oldest are dropped, counted and logged.</summary>
    public ChannelReader<RoomNotice> Notices => NoticeChannel.Reader;

    /// <summary>What the relay has done; null before the start.</summary>
    public MediaCounters? Counters => _relay?.Counters;

    /// <summary>Exceptions that reached the loop.</summary>
    public long Faults { get; private set; }

    /// <summary>Datagrams that the system would not send.</summary>
    public long SendFailures => _socket?.SendFailures ?? 0;

    /// <summary>Where the relay listens; null before the start.</summary>
    public IPEndPoint? LocalEndPoint => _socket?.LocalEndPoint;

    private Channel<RoomNotice> NoticeChannel => _notices ??= Channel.CreateBounded<RoomNotice>(
        new BoundedChannelOptions(MaxNotices) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true },
        _ => logger.NoticesDropped(Interlocked.Increment(ref _droppedNotices)));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        _ = NoticeChannel;
        try
        {
            _socket = new MediaSocket(IPAddress.Parse(settings.BindAddress), settings.Port);
        }
        catch (SocketException error)
        {
            throw new InvalidOperationException(
                $"The media relay cannot listen on UDP {settings.BindAddress}:{settings.Port} ({error.SocketErrorCode}). Set Media:BindAddress and Media:Port.", error);
        }
        var advertised = settings.AdvertisedEndPoints(_socket.LocalEndPoint.Port);
        _identity = DtlsIdentity.Create(clock.GetUtcNow());
        _relay = new Relay(
            new RelayOptions
            {
                AdvertisedAddresses = [.. advertised.Select(end => NetworkPath.From(end.Address, (ushort)end.Port))],
                MaxRooms = settings.MaxRooms,
                MaxPeers = settings.MaxPeers,
                MaxPeersPerRoom = settings.MaxPeersPerRoom,
            },
            _identity, new CryptographicRandom());
        _thread = new Thread(Run) { Name = "media", IsBackground = true };
        _thread.Start();
        logger.Listening(_socket.LocalEndPoint.ToString(), string.Join(", ", advertised));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_thread is not { } thread) return;
        // In this order: what is posted before the end is answered, and nothing is posted after it.
        _commands.Writer.TryComplete();
        _isStopping = true;
        _socket?.Wake();
        var hasEnded = await Task.Run(() => thread.Join(StopPatience), cancellationToken);
        if (hasEnded) logger.Stopped();
        else logger.SlowStop();
    }

    /// <summary>Has the relay answer an offer. A room or peer id that is not an id faults the task: that is the caller's bug.</summary>
    public async Task<NegotiationOutcome> Negotiate(
        string room, string peer, string offerSdp, IReadOnlyList<SourceOfMid> sources, CancellationToken cancellationToken = default)
    {
        var answer = new TaskCompletionSource<NegotiationOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        await Post(new MediaCommand.Negotiate(room, peer, offerSdp, sources, answer), cancellationToken);
        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Asks how a peer's connection does; null when it has no seat.</summary>
    public async Task<PeerStatistics?> StatisticsOf(string room, string peer, CancellationToken cancellationToken = default)
    {
        var answer = new TaskCompletionSource<PeerStatistics?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await Post(new MediaCommand.ReadStatistics(room, peer, answer), cancellationToken);
        return await answer.Task.WaitAsync(cancellationToken);
    }

    public ValueTask AddCandidate(string room, string peer, string candidate, CancellationToken cancellationToken = default) =>
        Post(new MediaCommand.AddCandidate(room, peer, candidate), cancellationToken);

    public ValueTask RemovePeer(string room, string peer, CancellationToken cancellationToken = default) =>
        Post(new MediaCommand.RemovePeer(room, peer), cancellationToken);

    public ValueTask CloseRoom(string room, CancellationToken cancellationToken = default) =>
        Post(new MediaCommand.CloseRoom(room), cancellationToken);

    public void Dispose()
    {
        _commands.Writer.TryComplete();
        _isStopping = true;
        _socket?.Wake();
        _thread?.Join(StopPatience);
        _relay?.Dispose();
        _identity?.Dispose();
        _socket?.Dispose();
    }

    // A full queue makes the caller wait: a lost command would leave a peer in its seat.
    private async ValueTask Post(MediaCommand command, CancellationToken cancellationToken)
    {
        await _commands.Writer.WriteAsync(command, cancellationToken);
        _socket?.Wake();
    }

    private void Run()
    {
        var (relay, socket) = (_relay!, _socket!);
        while (!_isStopping)
        {
            try
            {
                RunOnce(relay, socket);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                NoteFault(error);
            }
        }
        EndAll(relay);
    }

    private void RunOnce(Relay relay, MediaSocket socket)
    {
        if (socket.WaitReadable(relay.NextTick - Now))
        {
            var received = 0;
            do
            {
                if (socket.TryReceive(_buffer, out var length, out var from)) relay.Receive(_buffer.AsSpan(0, length), from, Now, socket);
            }
            while (++received < MaxReceiveBatch && socket.HasMore);
        }
        socket.ForgetWake();
        while (_commands.Reader.TryRead(out var command)) Execute(command, relay, socket);
        if (Now >= relay.NextTick) relay.Tick(Now, socket);
        while (relay.TryTakeNotice(out var notice)) Publish(notice);
    }

    private TimeSpan Now => Stopwatch.GetElapsedTime(_startedAt);

    private void Execute(MediaCommand command, Relay relay, MediaSocket socket)
    {
        try
        {
            switch (command)
            {
                case MediaCommand.Negotiate ask:
                    ask.Answer.TrySetResult(relay.Negotiate(ask.Room, ask.Peer, ask.OfferSdp, ask.Sources, Now));
                    break;
                case MediaCommand.ReadStatistics ask:
                    ask.Answer.TrySetResult(relay.StatisticsOf(ask.Room, ask.Peer));
                    break;
                case MediaCommand.AddCandidate add:
                    relay.AddRemoteCandidate(add.Room, add.Peer, add.Candidate);
                    break;
                case MediaCommand.RemovePeer remove:
                    relay.RemovePeer(remove.Room, remove.Peer, Now, socket);
                    break;
                case MediaCommand.CloseRoom close:
                    relay.CloseRoom(close.Room, Now, socket);
                    break;
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whoever waits gets the fault; the loop notes it like any other.
            if (command is MediaCommand.Negotiate negotiate) negotiate.Answer.TrySetException(error);
            if (command is MediaCommand.ReadStatistics read) read.Answer.TrySetException(error);
            NoteFault(error);
        }
    }

    private void Publish(RoomNotice notice)
    {
        if (notice is RoomNotice.PeerConnected) logger.PeerConnected(notice.Room, notice.Peer);
        else if (notice is RoomNotice.PeerLost lost) logger.PeerLost(lost.Room, lost.Peer, lost.Reason);
        NoticeChannel.Writer.TryWrite(notice);
    }

    // A fault that comes with every packet must not fill the disk.
    private void NoteFault(Exception error)
    {
        Faults++;
        if (Now - _faultLoggedAt < MinFaultLogInterval) return;
        _faultLoggedAt = Now;
        logger.Fault(error, Faults);
    }

    private void EndAll(Relay relay)
    {
        // Connections are not said goodbye to: after a restart of the server the browsers come back to their seats by themselves.
        while (_commands.Reader.TryRead(out var command))
        {
            if (command is MediaCommand.Negotiate negotiate) negotiate.Answer.TrySetCanceled();
            if (command is MediaCommand.ReadStatistics read) read.Answer.TrySetCanceled();
        }
        while (relay.TryTakeNotice(out var notice)) Publish(notice);
        NoticeChannel.Writer.TryComplete();
    }
}
