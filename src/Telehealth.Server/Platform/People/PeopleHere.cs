using System.Diagnostics;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Platform.People;

/// <summary>
/// Tells people's grains which of their devices are connected to this node: at most once a second for each person, however many pages came
/// and went meanwhile; at once when a sign-in has ended; and now and then for as long as they stay. Whoever connects does not wait for it,
/// and no person for another: whose grain does not answer is told of again later.
/// </summary>
internal sealed class PeopleHere(
    ConnectionRegistry connections, IGrainFactory grains, ClusterNodes nodes, PeopleMetrics metrics, IOptions<PeopleOptions> options,
    ILogger<PeopleHere> log) : BackgroundService, IHeldBySession
{
    /// <summary>Beyond them people wait for the next call that is answered, or fails.</summary>
    private const int MostCallsAtOnce = 1000;

    private const int TellsInLease = 3;

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<PersonKey, PersonHere> _people = [];
    private readonly SemaphoreSlim _wake = new(0);
    private readonly long _began = Stopwatch.GetTimestamp();
    private int _calls;
    private long _round;

    /// <summary>What the connections hold already.</summary>
    public IEnumerable<(TenantId Tenant, Guid SessionId)> Sessions => [];

    /// <summary>Of how many people something has changed here that their grain has not heard of.</summary>
    public int Untold
    {
        get
        {
            lock (_lock)
            {
                TakeChanges();
                return _people.Values.Count(person => person.IsUntold);
            }
        }
    }

    private TimeSpan Now => Stopwatch.GetElapsedTime(_began);

    public void End(IReadOnlySet<Guid> sessionIds)
    {
        var any = false;
        lock (_lock)
        {
            TakeChanges();
            // Sign-ins end rarely, so a walk over all people beats keeping an index of their devices.
            foreach (var person in _people.Values)
                any |= person.End(sessionIds, Now);
        }

        if (any)
            _wake.Release();
    }

    /// <summary>A grain that came up anew asks who has its person.</summary>
    public void TellAgain(PersonKey key)
    {
        lock (_lock)
        {
            if (!_people.TryGetValue(key, out var person) || !person.TellAgain(Now))
                return;
        }

        _wake.Release();
    }

    /// <summary>Grains have gone with their nodes.</summary>
    public void TellAllAgain()
    {
        lock (_lock)
        {
            foreach (var person in _people.Values)
                person.TellAgain(Now);
        }

        _wake.Release();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Observe("telehealth.people.untold", () => Untold, "People of whose devices here their grain has not heard yet.");
        while (!stoppingToken.IsCancellationRequested)
        {
            await _wake.WaitAsync(TellEvery, stoppingToken);
            try
            {
                TellWhatIsDue();
            }
            catch (Exception problem)
            {
                log.PeopleNotTold(problem);
            }
        }
    }

    private void TellWhatIsDue()
    {
        lock (_lock)
        {
            TakeChanges();
            foreach (var (key, person) in _people)
            {
                if (person.IsOver)
                    _people.Remove(key);
                else if (_calls < MostCallsAtOnce && person.Take(Now) is { } devices)
                {
                    _calls++;
                    _ = Tell(key, person, new DevicesAtNode(nodes.Self, ++_round, devices.Connected, devices.Ended));
                }
            }
        }
    }

    /// <summary>Never fails, and ends by itself within the time that a grain has to answer.</summary>
    private async Task Tell(PersonKey key, PersonHere person, DevicesAtNode news)
    {
        await Task.Yield();
        var wasHeard = false;
        try
        {
            metrics.Called();
            await grains.GetGrain<IPersonGrain>(key.Grain).Hear(news);
            wasHeard = true;
        }
        catch (Exception)
        {
            // Nobody has answered in time, its node has just gone, or what it remembers cannot be read.
            metrics.CallFailed();
        }

        lock (_lock)
        {
            person.Told(Now + (wasHeard ? options.Value.Lease / TellsInLease : TryAgainAfter), wasHeard);
            // Whoever had to wait for a place has one now.
            if (--_calls != MostCallsAtOnce / 2)
                return;
        }

        _wake.Release();
    }

    private void TakeChanges()
    {
        foreach (var (tenant, id, sessions) in connections.TakeChanged())
        {
            var key = new PersonKey(tenant, id);
            if (!_people.TryGetValue(key, out var person))
                _people.Add(key, person = new PersonHere(TellEvery));
            person.See(sessions, Now);
        }
    }
}
