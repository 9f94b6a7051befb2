using System.Diagnostics;

namespace Telehealth.Server.Platform.People;

/// <summary>
/// Whether people are there, as far as this node knows: for screens that show it again and again. It asks their grains, hears from all
/// nodes who comes and goes, and asks again now and then, in case that it missed something. What it could not ask it does not know. Whose
/// presence somebody may see, whoever asks must know. Any thread may call.
/// </summary>
internal sealed class PresenceOfPeople(IGrainFactory grains, PeopleMetrics metrics)
{
    /// <summary>Beyond them nothing is known of those who were not known before.</summary>
    private const int MostPeople = 10_000;

    private const int MostCallsAtOnce = 200;
    private static readonly TimeSpan AskedAgainAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan KeptUnasked = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WaitedFor = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly Dictionary<PersonKey, Known> _people = [];
    private readonly long _began = Stopwatch.GetTimestamp();
    private int _calls;

    /// <summary>Somebody whom this node was asked about has come or gone. On the bus's own loop: handlers hand over and return.</summary>
    public event Action? Changed;

    private TimeSpan Now => Stopwatch.GetElapsedTime(_began);

    /// <summary>Of each of these people of whom it is known. Waits half a second at most: what comes later is known next time.</summary>
    public async Task<IReadOnlyDictionary<Guid, PersonPresence>> Of(TenantId tenant, IReadOnlyCollection<Guid> people, CancellationToken ct)
    {
        PersonKey[] keys = [.. people.Select(person => new PersonKey(tenant, person))];
        var answers = Task.WhenAll(Ask(keys));
        await answers.WaitAsync(WaitedFor, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return keys.Select(key => (key.Person, Known: _people.GetValueOrDefault(key)))
                .Where(one => one.Known is { Presence: not null } known && Now - known.At < BelievedFor)
                .ToDictionary(one => one.Person, one => one.Known!.Presence!.Value);
        }
    }

    /// <summary>As their grain tells all nodes.</summary>
    public void Hear(PersonKey person, PersonPresence presence)
    {
        lock (_lock)
        {
            if (!_people.TryGetValue(person, out var known))
                return;
            known.Learn(presence, Now);
        }

        Changed?.Invoke();
    }

    /// <summary>Grains have gone with their nodes: they come up anew when they are asked.</summary>
    public void AskAllAgain()
    {
        lock (_lock)
        {
            foreach (var known in _people.Values)
                known.IsDoubtful = true;
        }

        Changed?.Invoke();
    }

    private List<Task> Ask(IReadOnlyCollection<PersonKey> keys)
    {
        List<Task> answers = [];
        lock (_lock)
        {
            foreach (var old in _people.Where(one => Now - one.Value.WantedAt > KeptUnasked).Select(one => one.Key).ToArray())
                _people.Remove(old);
            foreach (var key in keys)
            {
                if (!_people.TryGetValue(key, out var known))
                {
                    if (_people.Count >= MostPeople)
                        continue;
                    _people.Add(key, known = new Known());
                }

                known.WantedAt = Now;
                if (!known.IsDue(Now, AskedAgainAfter) || _calls >= MostCallsAtOnce)
                    continue;
                _calls++;
                known.IsBeingAsked = true;
                known.IsDoubtful = false;
                answers.Add(Ask(key, known, known.News));
            }
        }

        return answers;
    }

    /// <summary>Never fails, and ends by itself within the time that a grain has to answer.</summary>
    private async Task Ask(PersonKey key, Known known, int news)
    {
        await Task.Yield();
        PersonPresence? answer = null;
        try
        {
            answer = await grains.GetGrain<IPersonGrain>(key.Grain).Presence();
        }
        catch (Exception)
        {
            // Nobody has answered in time, or what the grain remembers cannot be read.
            metrics.CallFailed();
        }

        lock (_lock)
        {
            _calls--;
            known.IsBeingAsked = false;
            // What was told meanwhile may be newer than the answer.
            if (answer is { } presence && known.News == news)
                known.Learn(presence, Now);
        }
    }

    private sealed class Known
    {
        public PersonPresence? Presence { get; private set; }

        /// <summary>When it was last known to be so.</summary>
        public TimeSpan At { get; private set; }

        public TimeSpan WantedAt { get; set; }

        public bool IsBeingAsked { get; set; }

        public bool IsDoubtful { get; set; }

        /// <summary>How often something was learnt.</summary>
        public int News { get; private set; }

        public bool IsDue(TimeSpan now, TimeSpan again) => !IsBeingAsked && (Presence is null || IsDoubtful || now - At >= again);

        public void Learn(PersonPresence presence, TimeSpan now)
        {
            (Presence, At) = (presence, now);
            News++;
        }
    }
}
