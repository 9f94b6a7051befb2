using Telehealth.Domain.Deciding;
using Telehealth.Domain.Paramedics;
using static Telehealth.Domain.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Emergencies.EmergencyEvent;

namespace Telehealth.Domain.Emergencies;

/// <summary>
/// The rules of an emergency: one offer or job at a time, legal steps only, and nothing that a unit took is ever taken back by a timer.
/// That a unit has one live assignment over all emergencies is a constraint of the database, not a rule here.
/// </summary>
public static class EmergencyRules
{
    /// <summary>Longest description or note, in characters.</summary>
    public const int MaxText = 1_000;

    /// <summary>Longest reason, in characters.</summary>
    public const int MaxReason = 300;

    /// <summary>Most offers in one emergency: beyond it a person must decide by telephone.</summary>
    public const int MaxOffers = 200;

    /// <summary>The rules as a value for the event store.</summary>
    public static readonly Decider<EmergencyCommand, Emergency, EmergencyEvent> Decider =
        new("emergency", new Emergency.Unknown(), Decide, EmergencyEvolution.Evolve);

    // A stranger must not learn that an emergency exists, so both get this one.
    private static readonly Rejection NotFound = new("emergency.not_found", "This emergency does not exist, or it is not yours.");
    private static readonly Rejection NotSearching = new("emergency.not_searching", "No unit is being looked for: one has been asked or has taken it, or nobody was left.");
    private static readonly Rejection IsOver = new("emergency.over", "This emergency is over.");

    private static Decision<EmergencyEvent> Decide(EmergencyCommand command, Emergency emergency, DateTimeOffset now) => (command, emergency) switch
    {
        (RaiseEmergency raise, Emergency.Unknown) => Raise(raise, now),
        (RaiseEmergency, _) => new Rejection("emergency.exists", "This emergency has already been raised."),
        (_, Emergency.Unknown) => NotFound,
        (AcceptOffer accept, _) => Accept(accept, emergency, now),
        (DeclineOffer decline, _) => Decline(decline, emergency, now),
        (ReportStatus report, _) => Report(report, emergency, now),
        (ExpireOffer expire, _) => Expire(expire, emergency, now),
        (CancelEmergency cancel, _) => Cancel(cancel, emergency, now),
        (ImproveLocation improve, _) => Improve(improve, emergency, now),
        (AddNote note, _) => Note(note, now),
        (AcknowledgeAlarm acknowledge, _) => Acknowledge(acknowledge, emergency, now),
        (ReportUnitSilent silent, _) => Silent(silent, emergency, now),
        (_, Emergency.Open open) => DecideOpen(command, open, now),
        _ => IsOver,
    };

    private static Decision<EmergencyEvent> DecideOpen(EmergencyCommand command, Emergency.Open open, DateTimeOffset now) => (command, open) switch
    {
        (OfferUnit offer, Emergency.Searching) => Offer(offer, open.Facts, now),
        (OfferUnit, _) => NotSearching,
        (AssignByHand assign, _) => ByHand(assign, open, now),
        (DeclareUnitsExhausted declare, Emergency.Searching) => new UnitsExhausted(declare.Alarm, now),
        (DeclareUnitsExhausted, _) => Decision.Nothing<EmergencyEvent>(),
        (SearchAgain again, Emergency.Searching or Emergency.Unserved) => new SearchRestarted(again.AlsoThoseWhoSaidNo, now),
        (SearchAgain, _) => NotSearching,
        (ChangePriority change, _) => Prioritise(change, open.Facts, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    private static Decision<EmergencyEvent> Raise(RaiseEmergency raise, DateTimeOffset now)
    {
        if (!TriageProtocol.Standard.Knows(raise.Complaint))
        {
            return new Rejection("emergency.complaint_unknown", "Choose one of the listed complaints.");
        }

        if (raise.Description.Length > MaxText)
        {
            return new Rejection("emergency.description_too_long", $"Describe it in at most {MaxText} characters.");
        }

        if (PlaceProblem(raise.Place) is { } problem)
        {
            return problem;
        }

        if (!CallbackNumber.IsValid(raise.CallbackNumber))
        {
            return new Rejection("emergency.callback_invalid", "Give a telephone number with 5 to 15 digits, so that we can ring back.");
        }

        var triage = TriageProtocol.Standard.Assess(raise.Complaint, raise.Answers);
        return new EmergencyRaised(
            raise.Emergency, raise.Patient, raise.Complaint, raise.Description.Trim(), raise.Answers, raise.Place, raise.CallbackNumber.Trim(), triage, now);
    }

    private static Decision<EmergencyEvent> Improve(ImproveLocation improve, Emergency emergency, DateTimeOffset now) => emergency switch
    {
        Emergency.Open open when improve.Patient is { } patient && open.Facts.Patient != patient => NotFound,
        Emergency.Over over when improve.Patient is { } patient && over.Facts.Patient != patient => NotFound,
        Emergency.Open => PlaceProblem(improve.Place) is { } problem ? problem : new LocationImproved(improve.Place, now),
        _ => IsOver,
    };

    private static Decision<EmergencyEvent> Prioritise(ChangePriority change, EmergencyFacts facts, DateTimeOffset now)
    {
        if (!Enum.IsDefined(change.Priority))
        {
            return new Rejection("emergency.priority_invalid", "A priority is 1, 2, 3 or 4.");
        }

        return ReasonProblem(change.Reason) is { } problem ? problem
            : change.Priority == facts.Priority ? Decision.Nothing<EmergencyEvent>()
            : new PriorityChanged(change.Priority, change.Reason.Trim(), now);
    }

    private static Decision<EmergencyEvent> Note(AddNote note, DateTimeOffset now) =>
        string.IsNullOrWhiteSpace(note.Text) || note.Text.Length > MaxText
            ? new Rejection("emergency.note_invalid", $"A note has 1 to {MaxText} characters.")
            : new NoteAdded(note.Text.Trim(), now);

    private static Decision<EmergencyEvent> Offer(OfferUnit offer, EmergencyFacts facts, DateTimeOffset now) =>
        facts.LastEpoch >= MaxOffers
            ? new Rejection("emergency.too_many_offers", "This emergency has been offered too often. Reach a crew by telephone.")
            : new UnitOffered(offer.Assignment, facts.LastEpoch + 1, offer.Unit, ByHand: false, offer.Travel, now + offer.AnswerWithin, now);

    private static Decision<EmergencyEvent> ByHand(AssignByHand assign, Emergency.Open open, DateTimeOffset now)
    {
        if (ReasonProblem(assign.Reason) is { } problem)
        {
            return problem;
        }

        var offered = new UnitOffered(assign.Assignment, open.Facts.LastEpoch + 1, assign.Unit, ByHand: true, assign.Travel, now + assign.AnswerWithin, now);
        return open switch
        {
            Emergency.Offered { Offer: var offer } when offer.Unit == assign.Unit =>
                new Rejection("emergency.already_with_unit", "This unit has already been asked."),
            Emergency.Assigned { Job: var job } when job.Unit == assign.Unit =>
                new Rejection("emergency.already_with_unit", "This unit already has the job."),
            Emergency.Offered { Offer: var offer } =>
                Decision.Of<EmergencyEvent>(new OfferRescinded(offer.Assignment, offer.Unit, assign.Reason.Trim(), now), offered),
            Emergency.Assigned { Job: var job } =>
                Decision.Of<EmergencyEvent>(new UnitStoodDown(job.Assignment, job.Unit, assign.Reason.Trim(), now), offered),
            _ => offered,
        };
    }

    private static Decision<EmergencyEvent> Accept(AcceptOffer accept, Emergency emergency, DateTimeOffset now) => emergency switch
    {
        Emergency.Offered { Offer: var offer } when IsOf(offer, accept.Assignment, accept.Epoch, accept.Unit) =>
            now <= offer.Deadline
                ? new OfferAccepted(accept.Assignment, accept.Unit, accept.DeviceTime, now)
                : new Rejection("offer.expired", "The time to answer had passed; the job has gone on."),
        Emergency.Assigned { Job: var job } when job.Assignment == accept.Assignment && job.Unit == accept.Unit => Decision.Nothing<EmergencyEvent>(),
        _ => TooLate,
    };

    private static Decision<EmergencyEvent> Decline(DeclineOffer decline, Emergency emergency, DateTimeOffset now) => emergency switch
    {
        Emergency.Offered { Offer: var offer } when IsOf(offer, decline.Assignment, decline.Epoch, decline.Unit) =>
            ReasonProblem(decline.Reason) is { } problem
                ? problem
                : new OfferDeclined(decline.Assignment, decline.Unit, decline.Reason.Trim(), decline.DeviceTime, now),
        Emergency.Assigned { Job: var job } when job.Assignment == decline.Assignment && job.Unit == decline.Unit =>
            new Rejection("offer.accepted", "The offer has already been accepted. Ask dispatch to stand you down."),
        _ => TooLate,
    };

    private static Decision<EmergencyEvent> Expire(ExpireOffer expire, Emergency emergency, DateTimeOffset now) =>
        emergency is Emergency.Offered { Offer: var offer } && offer.Assignment == expire.Assignment && now > offer.Deadline
            ? new OfferExpired(offer.Assignment, offer.Unit, now)
            : Decision.Nothing<EmergencyEvent>();

    private static Decision<EmergencyEvent> Silent(ReportUnitSilent silent, Emergency emergency, DateTimeOffset now) =>
        emergency is Emergency.Assigned { Job: var job, Facts: var facts } && job.Assignment == silent.Assignment && facts.SilentAssignment != job.Assignment
            ? new UnitFellSilent(silent.Alarm, job.Assignment, job.Unit, now)
            : Decision.Nothing<EmergencyEvent>();

    private static Decision<EmergencyEvent> Acknowledge(AcknowledgeAlarm acknowledge, Emergency emergency, DateTimeOffset now) =>
        FactsOf(emergency)?.OpenAlarms.Contains(acknowledge.Alarm) == true
            ? new AlarmAcknowledged(acknowledge.Alarm, now)
            : Decision.Nothing<EmergencyEvent>();

    private static Decision<EmergencyEvent> Report(ReportStatus report, Emergency emergency, DateTimeOffset now)
    {
        if (emergency is not Emergency.Assigned { Job: var job } || job.Assignment != report.Assignment || job.Epoch != report.Epoch || job.Unit != report.Unit)
        {
            return new Rejection("assignment.over", "This job is no longer yours; the report changed nothing.");
        }

        if (job.Status == report.Status)
        {
            return Decision.Nothing<EmergencyEvent>();
        }

        if (!AssignmentSteps.MayFollow(job.Status, report.Status))
        {
            return new Rejection("assignment.step_illegal", "This status cannot follow the present one.");
        }

        var reported = new UnitStatusReported(job.Assignment, job.Unit, report.Status, report.DeviceTime, now);
        return report.Status == AssignmentStatus.Clear
            ? Decision.Of<EmergencyEvent>(reported, new EmergencyCompleted(now))
            : reported;
    }

    private static Decision<EmergencyEvent> Cancel(CancelEmergency cancel, Emergency emergency, DateTimeOffset now)
    {
        if (cancel.Patient is { } patient && FactsOf(emergency)?.Patient != patient)
        {
            return NotFound;
        }

        var cancelled = new EmergencyCancelled(cancel.Reason.Trim(), now);
        return (emergency, ReasonProblem(cancel.Reason)) switch
        {
            (Emergency.Over, _) => IsOver,
            (_, { } problem) => problem,
            (Emergency.Assigned { Job.Status: >= AssignmentStatus.OnScene }, _) when cancel.Patient is not null =>
                new Rejection("emergency.crew_present", "The crew is with you: tell them."),
            (Emergency.Offered { Offer: var offer }, _) =>
                Decision.Of<EmergencyEvent>(new OfferRescinded(offer.Assignment, offer.Unit, cancelled.Reason, now), cancelled),
            (Emergency.Assigned { Job: var job }, _) =>
                Decision.Of<EmergencyEvent>(new UnitStoodDown(job.Assignment, job.Unit, cancelled.Reason, now), cancelled),
            _ => cancelled,
        };
    }

    private static readonly Rejection TooLate = new("offer.over", "This offer is over; the answer changed nothing.");

    private static bool IsOf(Offer offer, AssignmentId assignment, int epoch, UnitId unit) =>
        offer.Assignment == assignment && offer.Epoch == epoch && offer.Unit == unit;

    private static EmergencyFacts? FactsOf(Emergency emergency) => emergency switch
    {
        Emergency.Open open => open.Facts,
        Emergency.Over over => over.Facts,
        _ => null,
    };

    private static Rejection? PlaceProblem(Place place) =>
        place.AccuracyMetres is { } accuracy && (!double.IsFinite(accuracy) || accuracy < 0)
            ? new Rejection("place.accuracy_invalid", "The accuracy is a radius in metres.")
            : place.Note?.Length > MaxReason
                ? new Rejection("place.note_too_long", $"A note on the place has at most {MaxReason} characters.")
                : null;

    private static Rejection? ReasonProblem(string reason) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason
            ? new Rejection("reason.invalid", $"Give a reason of 1 to {MaxReason} characters.")
            : null;
}

/// <summary>Which status may follow which.</summary>
public static class AssignmentSteps
{
    /// <summary>
    /// The legal edges. A step may be skipped forward (a crew in a hurry reports what is true now), never back;
    /// a job without transport is clear from the scene.
    /// </summary>
    public static bool MayFollow(AssignmentStatus present, AssignmentStatus next) =>
        present is >= AssignmentStatus.Accepted and < AssignmentStatus.Clear
        && next is > AssignmentStatus.Accepted and <= AssignmentStatus.Clear
        && next > present
        && (next != AssignmentStatus.AtHospital || present >= AssignmentStatus.OnScene);

    /// <summary>True while the unit is bound by it.</summary>
    public static bool IsLive(AssignmentStatus status) => status < AssignmentStatus.Clear;
}

/// <summary>The number to ring back.</summary>
public static class CallbackNumber
{
    /// <summary>5 to 15 digits (ITU-T E.164 allows 15) with an optional leading plus and separators.</summary>
    public static bool IsValid(string number) =>
        number.Length <= 30
        && number.Trim() is { Length: > 0 } trimmed
        && trimmed.Select((c, i) => char.IsAsciiDigit(c) || c is ' ' or '-' or '(' or ')' or '/' or '.' || (c == '+' && i == 0)).All(ok => ok)
        && trimmed.Count(char.IsAsciiDigit) is >= 5 and <= 15;
}
