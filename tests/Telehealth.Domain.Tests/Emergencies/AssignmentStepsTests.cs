using Telehealth.Domain.Rescue.Emergencies;
using static Telehealth.Domain.Rescue.Emergencies.AssignmentStatus;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>The whole table of steps, written out.</summary>
public sealed class AssignmentStepsTests
{
    private static readonly Dictionary<AssignmentStatus, AssignmentStatus[]> Legal = new()
    {
        [Offered] = [],
        [Accepted] = [EnRoute, OnScene, Transporting, Clear],
        [EnRoute] = [OnScene, Transporting, Clear],
        [OnScene] = [Transporting, AtHospital, Clear],
        [Transporting] = [AtHospital, Clear],
        [AtHospital] = [Clear],
        [Clear] = [],
        [Declined] = [],
        [Expired] = [],
        [Rescinded] = [],
        [StoodDown] = [],
        [Diverted] = [],
        [HandedOver] = [],
        [Reserved] = [],
        [Released] = [],
    };

    [Fact]
    public void Exactly_the_steps_of_the_table_are_legal()
    {
        foreach (var present in Enum.GetValues<AssignmentStatus>())
        {
            var legal = Enum.GetValues<AssignmentStatus>().Where(next => AssignmentSteps.MayFollow(present, next));
            Assert.Equal((present, string.Join(' ', Legal[present])), (present, string.Join(' ', legal)));
        }
    }

    [Fact]
    public void A_status_that_does_not_exist_follows_nothing()
    {
        Assert.False(AssignmentSteps.MayFollow(Accepted, (AssignmentStatus)99));
        Assert.False(AssignmentSteps.MayFollow(Accepted, (AssignmentStatus)(-1)));
    }

    [Fact]
    public void A_unit_is_bound_from_the_offer_until_it_is_clear() =>
        Assert.Equal(
            [Offered, Accepted, EnRoute, OnScene, Transporting, AtHospital],
            Enum.GetValues<AssignmentStatus>().Where(AssignmentSteps.IsLive));

    [Fact]
    public void A_crew_has_the_job_from_its_acceptance_until_it_is_clear() =>
        Assert.Equal(
            [Accepted, EnRoute, OnScene, Transporting, AtHospital],
            Enum.GetValues<AssignmentStatus>().Where(AssignmentSteps.IsJob));

    [Fact]
    public void A_unit_on_its_way_is_due_when_its_estimate_has_passed_since_it_set_out()
    {
        var fourMinutes = TimeSpan.FromMinutes(4);
        var due = Enum.GetValues<AssignmentStatus>().Where(status => AssignmentSteps.DueAt(status, Some.Noon, fourMinutes) is not null);

        Assert.Equal([Accepted, EnRoute], due);
        Assert.Equal(Some.Noon.AddMinutes(4), AssignmentSteps.DueAt(EnRoute, Some.Noon, fourMinutes));
        Assert.Null(AssignmentSteps.DueAt(EnRoute, Some.Noon, travel: null));
    }
}
