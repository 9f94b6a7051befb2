using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>
/// What is learnt about an emergency after it was raised: a call for help goes out with whatever
/// is known, and the rest follows. The old value stays in the log, units are asked for or no
/// longer asked for as the plans say, and no crew that has taken the job is sent away by it.
/// </summary>
public static class CorrectionRules
{
    private static readonly Rejection TooManyCallers =
        Rejection.NotNow("emergency.too_many_callers", "Too many callers stand here already. Write a note.");
    private static readonly Rejection IsOpen = Rejection.NotNow("emergency.open", "This emergency is open.");
    private static readonly Rejection TimeToCome = Rejection.NotNow("time.future", "This time is still to come.");
    private static readonly Rejection TimeTooOld = Rejection.NotNow(
        "time.too_old", "This is more than a day ago. Write it down as a note.");
    private static readonly Rejection AccuracyInvalid = Rejection.Invalid("place.accuracy_invalid", "The accuracy is a radius in metres.");
    private static readonly Rejection PlaceNoteTooLong =
        Rejection.Invalid("place.note_too_long", $"A note on the place has at most {EmergencyRules.MaxReason} characters.");
    private static readonly Rejection AgeInvalid = Rejection.Invalid("emergency.age_invalid", $"An age is 0 to {OldestAge} years.");

    /// <summary>Most further callers that are kept; what more ring can be written down as notes.</summary>
    private const int MaxCallers = 200;

    private const int OldestAge = 120;

    /// <summary>Below this age the protocol's question whether the person is a child is answered.</summary>
    private const int ChildBelow = 12;

    internal static Decision<EmergencyEvent> Improve(ImproveLocation improve, Emergency emergency, DateTimeOffset now)
    {
        if (improve.Patient is { } patient && EmergencyRules.FactsOf(emergency)?.Patient != patient)
            return EmergencyRejections.NotFound;
        if (emergency is not Emergency.Open open)
            return EmergencyRejections.Over;
        if (PlaceProblem(improve.Place) is { } problem)
            return problem;
        var place = Merged(open.Facts.Place, improve.Place);
        return place == open.Facts.Place ? Decision.Nothing<EmergencyEvent>() : new LocationImproved(place, now);
    }

    internal static Decision<EmergencyEvent> GiveDetails(GiveDetails details, Emergency emergency, DateTimeOffset now)
    {
        if (EmergencyRules.FactsOf(emergency)?.Patient != details.Patient)
            return EmergencyRejections.NotFound;
        if (emergency is not Emergency.Open open)
            return EmergencyRejections.Over;
        if (details.Complaint is { } complaint && !TriageProtocol.Standard.Knows(complaint))
            return EmergencyRules.ComplaintUnknown;
        if (details.Description?.Length > EmergencyRules.MaxText)
            return EmergencyRules.DescriptionTooLong;
        var answers = details.Answers ?? open.Facts.Answers;
        var triage = TriageProtocol.Standard.Assess(details.Complaint ?? open.Facts.Complaint, answers);
        var given = new DetailsGiven(
            details.Complaint, details.Description?.Trim(), details.Answers, CallbackNumber.Kept(details.CallbackNumber), triage, now);
        return Decision.Of<EmergencyEvent>([given, .. Follow(open, given, details.Plans, now)]);
    }

    internal static Decision<EmergencyEvent> Correct(CorrectEmergency correct, Emergency emergency, DateTimeOffset now)
    {
        if (emergency is not Emergency.Open open)
            return EmergencyRejections.Over;
        if ((EmergencyRules.ReasonProblem(correct.Reason) ?? ProblemOf(correct.Now)) is { } problem)
            return problem;
        var facts = open.Facts;
        var (was, change) = Changed(facts, correct.Now);
        if (change == Nothing)
            return Decision.Nothing<EmergencyEvent>();
        var triage =
            change.Complaint is null && change.AgeYears is null
                ? null
                : TriageProtocol.Standard.Assess(
                    change.Complaint ?? facts.Complaint, WithAge(facts.Answers, change.AgeYears ?? facts.AgeYears));
        var corrected = new EmergencyCorrected(correct.Reason.Trim(), was, change, triage, now);
        return Decision.Of<EmergencyEvent>([corrected, .. triage is null ? [] : Follow(open, corrected, correct.Plans, now)]);
    }

    internal static Decision<EmergencyEvent> SeeChanges(SeeChanges see, Emergency emergency, DateTimeOffset now) =>
        emergency is Emergency.Open open
        && open.Find(see.Assignment) is { IsJob: true } job
        && job.Unit == see.Unit
        && job.SeenVersion < see.Version
            ? new ChangesSeen(see.Assignment, see.Unit, see.Version, now)
            : Decision.Nothing<EmergencyEvent>();

    internal static Decision<EmergencyEvent> AddCaller(AddCaller caller, Emergency emergency, DateTimeOffset now) => emergency switch
    {
        Emergency.Open { Facts.Callers: >= MaxCallers } => TooManyCallers,
        Emergency.Open when caller.Words.Length > EmergencyRules.MaxText => EmergencyRules.DescriptionTooLong,
        Emergency.Open when TimeProblem(caller.CalledAt, now) is { } problem => problem,
        Emergency.Open => new CallerAdded(CallbackNumber.Kept(caller.CallbackNumber), caller.Words.Trim(), now, caller.CalledAt),
        _ => EmergencyRejections.Over,
    };

    internal static Decision<EmergencyEvent> Reopen(ReopenEmergency reopen, Emergency emergency, DateTimeOffset now) => emergency switch
    {
        Emergency.Open => IsOpen,
        Emergency.Over { Facts.EndedAt: { } ended } when now > ReopensUntil(ended, reopen.Within) => OverTooLong(reopen.Within),
        _ => EmergencyRules.ReasonProblem(reopen.Reason) is { } problem ? problem : new EmergencyReopened(reopen.Reason.Trim(), now),
    };

    /// <summary>Until when an emergency that was ended by mistake can be opened again; in that moment still.</summary>
    public static DateTimeOffset ReopensUntil(DateTimeOffset endedAt, TimeSpan within) => endedAt + within;

    /// <summary>
    /// What somebody did before it was entered was done within the last day, and not after now: a minute is left for clocks that differ.
    /// </summary>
    public static Rejection? TimeProblem(DateTimeOffset? doneAt, DateTimeOffset now) =>
        doneAt > now + TimeSpan.FromMinutes(1) ? TimeToCome
        : doneAt < now - TimeSpan.FromDays(1) ? TimeTooOld
        : null;

    internal static Rejection? PlaceProblem(Place place) =>
        place.AccuracyMetres is { } accuracy && (!double.IsFinite(accuracy) || accuracy < 0)
            ? AccuracyInvalid
            : place.Note?.Length > EmergencyRules.MaxReason
                ? PlaceNoteTooLong
                : null;

    /// <summary>A place that is known is not lost to words, nor to somebody who does not know it.</summary>
    private static Place Merged(Place present, Place better) =>
        better.Point is not null || present.Point is null ? better with { Note = better.Note ?? present.Note }
        : better.Note is null ? present
        : present with { Note = better.Note };

    private static readonly Correction Nothing = new(Place: null, CallbackNumber: null, Complaint: null, AgeYears: null);

    /// <summary>Only what differs from what is known, and what was known of it.</summary>
    private static (Correction Was, Correction Now) Changed(EmergencyFacts facts, Correction now)
    {
        var place = now.Place is { } given && given != facts.Place ? given : null;
        var number =
            now.CallbackNumber is { } typed && CallbackNumber.Kept(typed) != facts.CallbackNumber
                ? CallbackNumber.Kept(typed) ?? string.Empty
                : null;
        var complaint = now.Complaint == facts.Complaint ? null : now.Complaint;
        var age = now.AgeYears == facts.AgeYears ? null : now.AgeYears;
        return (new Correction(
                place is null ? null : facts.Place, number is null ? null : facts.CallbackNumber ?? string.Empty,
                complaint is null ? null : facts.Complaint, age is null ? null : facts.AgeYears),
            new Correction(place, number, complaint, age));
    }

    private static Rejection? ProblemOf(Correction now) =>
        now.Complaint is { } complaint && !TriageProtocol.Standard.Knows(complaint) ? EmergencyRules.ComplaintUnknown
        : now.AgeYears is < 0 or > OldestAge ? AgeInvalid
        : now.Place is { } place ? PlaceProblem(place)
        : null;

    private static IReadOnlyList<TriageAnswer> WithAge(IReadOnlyList<TriageAnswer> answers, int? age) =>
        age is not { } years
            ? answers
            :
            [
                .. answers.Where(answer => answer.QuestionCode != TriageProtocol.ChildQuestion),
                new(TriageProtocol.ChildQuestion, years < ChildBelow ? Answer.Yes : Answer.No),
            ];

    /// <summary>
    /// The units as the plans have them for what is known now. Where a person has decided on the response, none of it is taken away.
    /// </summary>
    private static IEnumerable<EmergencyEvent> Follow(
        Emergency.Open open, EmergencyEvent learnt, ResponsePlanBook? plans, DateTimeOffset now)
    {
        var facts = ((Emergency.Open)EmergencyEvolution.Evolve(open, learnt)).Facts;
        if (plans is null)
            return [];
        var planned = plans.Requirements(facts.Complaint, facts.Priority, facts.AlarmLevel, facts.TriagedSkills);
        var (added, surplus) = Response.Difference(open, planned);
        if (facts.IsResponseByHand)
            surplus = [];
        const string Reason = "What was learnt since asks for other units.";
        return
        [
            .. added.Count == 0 || facts.Needs.Count + added.Count > EmergencyRules.MaxNeeds ? []
                : (EmergencyEvent[])[new UnitsRequired(added, facts.AlarmLevel, Response.NameOf(planned), planned.Version, now)],
            .. open
                .Assignments.Where(assignment => surplus.Any(need => need.Number == assignment.Need))
                .Select(assignment => OfferRules.End(assignment, Reason, now, byRule: true)),
            .. surplus.Select(need => new NeedWithdrawn(need.Number, Reason, now, ByRule: true)),
        ];
    }

    private static Rejection OverTooLong(TimeSpan within) =>
        Rejection.NotNow("emergency.over_too_long", $"It ended more than {within.TotalMinutes:0} minutes ago. Raise a new emergency.");
}
