using Telehealth.Media;
using Telehealth.Server.Visits.MediaLoop.Sockets;
using Telehealth.Server.Visits.MediaLoop.Tcp;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>Where all of the relay's datagrams go: by UDP, or as frames on a connection. Media thread.</summary>
internal sealed class MediaSink(MediaSocket socket, TcpLane? tcp) : IDatagramSink
{
    private bool _isTcp;

    public Span<byte> Rent(NetworkPath to)
    {
        _isTcp = to.IsTcp && tcp is not null;
        return _isTcp ? tcp!.Rent(to) : socket.Rent(to);
    }

    public void Commit(int length)
    {
        if (_isTcp) tcp!.Commit(length);
        else socket.Commit(length);
    }

    public void Flush()
    {
        socket.Flush();
        tcp?.Flush();
    }
}
