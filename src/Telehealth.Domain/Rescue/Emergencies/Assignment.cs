using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Domain.Rescue.Emergencies;

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
    public bool IsJob => AssignmentSteps.IsJob(Status);

    /// <summary>True while the crew has the job and is not with the patient: only then may it be sent elsewhere.</summary>
    public bool IsUnderWay => AssignmentSteps.IsUnderWay(Status);
}
