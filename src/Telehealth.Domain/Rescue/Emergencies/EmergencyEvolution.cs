using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>What each event changes. Total: an event that fits no longer, because it stands in an old log, changes nothing.</summary>
internal static class EmergencyEvolution
{
    public static Emergency Evolve(Emergency emergency, EmergencyEvent happened) =>
        (emergency, happened) switch
        {
            (_, EmergencyRaised raised) => new Emergency.Open(
                new EmergencyFacts(
                    raised.Emergency, raised.Patient, raised.Complaint, raised.Triage.Priority, raised.Triage.NeededSkills, raised.Place,
                    raised.At)
                {
                    Answers = raised.Answers,
                    CallbackNumber = raised.CallbackNumber,
                },
                []),
            (Emergency.Open open, EmergencyCompleted completed) => Over(open.Facts, completed.At),
            (Emergency.Open open, EmergencyCancelled cancelled) => Over(open.Facts, cancelled.At),
            (Emergency.Over over, EmergencyReopened) => new Emergency.Open(Reopen(over.Facts), []),
            (Emergency.Open open, _) => Assign(open with { Facts = Learn(open.Facts, happened) }, happened),
            (Emergency.Over over, AlarmAcknowledged or LateReportRecorded or HospitalNotTold) => new Emergency.Over(
                Learn(over.Facts, happened)),
            _ => emergency,
        };

    private static EmergencyFacts Learn(EmergencyFacts facts, EmergencyEvent happened) =>
        happened switch
        {
            LocationImproved improved => Locate(facts, improved.Place),
            DetailsGiven details => Triaged(facts, details.Complaint, details.Triage) with
            {
                Answers = details.Answers ?? facts.Answers,
                CallbackNumber = details.CallbackNumber ?? facts.CallbackNumber,
            },
            EmergencyCorrected corrected => Correct(facts, corrected),
            CallerAdded => facts with { Callers = facts.Callers + 1 },
            PlaceStillMissing missing => facts with { PlaceAlarm = missing.Alarm, OpenAlarms = facts.OpenAlarms.Add(missing.Alarm) },
            NobodyPresent nobody => facts with { NobodyPresentTold = true, OpenAlarms = facts.OpenAlarms.Add(nobody.Alarm) },
            PriorityChanged changed => facts with { Priority = changed.Priority, IsPriorityByHand = true },
            UnitsRequired required => Require(facts, required),
            NeedWithdrawn withdrawn => facts with
            {
                Needs = facts.Needs.RemoveAll(need => need.Number == withdrawn.Need),
                IsResponseByHand = facts.IsResponseByHand || !withdrawn.ByRule,
            },
            UnitOffered offered => facts with { LastEpoch = offered.Epoch, NobodyLeft = false, StallTold = false },
            UnitReserved reserved => facts with { LastEpoch = reserved.Epoch },
            ReservationOffered => facts with { NobodyLeft = false, StallTold = false },
            UnitsExhausted exhausted => facts with
            {
                NobodyLeft = true,
                StallTold = false,
                OpenAlarms = facts.OpenAlarms.Add(exhausted.Alarm),
            },
            DispatchStalled stalled => facts with { StallTold = true, OpenAlarms = facts.OpenAlarms.Add(stalled.Alarm) },
            UnitFellSilent silent => facts with
            {
                OpenAlarms = facts.OpenAlarms.Add(silent.Alarm),
                SilentAssignments = facts.SilentAssignments.Add(silent.Assignment),
            },
            AnswerOverdue overdue => facts with { OpenAlarms = facts.OpenAlarms.Add(overdue.Alarm), OverdueTold = true },
            WelfareCheckDue due => facts with { OpenAlarms = facts.OpenAlarms.Add(due.Alarm), WelfareAskedAt = due.At },
            HospitalNotTold failed => facts with
            {
                OpenAlarms = facts.OpenAlarms.Add(failed.Alarm),
                HospitalAlarms = facts.HospitalAlarms.Add(failed.Alarm),
            },
            AlarmAcknowledged seen => facts with { OpenAlarms = facts.OpenAlarms.Remove(seen.Alarm) },
            SearchRestarted again => facts with
            {
                NobodyLeft = false,
                Diverted = [],
                SaidNo = again.AlsoThoseWhoSaidNo ? [] : facts.SaidNo,
                Failures = again.AlsoThoseWhoSaidNo ? facts.Failures.Clear() : facts.Failures,
            },
            LateReportRecorded => facts with { LateReports = facts.LateReports + 1 },
            _ => facts,
        };

    /// <summary>The first list is the response plan's and takes the place of the one unit that is sent without a plan.</summary>
    private static EmergencyFacts Require(EmergencyFacts facts, UnitsRequired required)
    {
        var isFirst = facts.LastEpoch == 0 && required.Needs.Any(need => need.Number == 1);
        var needs = isFirst ? [] : facts.Needs.RemoveAll(known => required.Needs.Any(need => need.Number == known.Number));
        return facts with
        {
            Needs = needs.AddRange(required.Needs),
            AlarmLevel = Math.Max(facts.AlarmLevel, required.AlarmLevel),
            NobodyLeft = false,
            IsResponseByHand = facts.IsResponseByHand || required.PlanVersion is null || required.AlarmLevel > 1,
        };
    }

    /// <summary>Alarms end with it, except those of hospitals that wait for a patient: these must be rung all the same.</summary>
    private static Emergency.Over Over(EmergencyFacts facts, DateTimeOffset at) =>
        new(facts with { EndedAt = at, OpenAlarms = facts.OpenAlarms.Intersect(facts.HospitalAlarms) });

    /// <summary>The unit that was the last to be clear is needed again; so is everybody who was stood down when it was cancelled.</summary>
    private static EmergencyFacts Reopen(EmergencyFacts facts) =>
        facts with
        {
            EndedAt = null,
            MetNeeds =
                facts.LastMet is { } last && facts.Needs.TrueForAll(need => facts.MetNeeds.Contains(need.Number))
                    ? facts.MetNeeds.Remove(last)
                    : facts.MetNeeds,
            NobodyLeft = false,
            SaidNo = [],
            Diverted = [],
            Failures = facts.Failures.Clear(),
        };

    private static EmergencyFacts Locate(EmergencyFacts facts, Place place) => facts with
    {
        Place = place,
        OpenAlarms = place.Point is not null && facts.PlaceAlarm is { } alarm ? facts.OpenAlarms.Remove(alarm) : facts.OpenAlarms,
    };

    private static EmergencyFacts Correct(EmergencyFacts facts, EmergencyCorrected corrected)
    {
        var now = corrected.Now;
        var known = now.Place is { } place ? Locate(facts, place) : facts;
        known = corrected.Triage is { } triage ? Triaged(known, now.Complaint, triage) : known;
        return known with
        {
            CallbackNumber = now.CallbackNumber is { } number ? CallbackNumber.Kept(number) : known.CallbackNumber,
            AgeYears = now.AgeYears ?? known.AgeYears,
        };
    }

    private static EmergencyFacts Triaged(EmergencyFacts facts, string? complaint, TriageResult triage) => facts with
    {
        Complaint = complaint ?? facts.Complaint,
        TriagedSkills = triage.NeededSkills,
        Priority = facts.IsPriorityByHand ? facts.Priority : triage.Priority,
    };

    private static Emergency.Open Assign(Emergency.Open open, EmergencyEvent happened) =>
        happened switch
        {
            UnitOffered offered => open with
            {
                Assignments = open.Assignments.Add(
                    new Assignment(
                        offered.Assignment, offered.Epoch, offered.Unit, offered.Need, AssignmentStatus.Offered, offered.Deadline)
                    {
                        Relieves = offered.Relieves,
                        ByHand = offered.ByHand,
                        SecondPageAt = OfferTimes.SecondPageAt(offered.At, offered.Deadline),
                    }),
            },
            UnitReserved reserved => open with
            {
                Assignments = open.Assignments.Add(
                    new Assignment(
                        reserved.Assignment, reserved.Epoch, reserved.Unit, reserved.Need, AssignmentStatus.Reserved, Deadline: null)
                    {
                        ByHand = reserved.ByHand,
                    }),
            },
            ReservationOffered offered => Change(
                open, offered.Assignment,
                known =>
                    known with
                    {
                        Status = AssignmentStatus.Offered,
                        Deadline = offered.Deadline,
                        SecondPageAt = OfferTimes.SecondPageAt(offered.At, offered.Deadline),
                    }),
            UnitPagedAgain again => Change(open, again.Assignment, known => known with { Pages = known.Pages + 1 }),
            ChangesSeen seen => Change(open, seen.Assignment, known => known with { SeenVersion = seen.Version }),
            OfferAccepted accepted => Change(
                open, accepted.Assignment,
                known => known with { Status = AssignmentStatus.Accepted, Deadline = null, SecondPageAt = null }),
            UnitStatusReported { Status: AssignmentStatus.Clear } clear => Meet(
                End(open, clear.Assignment, remembersNo: false), open.Find(clear.Assignment)?.Need),
            UnitStatusReported reported => Change(open, reported.Assignment, known => known with { Status = reported.Status }),
            OfferDeclined declined => End(WithFailure(open, declined.Assignment), declined.Assignment),
            OfferExpired expired => End(WithFailure(open, expired.Assignment), expired.Assignment),
            OfferRescinded rescinded => End(open, rescinded.Assignment, remembersNo: !rescinded.ByRule),
            UnitStoodDown stoodDown => End(open, stoodDown.Assignment),
            UnitDiverted diverted => SendAway(End(open, diverted.Assignment, remembersNo: false), diverted.Unit),
            JobHandedOver handed => End(open, handed.Assignment, remembersNo: false),
            ReservationReleased released => End(open, released.Assignment, remembersNo: false),
            _ => open,
        };

    private static Emergency.Open Change(Emergency.Open open, AssignmentId id, Func<Assignment, Assignment> change) =>
        open.Find(id) is { } known ? open with { Assignments = open.Assignments.Replace(known, change(known)) } : open;

    /// <summary>The unit is passed by from now on, unless it left with its work done.</summary>
    private static Emergency.Open End(Emergency.Open open, AssignmentId id, bool remembersNo = true)
    {
        if (open.Find(id) is not { } known)
            return open;
        var facts = open.Facts with { Ended = open.Facts.Ended.SetItem(id, known.Unit) };
        return new Emergency.Open(
            remembersNo ? facts with { SaidNo = facts.SaidNo.Add(known.Unit) } : facts,
            open.Assignments.Remove(known));
    }

    private static Emergency.Open SendAway(Emergency.Open open, UnitId unit) =>
        open with { Facts = open.Facts with { Diverted = open.Facts.Diverted.Add(unit) } };

    private static Emergency.Open Meet(Emergency.Open open, int? need) =>
        need is { } met ? open with { Facts = open.Facts with { MetNeeds = open.Facts.MetNeeds.Add(met), LastMet = met } } : open;

    private static Emergency.Open WithFailure(Emergency.Open open, AssignmentId id) =>
        open.Find(id) is { } known
            ? open with
            {
                Facts = open.Facts with
                {
                    Failures = open.Facts.Failures.SetItem(known.Need, open.Facts.Failures.GetValueOrDefault(known.Need) + 1),
                },
            }
            : open;
}
