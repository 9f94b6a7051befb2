using System.Collections.Concurrent;
using Telehealth.Dispatch.Cities;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Rescue.Paramedics;

namespace Telehealth.Server.Demo;

/// <summary>
/// The crews and callers of the living city, for as long as this server runs it. One loop owns them. What a crew was about to send when
/// another server took over is lost with that one; the next decides anew from the job and from where the vehicle was last seen.
/// </summary>
internal sealed class CityLife(
    City city, IDemoActions actions, IReadOnlyDictionary<string, JobNotice> notices, TimeProvider clock, ILogger log)
{
    /// <summary>Above this there is enough going on.</summary>
    private const int EnoughOpenEmergencies = 4;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstEmergencyAfter = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan ShiftRetryAfter = TimeSpan.FromSeconds(10);
    private static readonly (int Shortest, int Longest) SecondsBetweenEmergencies = (120, 240);

    private readonly Dictionary<string, JobNotice> _told = [];
    private readonly Dictionary<string, Queue<Command>> _unsent = [];
    private readonly Random _random = new();
    private readonly Dictionary<string, DateTimeOffset> _shiftRetryAt = [];
    private readonly HashSet<string> _onShift = [];
    private DateTimeOffset _nextEmergencyAt;

    public async Task Live(CancellationToken ct)
    {
        var routes = new CityRoutes(city);
        var invented = new InventedEmergencies(city, _random);
        var crews = Fleet.Simulated.Select(vehicle => new SimulatedCrew(vehicle, routes, CrewHabits.Usual, _random)).ToList();
        foreach (var crew in crews)
            _unsent[crew.Vehicle.CallSign] = new Queue<Command>();
        _nextEmergencyAt = clock.GetUtcNow() + FirstEmergencyAfter;
        log.CityLives(crews.Count);
        using var beat = new PeriodicTimer(Beat, clock);
        while (await beat.WaitForNextTickAsync(ct))
        {
            try
            {
                foreach (var crew in crews)
                    await Live(crew, ct);
                await MaybeRaise(invented, ct);
            }
            catch (Exception problem) when (problem is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                // The database may be away for a moment; crews keep what they could not send.
                log.CityStumbled(problem);
            }
        }
    }

    private async Task Live(SimulatedCrew crew, CancellationToken ct)
    {
        if (!await IsOnShift(crew, ct))
            return;
        if (notices.TryGetValue(crew.Vehicle.CallSign, out var notice)
            && !ReferenceEquals(_told.GetValueOrDefault(crew.Vehicle.CallSign), notice))
        {
            _told[crew.Vehicle.CallSign] = notice;
            crew.JobChanged(notice.Job, clock.GetUtcNow());
        }

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

    private async Task<bool> IsOnShift(SimulatedCrew crew, CancellationToken ct)
    {
        var vehicle = crew.Vehicle;
        if (_onShift.Contains(vehicle.CallSign))
            return true;
        var now = clock.GetUtcNow();
        var isFirst = !_shiftRetryAt.TryGetValue(vehicle.CallSign, out var retryAt);
        if (now < retryAt)
            return false;
        _shiftRetryAt[vehicle.CallSign] = now + ShiftRetryAfter;
        if (await actions.StartShift(vehicle, ct) is { } rejection)
        {
            log.CrewRefused(vehicle.CallSign, rejection.Code);
            return false;
        }

        if (isFirst && await actions.LastPlace(vehicle, ct) is { } place)
            crew.GoOnFrom(place, now);
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

    private sealed record Command(Guid Id, CrewAction Action, DateTimeOffset At);
}
