using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Paramedics.UnitCommand;
using static Telehealth.Domain.Rescue.Paramedics.UnitEvent;

namespace Telehealth.Domain.Rescue.Paramedics;

/// <summary>What happened to a unit.</summary>
public abstract record UnitEvent
{
    private UnitEvent()
    {
    }

    /// <summary>A crew took a vehicle and can be sent.</summary>
    public sealed record ShiftStarted(
        UnitId Unit,
        Guid Vehicle,
        string CallSign,
        IReadOnlyList<PersonId> Crew,
        Skills Skills,
        DateTimeOffset At
    ) : UnitEvent;

    /// <summary>The crew can no longer be offered jobs, for a reason.</summary>
    public sealed record UnitPaused(string Reason, DateTimeOffset At) : UnitEvent;

    /// <summary>The crew can be offered jobs again.</summary>
    public sealed record UnitResumed(DateTimeOffset At) : UnitEvent;

    /// <summary>A dispatcher asked the idle crew to wait at a post.</summary>
    /// <param name="Post">What the post is called.</param>
    /// <param name="Place">Where it is.</param>
    /// <param name="At">When, by the server's clock.</param>
    public sealed record UnitPosted(string Post, GeoPoint Place, DateTimeOffset At) : UnitEvent;

    /// <summary>Nothing was heard of an available crew for too long: an alarm asks a dispatcher to call it.</summary>
    /// <param name="Alarm">The one before it when the crew was back for a moment only: what was acknowledged stays acknowledged.</param>
    /// <param name="Since">Since when nothing was heard, by the server's clock.</param>
    /// <param name="At">When, by the server's clock.</param>
    public sealed record UnitWentSilent(AlarmId Alarm, DateTimeOffset Since, DateTimeOffset At) : UnitEvent;

    /// <summary>A dispatcher has seen that the crew is silent and looks after it.</summary>
    public sealed record SilenceAcknowledged(AlarmId Alarm, DateTimeOffset At) : UnitEvent;

    /// <summary>The silence is over; a pause and the end of the shift end it too, without this.</summary>
    public sealed record SilenceEnded(SilenceEnd Because, DateTimeOffset At) : UnitEvent;

    /// <summary>The crew gave the vehicle back.</summary>
    public sealed record ShiftEnded(DateTimeOffset At) : UnitEvent;
}

/// <summary>What ended a silence.</summary>
public enum SilenceEnd
{
    /// <summary>The crew was heard again.</summary>
    HeardAgain,

    /// <summary>It has a job, whose own alarm asks after it.</summary>
    HasJob,
}

/// <summary>What may be asked of a unit.</summary>
public abstract record UnitCommand
{
    private UnitCommand()
    {
    }

    /// <summary>A crew takes a vehicle.</summary>
    public sealed record StartShift(UnitId Unit, Guid Vehicle, string CallSign, IReadOnlyList<PersonId> Crew, Skills Skills) : UnitCommand;

    /// <summary>The crew asks not to be offered jobs.</summary>
    public sealed record Pause(string Reason) : UnitCommand;

    /// <summary>The crew can be offered jobs again.</summary>
    public sealed record Resume : UnitCommand;

    /// <summary>The crew is asked to wait at a post, so that less is left uncovered. It binds nobody: jobs are offered as before.</summary>
    public sealed record SendToPost(string Post, GeoPoint Place) : UnitCommand;

    /// <summary>Nothing is heard of the crew. Said too early, or again while it is silent, it changes nothing.</summary>
    /// <param name="Alarm">The alarm's id, if it becomes a new one.</param>
    /// <param name="Since">Since when nothing was heard, by the server's clock.</param>
    /// <param name="LastWordAt">When its device was last heard or its status last entered, by whomever; not before a node listened.</param>
    /// <param name="After">How long that may be ago.</param>
    /// <param name="BackForAtLeast">A crew that was back for less than this goes on with its last alarm.</param>
    public sealed record ReportSilent(
        AlarmId Alarm, DateTimeOffset Since, DateTimeOffset LastWordAt, TimeSpan After, TimeSpan BackForAtLeast) : UnitCommand;

    /// <summary>A dispatcher has seen the alarm: it sounds no more, and is shown until the silence is over.</summary>
    public sealed record AcknowledgeSilence(AlarmId Alarm) : UnitCommand;

    /// <summary>There is nothing more to ask. Said of a crew that is not silent, it changes nothing.</summary>
    public sealed record EndSilence(SilenceEnd Because) : UnitCommand;

    /// <summary>The crew goes home. That no job is live is a constraint of the database.</summary>
    public sealed record EndShift : UnitCommand;
}

/// <summary>A crew on one shift with one vehicle.</summary>
public abstract record Unit
{
    private Unit()
    {
    }

    /// <summary>The shift has not begun.</summary>
    public sealed record Unknown : Unit;

    /// <summary>On shift; paused units are not offered jobs.</summary>
    public sealed record OnShift(string CallSign, Skills Skills, bool Paused) : Unit
    {
        /// <summary>The last time nothing was heard of it, over or not; null when that has not happened.</summary>
        public Silence? Silence { get; init; }
    }

    /// <summary>The shift is over.</summary>
    public sealed record OffShift : Unit;
}

/// <summary>A crew of which nothing was heard while it was available.</summary>
/// <param name="Alarm">The alarm that it raised.</param>
/// <param name="IsAcknowledged">Whether a dispatcher has seen it.</param>
/// <param name="EndedAt">Null while it lasts.</param>
public sealed record Silence(AlarmId Alarm, bool IsAcknowledged, DateTimeOffset? EndedAt)
{
    /// <summary>Whether a crew has been silent for so long that a person must know, with a job or without.</summary>
    /// <param name="lastWordAt">When something was last heard of it.</param>
    /// <param name="after">How long that may be ago.</param>
    /// <param name="now">The time, by the same clock.</param>
    public static bool IsTooLong(DateTimeOffset lastWordAt, TimeSpan after, DateTimeOffset now) => now - lastWordAt > after;
}

/// <summary>The rules of a unit.</summary>
public static class UnitRules
{
    /// <summary>Longest reason of a pause, in characters.</summary>
    public const int MaxReason = 200;

    /// <summary>The rules as a value for the event store.</summary>
    public static readonly Decider<UnitCommand, Unit, UnitEvent> Decider = new("unit", new Unit.Unknown(), Decide, Evolve);

    /// <summary>Its shift has ended, or never began.</summary>
    public static readonly Rejection OffShift = Rejection.NotNow("unit.off_shift", "This unit is not on shift.");

    /// <summary>No post is called that.</summary>
    public static readonly Rejection PostUnknown = Rejection.Invalid("post.unknown", "Choose one of the listed posts.");

    private static readonly Rejection NoCrew = Rejection.Invalid("unit.no_crew", "A shift needs a crew.");
    private static readonly Rejection ShiftExists = Rejection.NotNow("unit.exists", "This shift has already been started.");
    private static readonly Rejection PauseReasonInvalid =
        Rejection.Invalid("unit.reason_invalid", $"Say in 1 to {MaxReason} characters why the unit pauses.");
    private static readonly Rejection Resting =
        Rejection.NotNow("unit.resting", "This crew has a break. Ask another one, or wait until it is back.");
    // Kept, though it reads like one that is not found: a repeat must not acknowledge a silence that began since.
    private static readonly Rejection SilenceOver = Rejection.NotNow("alarm.not_found", "This alarm is over.");

    private static Decision<UnitEvent> Decide(UnitCommand command, Unit unit, DateTimeOffset now) => (command, unit) switch
    {
        (StartShift { Crew.Count: 0 }, _) => NoCrew,
        (StartShift start, Unit.Unknown) => new ShiftStarted(start.Unit, start.Vehicle, start.CallSign, start.Crew, start.Skills, now),
        (StartShift, _) => ShiftExists,
        (Pause, Unit.OnShift { Paused: true }) => Decision.Nothing<UnitEvent>(),
        (Pause pause, Unit.OnShift) when string.IsNullOrWhiteSpace(pause.Reason) || pause.Reason.Length > MaxReason => PauseReasonInvalid,
        (Pause pause, Unit.OnShift) => new UnitPaused(pause.Reason.Trim(), now),
        (Resume, Unit.OnShift { Paused: false }) => Decision.Nothing<UnitEvent>(),
        (Resume, Unit.OnShift) => new UnitResumed(now),
        (SendToPost, Unit.OnShift { Paused: true }) => Resting,
        (SendToPost send, Unit.OnShift) => string.IsNullOrWhiteSpace(send.Post) || send.Post.Length > MaxReason
            ? PostUnknown
            : new UnitPosted(send.Post, send.Place, now),
        (ReportSilent, Unit.OnShift { Paused: true } or Unit.OnShift { Silence: { EndedAt: null } }) => Decision.Nothing<UnitEvent>(),
        (ReportSilent report, Unit.OnShift) when !Silence.IsTooLong(report.LastWordAt, report.After, now) => Decision.Nothing<UnitEvent>(),
        (ReportSilent report, Unit.OnShift on) => new UnitWentSilent(AlarmOf(report, on.Silence, now), report.Since, now),
        (AcknowledgeSilence seen, Unit.OnShift { Silence: { } silence }) when silence.Alarm == seen.Alarm =>
            silence.IsAcknowledged ? Decision.Nothing<UnitEvent>() : new SilenceAcknowledged(seen.Alarm, now),
        (AcknowledgeSilence, Unit.OnShift) => SilenceOver,
        (EndSilence end, Unit.OnShift { Silence: { EndedAt: null } }) => new SilenceEnded(end.Because, now),
        (EndSilence, _) => Decision.Nothing<UnitEvent>(),
        (EndShift, Unit.OnShift) => new ShiftEnded(now),
        (EndShift, Unit.OffShift) => Decision.Nothing<UnitEvent>(),
        _ => OffShift,
    };

    /// <summary>A crew whose line comes and goes is one alarm, so that one acknowledgement is enough for all of it.</summary>
    private static AlarmId AlarmOf(ReportSilent report, Silence? last, DateTimeOffset now) =>
        last is { EndedAt: { } back } && now - back < report.BackForAtLeast ? last.Alarm : report.Alarm;

    private static Unit Evolve(Unit unit, UnitEvent happened) =>
        (unit, happened) switch
        {
            (_, ShiftStarted started) => new Unit.OnShift(started.CallSign, started.Skills, Paused: false),
            (Unit.OnShift on, UnitPaused paused) => on with { Paused = true, Silence = Ended(on.Silence, paused.At) },
            (Unit.OnShift on, UnitResumed) => on with { Paused = false },
            (Unit.OnShift on, UnitWentSilent silent) => on with
            {
                Silence = new Silence(
                    silent.Alarm,
                    on.Silence is { IsAcknowledged: true } last && last.Alarm == silent.Alarm,
                    EndedAt: null
                ),
            },
            (Unit.OnShift { Silence: { } silence } on, SilenceAcknowledged) => on with { Silence = silence with { IsAcknowledged = true } },
            (Unit.OnShift on, SilenceEnded ended) => on with { Silence = Ended(on.Silence, ended.At) },
            (Unit.OnShift, ShiftEnded) => new Unit.OffShift(),
            _ => unit,
        };

    private static Silence? Ended(Silence? silence, DateTimeOffset at) =>
        silence is { EndedAt: null } ? silence with { EndedAt = at } : silence;
}
