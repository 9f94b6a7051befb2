using System.Diagnostics;

namespace Telehealth.LoadTests.Measuring;

/// <summary>
/// Open-loop arrivals: events come when the schedule says so, however slow the server is, and a latency counts from the scheduled moment.
/// A generator that waits for answers would send less exactly when the server is slow, and hide it.
/// </summary>
internal sealed class Arrivals
{
    private readonly TimeSpan[] _schedule;
    private readonly Stopwatch _clock = new();

    /// <param name="count">How many.</param>
    /// <param name="perSecond">On average; the gaps are exponential, as those of independent callers.</param>
    /// <param name="seed">The same seed gives the same schedule.</param>
    public Arrivals(int count, double perSecond, int seed)
    {
        var random = new Random(seed);
        var at = TimeSpan.Zero;
        _schedule = new TimeSpan[count];
        for (var index = 0; index < count; index++)
        {
            at += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / perSecond);
            _schedule[index] = at;
        }
    }

    /// <summary>Since the moment that this arrival was due.</summary>
    public TimeSpan Since(int index) => _clock.Elapsed - _schedule[index];

    /// <summary>Starts each arrival on time without waiting for the one before; ends when the last has ended.</summary>
    public async Task Run(Func<int, Task> arrive, CancellationToken ct)
    {
        var running = new List<Task>(_schedule.Length);
        _clock.Start();
        for (var index = 0; index < _schedule.Length; index++)
        {
            if (_schedule[index] - _clock.Elapsed is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, ct);
            }

            running.Add(arrive(index));
        }

        await Task.WhenAll(running);
    }
}
