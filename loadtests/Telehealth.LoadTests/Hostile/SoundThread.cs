using System.Diagnostics;
using System.Net.Sockets;
using Telehealth.LoadTests.Measuring;
using Telehealth.Server.Visits.MediaLoop.Sockets;

namespace Telehealth.LoadTests.Hostile;

/// <summary>The one thread that owns the ends of all ordinary calls: each says something every 20 ms, and what arrives is timed.</summary>
internal sealed class SoundThread : IDisposable
{
    private static readonly TimeSpan PacketEvery = TimeSpan.FromMilliseconds(20);

    private readonly IReadOnlyList<MediaEnd> _ends;
    private readonly Thread _thread;
    private volatile bool _isOver;
    private long _sent;
    private long _arrived;

    public SoundThread(IReadOnlyList<MediaEnd> ends)
    {
        _ends = ends;
        _thread = new Thread(Run) { IsBackground = true, Name = "sound" };
        _thread.Start();
    }

    /// <summary>Where the next packets are counted; swapped between the parts of a run.</summary>
    public LatencyHistogram Latencies { get; set; } = new();

    public bool IsConnected => _ends.All(end => end.Transport.IsConnected);

    /// <summary>Packets sent and arrived since the last time it was asked.</summary>
    public (long Sent, long Arrived) TakeCounts() => (Interlocked.Exchange(ref _sent, 0), Interlocked.Exchange(ref _arrived, 0));

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
    }

    private void Run()
    {
        // It stands for people with machines of their own, who do not wait for the end of somebody's turn on the server's.
        _ = ShortTurns.TryAsk();
        var due = new long[_ends.Count];
        for (var index = 0; index < due.Length; index++)
            due[index] = Stopwatch.GetTimestamp() + (long)(PacketEvery.TotalSeconds * Stopwatch.Frequency * index / due.Length);
        var readable = new List<Socket>();
        while (!_isOver)
        {
            readable.Clear();
            readable.AddRange(_ends.Select(end => end.Socket));
            Socket.Select(readable, null, null, TimeSpan.FromMilliseconds(1));
            foreach (var end in _ends)
                end.Take(Arrived);
            for (var index = 0; index < due.Length; index++)
                SendWhenDue(_ends[index], ref due[index]);
        }
    }

    private void SendWhenDue(MediaEnd end, ref long due)
    {
        if (Stopwatch.GetTimestamp() < due)
            return;
        due += (long)(PacketEvery.TotalSeconds * Stopwatch.Frequency);
        if (end.Transport.IsConnected && end.Sources.Length > 0)
        {
            end.SendSound();
            Interlocked.Increment(ref _sent);
        }
        else
        {
            end.Pump();
        }
    }

    private void Arrived(TimeSpan onTheWay)
    {
        Latencies.Add(onTheWay);
        Interlocked.Increment(ref _arrived);
    }
}
