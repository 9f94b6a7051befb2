using System.Collections.Concurrent;
using Telehealth.Dispatch.Cities;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Rescue.Paramedics;

namespace Telehealth.Server.Demo;

/// <summary>
/// A living city for demo mode: simulated crews on the streets, and an emergency now and then. It uses the same commands as real devices.
/// One loop owns the crews; what other threads tell it waits in a box that holds the last word for each vehicle.
/// </summary>
internal sealed class DemoCity(City city, IDemoActions actions, TimeProvider clock, ILogger<DemoCity> log) : BackgroundService
{
    /// <summary>Above this there is enough going on.</summary>
    public const int EnoughOpenEmergencies = 4;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstEmergencyAfter = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan ShiftRetryAfter = TimeSpan.FromSeconds(10);
    private static readonly (int Shortest, int Longest) SecondsBetweenEmergencies = (120, 240);

    private readonly ConcurrentDictionary<string, JobNotice> _notices = new();
    private readonly Dictionary<string, Queue<Command>> _unsent = [];
    private readonly Random _random = new();
    private readonly Dictionary<string, DateTimeOffset> _shiftRetryAt = [];
    private readonly HashSet<string> _onShift = [];
    private DateTimeOffset _nextEmergencyAt;

    /// <summary>Tells what a simulated vehicle's job is now; null when it has none. Any thread; unknown call signs are ignored.</summary>
    public void JobChanged(string callSign, JobView? job) => _notices[callSign] = new JobNotice(job);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var routes = new CityRoutes(city);
        var invented = new InventedEmergencies(city, _random);
        var crews = Fleet.Simulated.Select(vehicle => new SimulatedCrew(vehicle, routes, CrewHabits.Usual, _random)).ToList();
        foreach (var crew in crews)
            _unsent[crew.Vehicle.CallSign] = new Queue<Command>();
        _nextEmergencyAt = clock.GetUtcNow() + FirstEmergencyAfter;
        log.CityLives(crews.Count);
        using var beat = new PeriodicTimer(Beat, clock);
        while (await beat.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var crew in crews)
                    await Live(crew, stoppingToken);
                await MaybeRaise(invented, stoppingToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // The database may be away for a moment; crews keep what they could not send.
                log.CityStumbled(problem);
            }
        }
    }

    private async Task Live(SimulatedCrew crew, CancellationToken ct)
    {
        if (!await IsOnShift(crew.Vehicle, ct))
            return;
        if (_notices.TryRemove(crew.Vehicle.CallSign, out var notice))
            crew.JobChanged(notice.Job, clock.GetUtcNow());
        var unsent = _unsent[crew.Vehicle.CallSign];
        foreach (var action in crew.Tick(clock.GetUtcNow()))
        {
            if (action is CrewAction.Position position)
                await Send(crew, position, ct);
            else
                unsent.Enqueue(new Command(Guid.CreateVersion7(), action, clock.GetUtcNow()));
        }

        // As a device does: in order, each until it is answered, and the same id when the answer was lost.
        for (; unsent.TryPeek(out var next); unsent.Dequeue())
        {
            if (await Perform(crew.Vehicle, next, ct) is not { } rejection)
                continue;
            log.CrewRefused(crew.Vehicle.CallSign, rejection.Code);
            crew.WasRefused(clock.GetUtcNow());
        }
    }

    private async Task Send(SimulatedCrew crew, CrewAction.Position position, CancellationToken ct)
    {
        if (await actions.Position(crew.Vehicle, position.Fix, ct) is not { } rejection)
            return;
        log.CrewRefused(crew.Vehicle.CallSign, rejection.Code);
        if (rejection.Is(UnitRules.OffShift))
            _onShift.Remove(crew.Vehicle.CallSign);
    }

    private async Task<bool> IsOnShift(DemoVehicle vehicle, CancellationToken ct)
    {
        if (_onShift.Contains(vehicle.CallSign))
            return true;
        var now = clock.GetUtcNow();
        if (_shiftRetryAt.TryGetValue(vehicle.CallSign, out var retryAt) && now < retryAt)
            return false;
        _shiftRetryAt[vehicle.CallSign] = now + ShiftRetryAfter;
        if (await actions.StartShift(vehicle, ct) is { } rejection)
        {
            log.CrewRefused(vehicle.CallSign, rejection.Code);
            return false;
        }

        return _onShift.Add(vehicle.CallSign);
    }

    private Task<Rejection?> Perform(DemoVehicle vehicle, Command command, CancellationToken ct)
    {
        var (id, action, at) = command;
        return action switch
        {
            CrewAction.Accept { Job: var job } =>
                actions.Accept(vehicle, new OfferAcceptance(id, job.EmergencyId, job.AssignmentId, job.Epoch, at), ct),
            CrewAction.Decline { Job: var job } decline =>
                actions.Decline(vehicle, new OfferRefusal(id, job.EmergencyId, job.AssignmentId, job.Epoch, decline.Reason, at), ct),
            CrewAction.Report { Job: var job } report =>
                actions.Report(vehicle, new StatusReport(id, job.EmergencyId, job.AssignmentId, job.Epoch, report.Status, at), ct),
            _ => throw new InvalidOperationException($"A crew has no command for {action.GetType().Name}."),
        };
    }

    private async Task MaybeRaise(InventedEmergencies invented, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (now < _nextEmergencyAt)
            return;
        _nextEmergencyAt =
            now + TimeSpan.FromSeconds(_random.Next(SecondsBetweenEmergencies.Shortest, SecondsBetweenEmergencies.Longest + 1));
        if (await actions.CountOpenEmergencies(ct) >= EnoughOpenEmergencies)
            return;
        if (await actions.RaiseEmergency(invented.Next(Guid.CreateVersion7()), ct) is { } rejection)
            log.EmergencyRefused(rejection.Code);
    }

    private sealed record JobNotice(JobView? Job);

    private sealed record Command(Guid Id, CrewAction Action, DateTimeOffset At);
}
