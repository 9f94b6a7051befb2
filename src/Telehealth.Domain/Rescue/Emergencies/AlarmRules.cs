using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>
/// When a wait is so long that a person must know. A clock proposes by what its rows look like,
/// and brings along how long the service lets people wait; whether the alarm is due, and due
/// only once, is decided here. What comes too early changes nothing, and the clock comes again.
/// </summary>
internal static class AlarmRules
{
    /// <summary>Minutes matter, and no crew has taken it. Once: the search goes on all the same.</summary>
    public static Decision<EmergencyEvent> Overdue(ReportAnswerOverdue overdue, Emergency.Open open, DateTimeOffset now) =>
        open is { HasCrew: false, Facts.OverdueTold: false }
        && open.Facts.Priority.IsUrgent() && IsLong(open.Facts.RaisedAt, overdue.After, now)
            ? new AnswerOverdue(overdue.Alarm, now)
            : Decision.Nothing<EmergencyEvent>();

    /// <summary>Whoever waits is asked how they are, again and again until a crew has taken it.</summary>
    public static Decision<EmergencyEvent> Welfare(AskForWelfare ask, Emergency.Open open, DateTimeOffset now) =>
        !open.HasCrew && IsLong(open.Facts.WelfareAskedAt ?? open.Facts.RaisedAt, ask.Every, now)
            ? new WelfareCheckDue(ask.Alarm, now)
            : Decision.Nothing<EmergencyEvent>();

    /// <summary>Nobody has said where help is needed, so no unit is looked for. Once.</summary>
    public static Decision<EmergencyEvent> PlaceMissing(ReportPlaceMissing missing, Emergency.Open open, DateTimeOffset now) =>
        open.Facts is { Place.Point: null, PlaceAlarm: null } && IsLong(open.Facts.RaisedAt, missing.After, now)
            ? new PlaceStillMissing(missing.Alarm, now)
            : Decision.Nothing<EmergencyEvent>();

    /// <summary>No crew has taken it while no console was open. Once.</summary>
    public static Decision<EmergencyEvent> NobodyPresent(ReportNobodyPresent nobody, Emergency.Open open, DateTimeOffset now) =>
        open is { HasCrew: false, Facts.NobodyPresentTold: false } && IsLong(open.Facts.RaisedAt, nobody.After, now)
            ? new NobodyPresent(nobody.Alarm, now)
            : Decision.Nothing<EmergencyEvent>();

    /// <summary>A crew that has the job is not heard of. It keeps the job; once for each job.</summary>
    public static Decision<EmergencyEvent> Silent(ReportUnitSilent silent, Emergency.Open open, DateTimeOffset now) =>
        open.Find(silent.Assignment) is { IsJob: true } job
        && !open.Facts.SilentAssignments.Contains(job.Id) && Silence.IsTooLong(silent.HeardAt, silent.After, now)
            ? new UnitFellSilent(silent.Alarm, job.Id, job.Unit, now)
            : Decision.Nothing<EmergencyEvent>();

    private static bool IsLong(DateTimeOffset since, TimeSpan patience, DateTimeOffset now) => now - since > patience;
}
