using Telehealth.Domain.Deciding;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Paramedics.UnitCommand;
using static Telehealth.Domain.Rescue.Paramedics.UnitEvent;

namespace Telehealth.Domain.Rescue.Paramedics;

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
                    silent.Alarm, on.Silence is { IsAcknowledged: true } last && last.Alarm == silent.Alarm, EndedAt: null),
            },
            (Unit.OnShift { Silence: { } silence } on, SilenceAcknowledged) => on with { Silence = silence with { IsAcknowledged = true } },
            (Unit.OnShift on, SilenceEnded ended) => on with { Silence = Ended(on.Silence, ended.At) },
            (Unit.OnShift, ShiftEnded) => new Unit.OffShift(),
            _ => unit,
        };

    private static Silence? Ended(Silence? silence, DateTimeOffset at) =>
        silence is { EndedAt: null } ? silence with { EndedAt = at } : silence;
}
