using System.Collections.Immutable;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Rescue.Emergencies;

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
