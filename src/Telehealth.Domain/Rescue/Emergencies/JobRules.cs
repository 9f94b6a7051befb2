using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Paramedics;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>What becomes of a job that a crew has taken.</summary>
internal static class JobRules
{
    private static readonly Rejection NotYours = EmergencyRejections.AssignmentOver with
    {
        Text = "This job is no longer yours; the report changed nothing.",
    };
    private static readonly Rejection StepIllegal = Rejection.NotNow(
        "assignment.step_illegal", "This status cannot follow the present one.");
    private static readonly Rejection DivertedToSame = Rejection.NotNow(
        "diversion.same", "The unit is on its way to this emergency already.");
    private static readonly Rejection HospitalUnknown = Rejection.Invalid("hospital.unknown", "Choose one of the listed hospitals.");

    public static Decision<EmergencyEvent> Report(ReportStatus report, Emergency emergency, DateTimeOffset now)
    {
        if (emergency is not Emergency.Open open
            || open.Find(report.Assignment) is not { IsJob: true } job
            || job.Unit != report.Unit
            || job.Epoch != report.Epoch)
        {
            return TooLate(emergency, NotYours, report.Assignment, report.Unit, report.Epoch, report.Status, report.DeviceTime, now);
        }

        if (job.Status == report.Status)
        {
            return Decision.Nothing<EmergencyEvent>();
        }

        if (!AssignmentSteps.MayFollow(job.Status, report.Status))
        {
            return StepIllegal;
        }

        return Decision.Of<EmergencyEvent>([
            new UnitStatusReported(job.Id, job.Unit, report.Status, report.DeviceTime, now),
            .. Relieved(open, job, report.Status, now),
            .. IsLast(open, job, report.Status) ? [new EmergencyCompleted(now)] : (EmergencyEvent[])[]]);
    }

    /// <summary>
    /// A report on an involvement that the unit had and that is over is kept, so that nobody loses what a crew did out of reach.
    /// </summary>
    public static Decision<EmergencyEvent> TooLate(
        Emergency emergency, Rejection rejection, AssignmentId assignment, UnitId unit, int epoch, AssignmentStatus status,
        DateTimeOffset deviceTime, DateTimeOffset now) =>
        EmergencyRules.FactsOf(emergency) is { } facts
        && facts.Ended.TryGetValue(assignment, out var had) && had == unit
        && facts.LateReports < EmergencyRules.MaxLateReports
        && (status == AssignmentStatus.Accepted || AssignmentSteps.IsReport(status))
            ? Decision.RefusedAndRecorded<EmergencyEvent>(
                rejection, new LateReportRecorded(assignment, unit, epoch, status, deviceTime, now))
            : rejection;

    public static Decision<EmergencyEvent> StandDown(StandDown standDown, Emergency.Open open, DateTimeOffset now) =>
        open.Find(standDown.Assignment) is not { } assignment ? EmergencyRejections.AssignmentOver
        : EmergencyRules.ReasonProblem(standDown.Reason) is { } problem ? problem
        : Decision.Of(OfferRules.End(assignment, standDown.Reason.Trim(), now));

    public static Decision<EmergencyEvent> Divert(DivertUnit divert, Emergency.Open open, DateTimeOffset now)
    {
        if (open.Find(divert.Assignment) is not { } assignment)
        {
            return EmergencyRejections.AssignmentOver;
        }

        if (divert.To == open.Facts.Id)
        {
            return DivertedToSame;
        }

        if (!assignment.IsUnderWay)
        {
            return EmergencyRejections.DiversionNotUnderWay;
        }

        if (!divert.ByHand && !Diversion.Allows(open.Facts.Priority, divert.ToPriority))
        {
            return EmergencyRejections.DiversionNotAllowed;
        }

        return EmergencyRules.ReasonProblem(divert.Reason) is { } problem
            ? problem
            : new UnitDiverted(assignment.Id, assignment.Unit, divert.To, divert.ByHand, divert.Reason.Trim(), now);
    }

    public static Decision<EmergencyEvent> ChooseHospital(ChooseHospital choose, Emergency.Open open, DateTimeOffset now) =>
        open.Find(choose.Assignment) is not { IsJob: true } job || job.Unit != choose.Unit ? NotYours
        : string.IsNullOrWhiteSpace(choose.Hospital)
        || choose.Hospital.Length > EmergencyRules.MaxReason
        || choose.Name.Length > EmergencyRules.MaxReason
            ? HospitalUnknown
        : new HospitalChosen(job.Id, job.Unit, choose.Hospital, choose.Name, choose.Travel, choose.Recommended, now);

    public static Decision<EmergencyEvent> HospitalNotTold(ReportHospitalNotTold failed, DateTimeOffset now) =>
        new HospitalNotTold(failed.Alarm, failed.Assignment, failed.Unit, failed.Hospital, now);

    public static Decision<EmergencyEvent> HospitalRung(EnterHospitalRung rung, DateTimeOffset now) =>
        new HospitalRung(rung.Notice, rung.Assignment, rung.Unit, rung.Hospital, rung.IsComing, now);

    private static IEnumerable<EmergencyEvent> Relieved(Emergency.Open open, Assignment job, AssignmentStatus status, DateTimeOffset now) =>
        status >= AssignmentStatus.OnScene && job.Status < AssignmentStatus.OnScene
        && job.Relieves is { } relieves && open.Find(relieves) is { IsJob: true } relieved
            ? [new JobHandedOver(relieved.Id, relieved.Unit, job.Unit, now)]
            : [];

    /// <summary>Whether nothing is left to do: nobody else is asked or bound, and nobody else is still looked for.</summary>
    private static bool IsLast(Emergency.Open open, Assignment job, AssignmentStatus status) =>
        status == AssignmentStatus.Clear
        && open.Assignments.TrueForAll(other => other == job)
        && open.Facts.Needs.TrueForAll(need => need.Number == job.Need || open.Facts.MetNeeds.Contains(need.Number));
}
