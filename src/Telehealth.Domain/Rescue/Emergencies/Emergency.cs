using System.Collections.Immutable;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Rescue.Emergencies;

/// <summary>One request for help, from the first word to the last clear unit.</summary>
public abstract record Emergency
{
    private Emergency()
    {
    }

    /// <summary>Nothing has been raised yet.</summary>
    public sealed record Unknown : Emergency;

    /// <summary>Help is needed and not yet given.</summary>
    /// <param name="Facts">What is known of it.</param>
    /// <param name="Assignments">The units that are asked, bound or reserved, in the order in which they came.</param>
    public sealed record Open(EmergencyFacts Facts, ImmutableList<Assignment> Assignments) : Emergency
    {
        /// <summary>Needs that no unit has, is asked for or has met already: what must be looked for.</summary>
        public IEnumerable<Need> Unmet =>
            Facts.Needs.Where(need =>
                !Facts.MetNeeds.Contains(need.Number)
                && !Assignments.Any(assignment => assignment.Need == need.Number && assignment.IsBinding)
            );

        /// <summary>Whether a crew has taken it and is not clear. Until then somebody waits.</summary>
        public bool HasCrew => Assignments.Exists(assignment => assignment.IsJob);

        /// <summary>The live assignment with this id; null when there is none.</summary>
        public Assignment? Find(AssignmentId id) => Assignments.Find(assignment => assignment.Id == id);
    }

    /// <summary>Completed or cancelled.</summary>
    public sealed record Over(EmergencyFacts Facts) : Emergency;
}

/// <summary>What the rules and the choice of a unit need to know.</summary>
/// <param name="Id">Which emergency.</param>
/// <param name="Patient">The patient, when they signed in themselves.</param>
/// <param name="Complaint">A code of the triage protocol.</param>
/// <param name="Priority">How urgent.</param>
/// <param name="TriagedSkills">What triage found that a unit must be able to do.</param>
/// <param name="Place">Where, as far as that is known.</param>
/// <param name="RaisedAt">When; an emergency that goes back to the queue keeps its age.</param>
public sealed record EmergencyFacts(
    EmergencyId Id, PersonId? Patient, string Complaint, Priority Priority, Skills TriagedSkills, Place Place, DateTimeOffset RaisedAt)
{
    /// <summary>The units of the response, each with what it must be able to do.</summary>
    public ImmutableList<Need> Needs { get; init; } = [new Need(1, "Ambulance", TriagedSkills)];

    /// <summary>Needs whose unit came and is clear again.</summary>
    public ImmutableHashSet<int> MetNeeds { get; init; } = [];

    /// <summary>The alarm level that was struck last; 1 from the beginning.</summary>
    public int AlarmLevel { get; init; } = 1;

    /// <summary>How many offers and reservations there have been.</summary>
    public int LastEpoch { get; init; }

    /// <summary>
    /// Units that declined, let an offer pass, or were withdrawn by a person since the search began; the search passes them by.
    /// </summary>
    public ImmutableHashSet<UnitId> SaidNo { get; init; } = [];

    /// <summary>
    /// Units that were diverted from here. They are passed by until the search starts again, so that the unit is not asked back while it is
    /// being asked elsewhere; then it is as good as any other.
    /// </summary>
    public ImmutableHashSet<UnitId> Diverted { get; init; } = [];

    /// <summary>Whom a search must not ask now.</summary>
    public ImmutableHashSet<UnitId> PassedBy => SaidNo.Union(Diverted);

    /// <summary>How many offers of each need came to nothing: the ladder goes by it.</summary>
    public ImmutableDictionary<int, int> Failures { get; init; } = ImmutableDictionary<int, int>.Empty;

    /// <summary>True since nobody was left to ask, until the search began anew or a unit was asked.</summary>
    public bool NobodyLeft { get; init; }

    /// <summary>Alarms that nobody has acknowledged.</summary>
    public ImmutableHashSet<AlarmId> OpenAlarms { get; init; } = [];

    /// <summary>Alarms about hospitals that could not be told: they outlast the emergency.</summary>
    public ImmutableHashSet<AlarmId> HospitalAlarms { get; init; } = [];

    /// <summary>Assignments whose silence has been reported, so that it is reported once.</summary>
    public ImmutableHashSet<AssignmentId> SilentAssignments { get; init; } = [];

    /// <summary>True once an alarm has said that nobody took it in time.</summary>
    public bool OverdueTold { get; init; }

    /// <summary>True since an alarm said that the server does not get on, until somebody was asked or nobody was left.</summary>
    public bool StallTold { get; init; }

    /// <summary>When somebody was last reminded to ask the waiting caller how they are.</summary>
    public DateTimeOffset? WelfareAskedAt { get; init; }

    /// <summary>Who had the assignments that ended: what comes from them now comes too late.</summary>
    public ImmutableDictionary<AssignmentId, UnitId> Ended { get; init; } = ImmutableDictionary<AssignmentId, UnitId>.Empty;

    /// <summary>How many late reports were recorded.</summary>
    public int LateReports { get; init; }

    /// <summary>What has been answered to the protocol's questions.</summary>
    public IReadOnlyList<TriageAnswer> Answers { get; init; } = [];

    /// <summary>The number to ring back, as it was typed; null when none is known.</summary>
    public string? CallbackNumber { get; init; }

    /// <summary>The patient's age, when a dispatcher has entered it.</summary>
    public int? AgeYears { get; init; }

    /// <summary>True once a person has set the priority: the protocol changes it no more.</summary>
    public bool IsPriorityByHand { get; init; }

    /// <summary>True once a person has said which units are needed: the protocol takes none of them away.</summary>
    public bool IsResponseByHand { get; init; }

    /// <summary>The need whose unit was the last to be clear; null before any was.</summary>
    public int? LastMet { get; init; }

    /// <summary>The alarm that asks for the place; null when none was raised.</summary>
    public AlarmId? PlaceAlarm { get; init; }

    /// <summary>True once an alarm has said that no dispatcher is there.</summary>
    public bool NobodyPresentTold { get; init; }

    /// <summary>How many further callers were added.</summary>
    public int Callers { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>One unit of the response.</summary>
/// <param name="Number">Its place in the response, from 1; never given twice in one emergency.</param>
/// <param name="Role">What people call it, such as "Advanced ambulance".</param>
/// <param name="Skills">What the unit must be able to do.</param>
public sealed record Need(int Number, string Role, Skills Skills);

/// <summary>One unit's live involvement.</summary>
/// <param name="Id">Which involvement.</param>
/// <param name="Epoch">Its number within the emergency; a device's command carries it, so that a late one is told apart.</param>
/// <param name="Unit">Whose.</param>
/// <param name="Need">Which need it meets.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Deadline">Until when the offer stands; null when there is nothing to answer.</param>
public sealed record Assignment(AssignmentId Id, int Epoch, UnitId Unit, int Need, AssignmentStatus Status, DateTimeOffset? Deadline)
{
    /// <summary>The assignment that ends when this unit is on scene; null when it relieves nobody.</summary>
    public AssignmentId? Relieves { get; init; }

    /// <summary>True when a person chose the unit.</summary>
    public bool ByHand { get; init; }

    /// <summary>When a crew that has not answered is paged again; null when there is nothing to answer.</summary>
    public DateTimeOffset? SecondPageAt { get; init; }

    /// <summary>How often the crew was paged.</summary>
    public int Pages { get; init; } = 1;

    /// <summary>Up to which version of the emergency its crew has seen what changed.</summary>
    public long SeenVersion { get; init; }

    /// <summary>True while the unit is asked or bound: it can have no other job. A reservation binds nobody.</summary>
    public bool IsBinding => Status != AssignmentStatus.Reserved;

    /// <summary>True for an offer without an answer.</summary>
    public bool IsOffer => Status == AssignmentStatus.Offered;

    /// <summary>True once the crew has taken the job.</summary>
    public bool IsJob => Status is >= AssignmentStatus.Accepted and < AssignmentStatus.Clear;

    /// <summary>True while the crew has the job and is not with the patient: only then may it be sent elsewhere.</summary>
    public bool IsUnderWay => AssignmentSteps.IsUnderWay(Status);
}
