using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Simulation;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Rescue.Paramedics;

namespace Telehealth.Server.Demo;

/// <summary>How simulated crews behave. Times are shorter than in life, so that there is something to see.</summary>
internal sealed record CrewHabits
{
    public static readonly CrewHabits Usual = new();

    public (double Shortest, double Longest) AnswerSeconds { get; init; } = (3, 8);

    public (double Shortest, double Longest) TurnOutSeconds { get; init; } = (2, 6);

    public (double Shortest, double Longest) OnSceneSeconds { get; init; } = (60, 150);

    public (double Shortest, double Longest) AtHospitalSeconds { get; init; } = (40, 90);

    /// <summary>Share of offers that are declined.</summary>
    public double Declines { get; init; } = 0.06;

    /// <summary>Share of offers that are never answered.</summary>
    public double Ignores { get; init; } = 0.04;

    /// <summary>Share of patients who are taken to a hospital.</summary>
    public double Transports { get; init; } = 0.7;
}

/// <summary>
/// One simulated crew: told the time and what its job is, it says what its device would send. It waits at its post, answers offers, drives
/// to the scene with lights, stays, takes the patient to a hospital or not, clears, and drives home. Owned by the living city's loop.
/// </summary>
internal sealed class SimulatedCrew(DemoVehicle vehicle, CityRoutes routes, CrewHabits habits, Random random)
{
    private static readonly TimeSpan StandingFixEvery = TimeSpan.FromSeconds(10);

    private Activity _activity = new Waiting();
    private JobView? _job;
    private JobView? _finished;
    private GeoPoint _place = routes.Post(vehicle.Post);
    private DateTimeOffset _lastFixAt = DateTimeOffset.MinValue;

    public DemoVehicle Vehicle => vehicle;

    /// <summary>It has been on the road before, under another server's hands: it goes on from there, home if it has no job.</summary>
    public void GoOnFrom(GeoPoint place, DateTimeOffset now)
    {
        _place = place;
        GoHome(now);
    }

    /// <summary>
    /// Takes in what the server says about the job: an offer, a job of before a restart, or null when it has none any more.
    /// </summary>
    public void JobChanged(JobView? job, DateTimeOffset now)
    {
        if (job is null || job.Status >= AssignmentStatus.Clear)
        {
            if (_job is not null && (job is null || IsSame(job, _job)))
                GoHome(now);
            return;
        }

        // News of a job that the crew has just left is late, not a new job.
        if (_finished is { } finished && IsSame(job, finished))
            return;

        if (_job is { } known && IsSame(job, known))
        {
            _job = job;
            return;
        }

        _job = job;
        _activity = job.Status switch
        {
            AssignmentStatus.Offered => Consider(now),
            AssignmentStatus.Accepted => new TurningOut(now + Some(habits.TurnOutSeconds)),
            AssignmentStatus.EnRoute => ToScene(job, now),
            AssignmentStatus.OnScene => new OnScene(now + Some(habits.OnSceneSeconds)),
            AssignmentStatus.Transporting => new ToHospital(new RouteFollower(routes.ToHospital(_place), now)),
            _ => new AtHospital(now + Some(habits.AtHospitalSeconds)),
        };
    }

    /// <summary>The server refused what the crew did: it was too late, so the job is not theirs.</summary>
    public void WasRefused(DateTimeOffset now)
    {
        if (_job is not null)
            GoHome(now);
    }

    /// <summary>What the device sends at this moment, in order.</summary>
    public IReadOnlyList<CrewAction> Tick(DateTimeOffset now)
    {
        List<CrewAction> actions = [];
        var position = Move(now);
        if (position is { Arrived: false } || now - _lastFixAt >= StandingFixEvery)
        {
            _lastFixAt = now;
            actions.Add(new CrewAction.Position(Fix(position, now)));
        }

        if (Next(now) is { } action)
            actions.Add(action);
        return actions;
    }

    private CrewAction? Next(DateTimeOffset now)
    {
        if (_job is not { } job)
        {
            if (_activity is GoingHome home && home.Way.ArrivesAt <= now)
                _activity = new Waiting();
            return null;
        }

        switch (_activity)
        {
            case Considering considering when considering.AnswerAt <= now:
                return Answer(considering, job, now);
            case TurningOut turning when turning.ReadyAt <= now:
                _activity = ToScene(job, now);
                return new CrewAction.Report(job, AssignmentStatus.EnRoute);
            case DrivingToScene driving when driving.Way.ArrivesAt <= now:
                _activity = new OnScene(now + Some(habits.OnSceneSeconds));
                return new CrewAction.Report(job, AssignmentStatus.OnScene);
            case OnScene scene when scene.Until <= now && random.NextDouble() < habits.Transports:
                _activity = new ToHospital(new RouteFollower(routes.ToHospital(_place), now));
                return new CrewAction.Report(job, AssignmentStatus.Transporting);
            case OnScene scene when scene.Until <= now:
                GoHome(now);
                return new CrewAction.Report(job, AssignmentStatus.Clear);
            case ToHospital transport when transport.Way.ArrivesAt <= now:
                _activity = new AtHospital(now + Some(habits.AtHospitalSeconds));
                return new CrewAction.Report(job, AssignmentStatus.AtHospital);
            case AtHospital hospital when hospital.Until <= now:
                GoHome(now);
                return new CrewAction.Report(job, AssignmentStatus.Clear);
            default:
                return null;
        }
    }

    private CrewAction? Answer(Considering considering, JobView job, DateTimeOffset now)
    {
        switch (considering.Answer)
        {
            case Reply.Accept:
                _activity = new TurningOut(now + Some(habits.TurnOutSeconds));
                return new CrewAction.Accept(job);
            case Reply.Decline:
                GoHome(now);
                return new CrewAction.Decline(job, "Vehicle is being restocked.");
            default:
                // Looks away until the server takes the offer back.
                return null;
        }
    }

    private Considering Consider(DateTimeOffset now)
    {
        var chance = random.NextDouble();
        var answer = chance < habits.Declines ? Reply.Decline : chance < habits.Declines + habits.Ignores ? Reply.Ignore : Reply.Accept;
        return new Considering(now + Some(habits.AnswerSeconds), answer, (_activity as OnTheRoad)?.Way);
    }

    private DrivingToScene ToScene(JobView job, DateTimeOffset now)
    {
        var scene = GeoPoint.TryCreate(job.Location.Latitude ?? double.NaN, job.Location.Longitude ?? double.NaN, out var place)
            ? place
            : _place;
        return new DrivingToScene(new RouteFollower(routes.Between(_place, scene, DrivingMode.LightsAndSirens), now));
    }

    private void GoHome(DateTimeOffset now)
    {
        (_finished, _job) = (_job, null);
        _activity = new GoingHome(new RouteFollower(routes.Between(_place, routes.Post(vehicle.Post), DrivingMode.Regular), now));
    }

    /// <summary>An offer is read while driving on; everything else that is not on the road stands.</summary>
    private RoutePosition Move(DateTimeOffset now)
    {
        var way = _activity switch
        {
            OnTheRoad road => road.Way,
            Considering considering => considering.Meanwhile,
            _ => null,
        };
        var position = way?.At(now) ?? new RoutePosition(_place, null, null, true);
        _place = position.Place;
        return position;
    }

    /// <summary>A receiver in a town is some metres off, and says so.</summary>
    private PositionFix Fix(RoutePosition position, DateTimeOffset now)
    {
        const double degreesPerMetre = 1 / 111_195.0;
        double Off() => (random.NextDouble() + random.NextDouble() - 1) * 3 * degreesPerMetre;
        return new PositionFix(
            position.Place.Latitude + Off(), position.Place.Longitude + Off(), 4 + random.Next(0, 8),
            position.Speed?.MetresPerSecond ?? 0, position.HeadingDegrees, now);
    }

    private TimeSpan Some((double Shortest, double Longest) seconds) =>
        TimeSpan.FromSeconds(seconds.Shortest + random.NextDouble() * (seconds.Longest - seconds.Shortest));

    private static bool IsSame(JobView job, JobView other) => job.AssignmentId == other.AssignmentId && job.Epoch == other.Epoch;

    private enum Reply
    {
        Accept,
        Decline,
        Ignore,
    }

    private abstract record Activity;

    private abstract record OnTheRoad(RouteFollower Way) : Activity;

    private sealed record Waiting : Activity;

    private sealed record GoingHome(RouteFollower Way) : OnTheRoad(Way);

    /// <param name="Meanwhile">The way home that the crew is on while it reads the offer.</param>
    private sealed record Considering(DateTimeOffset AnswerAt, Reply Answer, RouteFollower? Meanwhile) : Activity;

    private sealed record TurningOut(DateTimeOffset ReadyAt) : Activity;

    private sealed record DrivingToScene(RouteFollower Way) : OnTheRoad(Way);

    private sealed record OnScene(DateTimeOffset Until) : Activity;

    private sealed record ToHospital(RouteFollower Way) : OnTheRoad(Way);

    private sealed record AtHospital(DateTimeOffset Until) : Activity;
}
