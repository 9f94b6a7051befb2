using Telehealth.LoadTests.Hostile;
using Telehealth.Media.Congestion;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rtcp;
using Telehealth.Testing.Media;

namespace Telehealth.LoadTests.Soak;

/// <summary>
/// What a page does with media for as long as a call lasts: audio 50 times a second, frames of four packets 30 times a second, reports of
/// what came, and now and then a packet asked for again. One thread at a time.
/// </summary>
internal sealed class Talker(MediaEnd end)
{
    private const int PacketsOfPicture = 4;
    private const int PicturesBetweenKeys = 300;
    private const int MissedEvery = 997;

    private static readonly TimeSpan SoundEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PictureEvery = TimeSpan.FromSeconds(1) / 30;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);

    private readonly byte[] _payload = new byte[1_000];
    private readonly ArrivalLog _arrivals = new();
    private readonly Dictionary<uint, ushort> _newest = [];
    private TimeSpan _soundDue = MediaEnd.Now;
    private TimeSpan _pictureDue = MediaEnd.Now;
    private TimeSpan _reportDue = MediaEnd.Now;
    private int _pictures;

    public MediaEnd End => end;

    public long Arrived { get; private set; }

    /// <summary>Takes what has come and sends what is due.</summary>
    public void Step()
    {
        end.TakePackets(Note);
        if (end.Transport.IsConnected)
            Talk(MediaEnd.Now);
        end.Pump();
    }

    private void Talk(TimeSpan now)
    {
        for (; _soundDue <= now; _soundDue += SoundEvery)
            end.Send(TrackSource.Microphone, _payload.AsSpan(0, 80), marker: false);
        for (; _pictureDue <= now; _pictureDue += PictureEvery)
            SendPicture();
        if (now >= _arrivals.Due)
            Tell((ref RtcpWriter writer) => _arrivals.TryWrite(ref writer, 1, 1, now));
        for (; _reportDue <= now; _reportDue += ReportEvery)
            Report();
    }

    private void SendPicture()
    {
        // VP8's descriptor says where a frame begins, and the byte after it whether it is a key frame.
        var isKey = _pictures++ % PicturesBetweenKeys == 0;
        for (var packet = 1; packet <= PacketsOfPicture; packet++)
        {
            (_payload[0], _payload[1]) = ((byte)(packet == 1 ? 0x10 : 0), (byte)(isKey ? 0 : 1));
            end.Send(TrackSource.Camera, _payload, marker: packet == PacketsOfPicture);
        }
    }

    private void Report()
    {
        foreach (var (ssrc, newest) in _newest)
            Tell((ref RtcpWriter writer) => writer.TryWriteReceiverReport(2, [new ReportBlock(ssrc, 0, 0, newest, 20, 0, 0)]));
    }

    private void Note(Arrival arrival)
    {
        _newest[arrival.Ssrc] = arrival.Sequence;
        if (++Arrived % MissedEvery == 0)
            Tell((ref RtcpWriter writer) => writer.TryWriteNack(1, arrival.Ssrc, [arrival.Sequence]));
        else if (arrival.Extension(MediaEnd.TransportId) is { } number)
            _arrivals.Note((ushort)(number[0] << 8 | number[1]), MediaEnd.Now);
    }

    private void Tell(FakeBrowser.RtcpWrite write)
    {
        var writer = new RtcpWriter(new byte[1_200]);
        writer.TryWriteReceiverReport(1, []);
        if (write(ref writer))
            end.Transport.SendRtcp(writer.Written);
    }
}
