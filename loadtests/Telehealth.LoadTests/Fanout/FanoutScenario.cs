using Telehealth.LoadTests.Measuring;

namespace Telehealth.LoadTests.Fanout;

/// <summary>
/// How many messages reach their connections, beside what others use for it: one generator, the same messages of 128 bytes, no TLS and no
/// compression. Ours is signed in and passes the gate; those beside it ask nobody anything. All run at once and are used in turn.
/// </summary>
internal sealed class FanoutScenario(bool quick)
{
    private const int Connected = 1_000;

    /// <summary>What a process grows by before its first connections are many.</summary>
    private const int ForWarmth = 300;

    private readonly int _idle = quick ? 2_000 : 20_000;
    private readonly int _rounds = quick ? 1 : 5;
    private readonly TimeSpan _time = TimeSpan.FromSeconds(quick ? 0.7 : 4);

    private static readonly (string Name, Func<Shapes, Delivered> Run)[] All =
    [
        ("broadcast", shapes => shapes.Broadcast()), ("rooms", shapes => shapes.InRooms()), ("calls", shapes => shapes.Calls()),
        ("steady", shapes => shapes.TenThousand()),
    ];

    public static async Task<int> Run(bool quick, CancellationToken ct)
    {
        var contenders = new List<Contender>();
        try
        {
            contenders.Add(await Contender.Ours(ct));
            contenders.Add(Contender.SocketIo());
            contenders.Add(Contender.SocketIoWithRedis());
            contenders.Add(Contender.Ws());
            contenders.Add(Contender.UWebSockets());
            new FanoutScenario(quick).Measure(contenders, ct);
            return 0;
        }
        finally
        {
            foreach (var contender in contenders)
                await contender.DisposeAsync();
        }
    }

    private void Measure(List<Contender> contenders, CancellationToken ct)
    {
        var idle = contenders.ToDictionary(contender => contender.Name, IdleKib);
        var measured = new Dictionary<(string Shape, string Name), List<Delivered>>();
        for (var round = 0; round < _rounds; round++)
        {
            foreach (var contender in contenders)
            {
                using var connections = Connections.Open(contender, Connected);
                var shapes = new Shapes(connections, contender, _time);
                foreach (var (shape, run) in All)
                {
                    ct.ThrowIfCancellationRequested();
                    var key = (shape, contender.Name);
                    if (!measured.TryGetValue(key, out var of))
                        measured.Add(key, of = []);
                    of.Add(run(shapes));
                }
            }
        }

        Print(contenders.ConvertAll(contender => contender.Name), measured);
        foreach (var (name, kib) in idle)
            Figures.Print(name == "ours" ? "fanout.kib_per_idle_connection" : $"fanout.{name}.kib_per_idle_connection", kib, "KiB");
    }

    private static void Print(List<string> names, Dictionary<(string Shape, string Name), List<Delivered>> measured)
    {
        foreach (var shape in new[] { "broadcast", "rooms", "calls" })
        {
            var own = Median(measured[(shape, "ours")], delivered => delivered.PerSecond);
            Figures.Print($"fanout.{shape}.per_s", own, "messages/s");
            foreach (var name in names.Where(name => name != "ours"))
            {
                var theirs = Median(measured[(shape, name)], delivered => delivered.PerSecond);
                Figures.Print($"fanout.{shape}.ratio_to_{name}", own / theirs, "x");
            }

            foreach (var name in names)
            {
                var of = measured[(shape, name)];
                Figures.Say(
                    $"{shape} {name}: {Median(of, delivered => delivered.PerSecond):0} messages/s, "
                    + $"{Median(of, delivered => delivered.CpuMicroseconds):0.0} µs of its CPU each, "
                    + $"p99 {Median(of, delivered => delivered.P99.TotalMilliseconds):0.0} ms");
            }
        }

        foreach (var name in names)
        {
            var of = measured[("steady", name)];
            Figures.Print(
                name == "ours" ? "fanout.p99_ms_at_10k" : $"fanout.{name}.p99_ms_at_10k",
                Median(of, delivered => delivered.P99.TotalMilliseconds), "ms");
            Figures.Say($"10,000 a second {name}: {Median(of, delivered => delivered.CpuMicroseconds):0.0} µs of its CPU each");
        }
    }

    /// <summary>What one more connection that says nothing takes of the server's resident memory.</summary>
    private double IdleKib(Contender contender)
    {
        Connections.Open(contender, ForWarmth).Dispose();
        Thread.Sleep(500);
        var before = contender.ResidentKib();
        using var connections = Connections.Open(contender, _idle);
        for (var tick = 0; tick < 20; tick++)
            connections.Read(50, (_, _, _) => { });
        return (contender.ResidentKib() - before) / _idle;
    }

    private static double Median(List<Delivered> of, Func<Delivered, double> value)
    {
        var values = of.ConvertAll(delivered => value(delivered));
        values.Sort();
        return values[values.Count / 2];
    }
}
