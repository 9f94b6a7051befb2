using System.Diagnostics;
using System.Net.Sockets;
using Telehealth.LoadTests.Hostile;

namespace Telehealth.LoadTests.Faults;

/// <summary>One end of a visit's audio that has a thread of its own for as long as its page sits there.</summary>
internal sealed class SpokenEnd : IDisposable
{
    private static readonly TimeSpan PacketEvery = TimeSpan.FromMilliseconds(20);

    private readonly MediaEnd _end;
    private readonly SoundTimes _times;
    private readonly Thread _thread;
    private volatile bool _isOver;

    /// <param name="answer">The server's to what the end has offered.</param>
    public SpokenEnd(MediaEnd end, string answer, SoundTimes times)
    {
        (_end, _times) = (end, times);
        _end.Connect(answer);
        _thread = new Thread(Run) { IsBackground = true, Name = "end of a visit" };
        _thread.Start();
    }

    public bool IsConnected => _end.Transport.IsConnected;

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        _end.Dispose();
    }

    private void Run()
    {
        var due = Stopwatch.GetTimestamp();
        while (!_isOver)
        {
            try
            {
                _ = _end.Socket.Poll(TimeSpan.FromMilliseconds(5), SelectMode.SelectRead);
                _end.Take(_ => _times.Hear());
                if (Stopwatch.GetTimestamp() < due)
                    continue;
                due += (long)(PacketEvery.TotalSeconds * Stopwatch.Frequency);
                if (_end.Transport.IsConnected)
                    _end.SendSound();
                else
                    _end.Pump();
            }
            catch (SocketException)
            {
                // Nobody listens at the other end. The page finds out by the silence.
            }
        }
    }
}
