using Telehealth.Domain.Deciding;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>
/// The rules of an emergency: one unit for each need of the response, legal steps only, and nothing that a crew took is ever taken back by
/// a timer. That a unit has one live assignment over all emergencies is a constraint of the database, not a rule here. Offers and their
/// answers are in <see cref="OfferRules"/>, jobs in <see cref="JobRules"/>, long waits in <see cref="AlarmRules"/>.
/// </summary>
public static class EmergencyRules
{
    /// <summary>Longest description or note, in characters.</summary>
    public const int MaxText = 1_000;

    /// <summary>Longest reason, in characters.</summary>
    public const int MaxReason = 300;

    /// <summary>Most offers in one emergency: beyond it a person must decide by telephone.</summary>
    public const int MaxOffers = 200;

    /// <summary>Most units of one response.</summary>
    public const int MaxNeeds = 60;

    /// <summary>Most late reports that are kept; a device that goes on after that is refused all the same.</summary>
    public const int MaxLateReports = 200;

    /// <summary>The rules as a value for the event store.</summary>
    public static readonly Decider<EmergencyCommand, Emergency, EmergencyEvent> Decider =
        new("emergency", new Emergency.Unknown(), Decide, EmergencyEvolution.Evolve);

    internal static readonly Rejection ComplaintUnknown = Rejection.Invalid(
        "emergency.complaint_unknown", "Choose one of the listed complaints.");
    internal static readonly Rejection DescriptionTooLong = Rejection.Invalid(
        "emergency.description_too_long", $"Describe it in at most {MaxText} characters.");
    private static readonly Rejection Exists = Rejection.NotNow("emergency.exists", "This emergency has already been raised.");
    private static readonly Rejection NothingToSearch =
        EmergencyRejections.NotSearching with { Text = "No unit is being looked for: each that is needed has been asked or has taken it." };
    internal static readonly Rejection TooManyUnits =
        Rejection.NotNow("emergency.too_many_units", $"One emergency can ask for at most {MaxNeeds} units.");
    private static readonly Rejection NeedHasUnit = Rejection.NotNow("need.has_unit", "A crew has taken this. Stand it down first.");
    private static readonly Rejection LastNeed =
        Rejection.NotNow("need.last", "This is the only unit that is asked for. Cancel the emergency if nobody is needed.");
    private static readonly Rejection PriorityInvalid = Rejection.Invalid("emergency.priority_invalid", "A priority is 1, 2, 3 or 4.");
    private static readonly Rejection NoteInvalid = Rejection.Invalid("emergency.note_invalid", $"A note has 1 to {MaxText} characters.");
    private static readonly Rejection CrewPresent = Rejection.NotNow("emergency.crew_present", "The crew is with you: tell them.");
    private static readonly Rejection ReasonInvalid = Rejection.Invalid("reason.invalid", $"Give a reason of 1 to {MaxReason} characters.");

    private static Decision<EmergencyEvent> Decide(EmergencyCommand command, Emergency emergency, DateTimeOffset now) =>
        (command, emergency) switch
        {
            (RaiseEmergency raise, Emergency.Unknown) => Raise(raise, now),
            (RaiseEmergency, _) => Exists,
            (_, Emergency.Unknown) => EmergencyRejections.NotFound,
            (AddNote note, _) => Note(note, now),
            (AcknowledgeAlarm acknowledge, _) => Acknowledge(acknowledge, emergency, now),
            // The hospital waits for the patient, or keeps a bed for nobody, whether or not the emergency is over.
            (ReportHospitalNotTold failed, _) => JobRules.HospitalNotTold(failed, now),
            (EnterHospitalRung rung, _) => JobRules.HospitalRung(rung, now),
            (AcceptOffer accept, _) => OfferRules.Accept(accept, emergency, now),
            (DeclineOffer decline, _) => OfferRules.Decline(decline, emergency, now),
            (ReportStatus report, _) => JobRules.Report(report, emergency, now),
            (CancelEmergency cancel, _) => Cancel(cancel, emergency, now),
            (ImproveLocation improve, _) => CorrectionRules.Improve(improve, emergency, now),
            (GiveDetails details, _) => CorrectionRules.GiveDetails(details, emergency, now),
            (CorrectEmergency correct, _) => CorrectionRules.Correct(correct, emergency, now),
            (SeeChanges see, _) => CorrectionRules.SeeChanges(see, emergency, now),
            (AddCaller caller, _) => CorrectionRules.AddCaller(caller, emergency, now),
            (ReopenEmergency reopen, _) => CorrectionRules.Reopen(reopen, emergency, now),
            (_, Emergency.Open open) => DecideOpen(command, open, now),
            // A clock that comes too late has nothing left to do; a person is told.
            (ExpireOffer
                    or PageAgain
                    or ReportUnitSilent
                    or ReportAnswerOverdue
                    or ReportDispatchStalled
                    or AskForWelfare
                    or DeclareUnitsExhausted
                    or ReportPlaceMissing
                    or ReportNobodyPresent,
                _) => Decision.Nothing<EmergencyEvent>(),
            _ => EmergencyRejections.Over,
        };

    private static Decision<EmergencyEvent> DecideOpen(EmergencyCommand command, Emergency.Open open, DateTimeOffset now) => command switch
    {
        OfferUnits offer => OfferRules.Offer(offer, open, now),
        ReplaceOffer replace => OfferRules.Replace(replace, open, now),
        AssignByHand assign => OfferRules.ByHand(assign, open, now),
        ExpireOffer expire => OfferRules.Expire(expire, open, now),
        PageAgain page => OfferRules.PageAgain(page, open, now),
        ReserveUnit reserve => OfferRules.Reserve(reserve, open, now),
        OfferReservation offer => OfferRules.OfferReserved(offer, open, now),
        ReleaseReservation release => OfferRules.Release(release, open, now),
        StandDown standDown => JobRules.StandDown(standDown, open, now),
        DivertUnit divert => JobRules.Divert(divert, open, now),
        ChooseHospital choose => JobRules.ChooseHospital(choose, open, now),
        ReportUnitSilent silent => AlarmRules.Silent(silent, open, now),
        DeclareUnitsExhausted declare when open.Unmet.Any() && !open.Facts.NobodyLeft => new UnitsExhausted(declare.Alarm, now),
        DeclareUnitsExhausted => Decision.Nothing<EmergencyEvent>(),
        ReportAnswerOverdue overdue => AlarmRules.Overdue(overdue, open, now),
        ReportDispatchStalled stalled when !open.Facts.StallTold => new DispatchStalled(stalled.Alarm, now),
        ReportDispatchStalled => Decision.Nothing<EmergencyEvent>(),
        AskForWelfare ask => AlarmRules.Welfare(ask, open, now),
        ReportPlaceMissing missing => AlarmRules.PlaceMissing(missing, open, now),
        ReportNobodyPresent nobody => AlarmRules.NobodyPresent(nobody, open, now),
        SearchAgain again when open.Unmet.Any() => new SearchRestarted(again.AlsoThoseWhoSaidNo, now),
        SearchAgain => NothingToSearch,
        ChangePriority change => Prioritise(change, open.Facts, now),
        StrikeAlarm strike => Strike(strike, open.Facts, now),
        WithdrawNeed withdraw => Withdraw(withdraw, open, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    private static Decision<EmergencyEvent> Raise(RaiseEmergency raise, DateTimeOffset now)
    {
        if (!TriageProtocol.Standard.Knows(raise.Complaint))
        {
            return ComplaintUnknown;
        }

        if (raise.Description.Length > MaxText)
        {
            return DescriptionTooLong;
        }

        if ((CorrectionRules.PlaceProblem(raise.Place) ?? CorrectionRules.TimeProblem(raise.CalledAt, now)) is { } problem)
        {
            return problem;
        }

        var triage = TriageProtocol.Standard.Assess(raise.Complaint, raise.Answers);
        var raised = new EmergencyRaised(
            raise.Emergency, raise.Patient, raise.Complaint, raise.Description.Trim(), raise.Answers, raise.Place,
            CallbackNumber.Kept(raise.CallbackNumber), triage, now, raise.CalledAt, raise.Unverified);
        return raise.Plans?.Requirements(raise.Complaint, triage.Priority, level: 1, triage.NeededSkills) is { } planned
            ? Decision.Of<EmergencyEvent>(
                raised, new UnitsRequired(Response.Needs(planned), AlarmLevel: 1, Response.NameOf(planned), planned.Version, now))
            : raised;
    }

    private static Decision<EmergencyEvent> Strike(StrikeAlarm strike, EmergencyFacts facts, DateTimeOffset now)
    {
        if (strike.Level <= facts.AlarmLevel)
        {
            return LevelStruck(facts.AlarmLevel);
        }

        var planned = strike.Plans.Requirements(facts.Complaint, facts.Priority, strike.Level, facts.TriagedSkills);
        if (planned.Level < strike.Level)
        {
            return LevelNotPlanned(strike.Level);
        }

        var added = Response.Added(facts.Needs, planned);
        return facts.Needs.Count + added.Count > MaxNeeds
            ? TooManyUnits
            : new UnitsRequired(added, strike.Level, Response.NameOf(planned), planned.Version, now);
    }

    private static Decision<EmergencyEvent> Withdraw(WithdrawNeed withdraw, Emergency.Open open, DateTimeOffset now)
    {
        if (ReasonProblem(withdraw.Reason) is { } problem)
        {
            return problem;
        }

        var held = open.Assignments.Where(assignment => assignment.Need == withdraw.Need).ToList();
        if (open.Facts.Needs.TrueForAll(need => need.Number != withdraw.Need))
        {
            return Decision.Nothing<EmergencyEvent>();
        }

        if (held.Exists(assignment => assignment.IsJob))
        {
            return NeedHasUnit;
        }

        if (open.Facts.Needs.Count == 1)
        {
            return LastNeed;
        }

        return Decision.Of<EmergencyEvent>([
            .. held.Select(assignment => OfferRules.End(assignment, withdraw.Reason.Trim(), now)),
            new NeedWithdrawn(withdraw.Need, withdraw.Reason.Trim(), now)]);
    }

    private static Decision<EmergencyEvent> Prioritise(ChangePriority change, EmergencyFacts facts, DateTimeOffset now)
    {
        if (!Enum.IsDefined(change.Priority))
        {
            return PriorityInvalid;
        }

        return ReasonProblem(change.Reason) is { } problem ? problem
            : change.Priority == facts.Priority ? Decision.Nothing<EmergencyEvent>()
            : new PriorityChanged(change.Priority, change.Reason.Trim(), now);
    }

    private static Decision<EmergencyEvent> Note(AddNote note, DateTimeOffset now) =>
        string.IsNullOrWhiteSpace(note.Text) || note.Text.Length > MaxText
            ? NoteInvalid
            : new NoteAdded(note.Text.Trim(), now, note.DeviceTime);

    private static Decision<EmergencyEvent> Acknowledge(AcknowledgeAlarm acknowledge, Emergency emergency, DateTimeOffset now) =>
        FactsOf(emergency)?.OpenAlarms.Contains(acknowledge.Alarm) == true
            ? new AlarmAcknowledged(acknowledge.Alarm, now)
            : Decision.Nothing<EmergencyEvent>();

    private static Decision<EmergencyEvent> Cancel(CancelEmergency cancel, Emergency emergency, DateTimeOffset now)
    {
        if (cancel.Patient is { } patient && FactsOf(emergency)?.Patient != patient)
        {
            return EmergencyRejections.NotFound;
        }

        if (emergency is not Emergency.Open open)
        {
            return EmergencyRejections.Over;
        }

        if (ReasonProblem(cancel.Reason) is { } problem)
        {
            return problem;
        }

        if (cancel.Patient is not null && open.Assignments.Exists(assignment => assignment is { IsJob: true, IsUnderWay: false }))
        {
            return CrewPresent;
        }

        var reason = cancel.Reason.Trim();
        return Decision.Of<EmergencyEvent>([
            .. open.Assignments.Select(assignment => OfferRules.End(assignment, reason, now)), new EmergencyCancelled(reason, now)]);
    }

    internal static EmergencyFacts? FactsOf(Emergency emergency) => emergency switch
    {
        Emergency.Open open => open.Facts,
        Emergency.Over over => over.Facts,
        _ => null,
    };

    internal static Rejection? ReasonProblem(string reason) =>
        string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason
            ? ReasonInvalid
            : null;

    private static Rejection LevelStruck(int level) =>
        Rejection.NotNow("alarm_level.struck", $"Alarm level {level} has been struck already.");

    private static Rejection LevelNotPlanned(int level) =>
        Rejection.NotNow(
            "alarm_level.not_planned", $"The response plan for this emergency has no alarm level {level}. Assign further units by hand.");
}
