using System.Threading.Channels;
using Telehealth.Media.Rooms;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>
/// What happens in the rooms, from the media threads to one reader. When the reader falls behind by 4,096 the oldest are dropped,
/// counted and logged: a media thread waits for nobody.
/// </summary>
internal sealed class RoomNotices
{
    private const int MaxNotices = 4096;

    private readonly Channel<RoomNotice> _channel;
    private readonly ILogger _logger;
    private long _dropped;

    public RoomNotices(ILogger logger)
    {
        _logger = logger;
        _channel = Channel.CreateBounded<RoomNotice>(
            new BoundedChannelOptions(MaxNotices) { FullMode = BoundedChannelFullMode.DropOldest },
            _ => logger.NoticesDropped(Interlocked.Increment(ref _dropped)));
    }

    public ChannelReader<RoomNotice> Reader => _channel.Reader;

    public void Publish(RoomNotice notice)
    {
        if (notice is RoomNotice.PeerConnected) _logger.PeerConnected(notice.Room, notice.Peer);
        else if (notice is RoomNotice.PeerLost lost) _logger.PeerLost(lost.Room, lost.Peer, lost.Reason);
        _channel.Writer.TryWrite(notice);
    }

    public void End() => _channel.Writer.TryComplete();
}
