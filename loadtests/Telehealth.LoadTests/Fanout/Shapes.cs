using System.Diagnostics;
using Telehealth.LoadTests.Measuring;

namespace Telehealth.LoadTests.Fanout;

/// <summary>What a server delivered in one shape of traffic.</summary>
internal readonly record struct Delivered(double PerSecond, double CpuMicroseconds, TimeSpan P99);

/// <summary>The shapes of traffic, each over connections of which ten are in each of a hundred rooms.</summary>
internal sealed class Shapes
{
    public const int Rooms = 100;

    private const int BroadcastsAtOnce = 4;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.3);

    private readonly Connections _connections;
    private readonly Contender _contender;
    private readonly TimeSpan _time;
    private readonly Frame _broadcast;
    private readonly Frame _call;
    private readonly Frame[] _rooms;
    private readonly int[] _heard = new int[Math.Max(Rooms, BroadcastsAtOnce)];
    private int _next;

    public Shapes(Connections connections, Contender contender, TimeSpan time)
    {
        (_connections, _contender, _time) = (connections, contender, time);
        var dialect = contender.Dialect;
        _broadcast = Frame.WithMessage(dialect.Broadcast);
        _call = Frame.WithMessage(dialect.Call);
        _rooms = [.. Enumerable.Range(0, Rooms).Select(room => Frame.WithMessage(dialect.Room(Dialect.RoomName(room))))];
        for (var number = 0; number < connections.Count; number++)
            connections.Send(number, Frame.Of(dialect.Join(Dialect.RoomName(number % Rooms))));
    }

    private int InRoom => _connections.Count / Rooms;

    /// <summary>Four messages to all are on their way at any time.</summary>
    public Delivered Broadcast() => Run(
        () =>
        {
            for (var slot = 0; slot < BroadcastsAtOnce; slot++)
                SendBroadcast(slot);
        },
        slot =>
        {
            if (++_heard[slot] == _connections.Count)
                SendBroadcast(slot);
        });

    /// <summary>One message is on its way in each room at any time.</summary>
    public Delivered InRooms() => Run(
        () =>
        {
            for (var room = 0; room < Rooms; room++)
                SendToRoom(room, Stopwatch.GetTimestamp());
        },
        room =>
        {
            if (++_heard[room] == InRoom)
                SendToRoom(room, Stopwatch.GetTimestamp());
        });

    /// <summary>One call is on its way from each connection at any time.</summary>
    public Delivered Calls() => Run(
        () =>
        {
            for (var number = 0; number < _connections.Count; number++)
                SendCall(number);
        },
        SendCall);

    /// <summary>A thousand messages a second, each due at its moment, to rooms of ten: ten thousand deliveries.</summary>
    public Delivered TenThousand()
    {
        var latencies = new LatencyHistogram();
        var every = Stopwatch.Frequency / 1_000;
        var due = Stopwatch.GetTimestamp();
        var deliveries = 0L;
        var end = due + (long)((WarmUp + _time).TotalSeconds * Stopwatch.Frequency);
        var counted = due + (long)(WarmUp.TotalSeconds * Stopwatch.Frequency);
        var (began, cpu) = (0L, TimeSpan.Zero);
        for (var room = 0; due < end; due += every, room = (room + 1) % Rooms)
        {
            while (Stopwatch.GetTimestamp() is var now && now < due)
                _connections.Read((due - now) * 1_000 / Stopwatch.Frequency >= 1 ? 1 : 0, Heard);
            if (began == 0 && due >= counted)
                (began, cpu) = (due, _contender.Cpu());
            SendToRoom(room, due);
        }

        while (Stopwatch.GetElapsedTime(due) < TimeSpan.FromSeconds(0.5))
            _connections.Read(1, Heard);
        return Result(deliveries, Stopwatch.GetElapsedTime(began, due), _contender.Cpu() - cpu, latencies);

        void Heard(int number, long moment, int tag)
        {
            if (moment < counted)
                return;
            deliveries++;
            latencies.Add(Stopwatch.GetElapsedTime(moment));
        }
    }

    private Delivered Run(Action begin, Action<int> heard)
    {
        Array.Clear(_heard);
        var latencies = new LatencyHistogram();
        var deliveries = 0L;
        var isOver = false;
        begin();
        ReadFor(WarmUp);
        var (before, cpu, started) = (deliveries, _contender.Cpu(), Stopwatch.GetTimestamp());
        latencies = new LatencyHistogram();
        ReadFor(_time);
        var result = Result(deliveries - before, Stopwatch.GetElapsedTime(started), _contender.Cpu() - cpu, latencies);

        // What is still on its way must not be counted by the next shape.
        isOver = true;
        ReadFor(TimeSpan.FromSeconds(0.3));
        return result;

        void ReadFor(TimeSpan time)
        {
            for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < time;)
                _connections.Read(1, Heard);
        }

        void Heard(int number, long moment, int tag)
        {
            if (isOver)
                return;
            deliveries++;
            latencies.Add(Stopwatch.GetElapsedTime(moment));
            heard(tag);
        }
    }

    private static Delivered Result(long deliveries, TimeSpan time, TimeSpan cpu, LatencyHistogram latencies) =>
        new(deliveries / time.TotalSeconds, cpu.TotalMicroseconds / Math.Max(1, deliveries), latencies.Percentile(0.99));

    private void SendBroadcast(int slot)
    {
        _heard[slot] = 0;
        _connections.Send(slot, _broadcast, Stopwatch.GetTimestamp(), slot);
    }

    /// <summary>From each of its members in turn.</summary>
    private void SendToRoom(int room, long moment)
    {
        _heard[room] = 0;
        _connections.Send(room + Rooms * (_next++ % InRoom), _rooms[room], moment, room);
    }

    private void SendCall(int number) => _connections.Send(number, _call, Stopwatch.GetTimestamp(), number);
}
