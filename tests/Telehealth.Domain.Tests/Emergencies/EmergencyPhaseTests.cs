using Telehealth.Domain.Rescue.Emergencies;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;
using static Telehealth.Domain.Tests.Emergencies.SomeEmergency;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>How far an emergency is, in the word that all screens show.</summary>
public sealed class EmergencyPhaseTests
{
    public static TheoryData<EmergencyPhase, EmergencyEvent[]> Pasts => new()
    {
        { EmergencyPhase.Searching, Raised },
        { EmergencyPhase.Offered, Offered },
        { EmergencyPhase.Assigned, Assigned },
        { EmergencyPhase.Unserved, Exhausted },
        // Kept for later binds nobody.
        { EmergencyPhase.Unserved, [.. Exhausted, new UnitReserved(Assignment(1), 1, Unit(1), 1, ByHand: false, Travel: null, Noon)] },
        { EmergencyPhase.Searching, [.. Exhausted, new SearchRestarted(AlsoThoseWhoSaidNo: true, Noon)] },
        { EmergencyPhase.Searching, [.. Offered, new OfferExpired(Assignment(1), Unit(1), Noon)] },
        { EmergencyPhase.Offered, [.. Exhausted, FirstOffer] },
        // One crew has taken it, whatever else is asked for.
        { EmergencyPhase.Assigned, [.. Assigned, Offer(2)] },
        { EmergencyPhase.Assigned, [.. Assigned, new UnitsExhausted(Alarm(1), Noon)] },
        { EmergencyPhase.Assigned, [.. Assigned, Reported(AssignmentStatus.AtHospital)] },
        { EmergencyPhase.Offered, [.. Assigned, Offer(2), new UnitStoodDown(Assignment(1), Unit(1), "Not needed", Noon)] },
        { EmergencyPhase.Searching, [.. Cancelled, new EmergencyReopened("By mistake", Noon)] },
    };

    [Theory]
    [MemberData(nameof(Pasts))]
    public void An_emergency_is_as_far_as_its_furthest_unit(EmergencyPhase phase, EmergencyEvent[] past) =>
        Assert.Equal(phase, EmergencyPhases.Of(Assert.IsType<Emergency.Open>(EmergencyRules.Decider.Given(past).State)));

    [Fact]
    public void An_emergency_is_open_until_it_is_completed_or_cancelled() =>
        Assert.Equal(
            [EmergencyPhase.Completed, EmergencyPhase.Cancelled],
            Enum.GetValues<EmergencyPhase>().Where(phase => !EmergencyPhases.IsOpen(phase)));

    [Theory]
    [InlineData(false, false, false, EmergencyPhase.Searching)]
    [InlineData(false, false, true, EmergencyPhase.Unserved)]
    [InlineData(false, true, true, EmergencyPhase.Offered)]
    [InlineData(true, true, true, EmergencyPhase.Assigned)]
    [InlineData(true, false, false, EmergencyPhase.Assigned)]
    public void Who_has_counted_the_units_gets_the_same_word(bool hasCrew, bool isAsked, bool nobodyLeft, EmergencyPhase phase) =>
        Assert.Equal(phase, EmergencyPhases.Of(hasCrew, isAsked, nobodyLeft));
}
