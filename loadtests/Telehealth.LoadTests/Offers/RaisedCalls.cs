using System.Collections.Concurrent;
using System.Globalization;
using Telehealth.LoadTests.Measuring;

namespace Telehealth.LoadTests.Offers;

/// <summary>
/// Emergencies that a load test raises, and how long each took to its first offer, counted from the moment at which it was due.
/// </summary>
internal sealed class RaisedCalls(Arrivals arrivals, int seed, string name = "load", LatencyHistogram? latencies = null)
{
    private readonly ConcurrentDictionary<string, int> _waiting = new(StringComparer.Ordinal);
    private readonly Random _random = new(seed);

    public LatencyHistogram Latencies { get; } = latencies ?? new LatencyHistogram();

    /// <summary>Told the command that is about to be sent.</summary>
    public Action<Guid>? Raising { get; init; }

    /// <summary>Raised and never offered to anybody.</summary>
    public int Missed => _waiting.Count;

    public object Next(int index)
    {
        var description = string.Create(CultureInfo.InvariantCulture, $"{name} {index}");
        _waiting[description] = index;
        double north, east;
        lock (_random)
        {
            (north, east) = (_random.NextDouble() - 0.5, _random.NextDouble() - 0.5);
        }

        var command = Guid.NewGuid();
        Raising?.Invoke(command);
        return EmergencyCall.Of(description, north * 0.06, east * 0.12, command);
    }

    /// <summary>Only the first offer of each counts: a second one follows a refusal.</summary>
    public void Offered(JobNotice job)
    {
        if (_waiting.TryRemove(job.Description, out var index))
        {
            Latencies.Add(arrivals.Since(index));
        }
    }

    public async Task WaitUntilAllOffered(TimeSpan atMost, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(atMost);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (!_waiting.IsEmpty && await look.WaitForNextTickAsync(patience.Token))
            {
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            Figures.Say($"{_waiting.Count} emergencies were never offered");
        }
    }
}
