using Telehealth.Domain.Rescue.Emergencies;
using static Telehealth.Domain.Rescue.Emergencies.AssignmentStatus;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>What a crew may know, for each status that its involvement can have.</summary>
public sealed class CrewKnowledgeTests
{
    [Fact]
    public void Only_a_crew_that_has_or_has_done_the_job_knows_whose_number_to_ring() =>
        Assert.Equal([Accepted, EnRoute, OnScene, Transporting, AtHospital, Clear], Where(CrewKnowledge.OfCaller));

    [Fact]
    public void A_crew_that_was_released_reads_the_notes_and_knows_the_caller_no_more() =>
        Assert.Equal([StoodDown, Diverted, HandedOver], Where(CrewKnowledge.OfNotes).Except(Where(CrewKnowledge.OfCaller)));

    [Fact]
    public void A_crew_that_still_has_to_answer_knows_what_triage_was_told_and_nothing_else() =>
        Assert.Equal([Offered], Where(CrewKnowledge.OfTriage).Except(Where(CrewKnowledge.OfNotes)));

    [Fact]
    public void Who_declined_or_was_asked_in_vain_knows_nothing() =>
        Assert.Equal([Declined, Expired, Rescinded, Reserved, Released], Where(status => !CrewKnowledge.OfTriage(status)));

    private static IEnumerable<AssignmentStatus> Where(Func<AssignmentStatus, bool> knows) =>
        Enum.GetValues<AssignmentStatus>().Where(knows);
}
