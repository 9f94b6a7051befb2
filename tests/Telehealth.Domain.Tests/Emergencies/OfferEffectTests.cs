using Telehealth.Domain.Rescue.Emergencies;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;
using static Telehealth.Domain.Tests.Emergencies.SomeEmergency;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>What the button of an offer by hand says is what the offer does.</summary>
public sealed class OfferEffectTests
{
    private static readonly UnitReserved Kept = new(Assignment(7), 7, Unit(7), 1, ByHand: true, Travel: null, Noon);

    public static TheoryData<OfferEffect, EmergencyEvent[]> Pasts => new()
    {
        { OfferEffect.Meets, Raised },
        { OfferEffect.Meets, Exhausted },
        { OfferEffect.Meets, [.. Raised, Kept] },
        { OfferEffect.Replaces, Offered },
        { OfferEffect.OnTop, Assigned },
        // Two are there, and only a person knows which of them is to go.
        { OfferEffect.OnTop, [.. Raised, Kept, FirstOffer] },
        { OfferEffect.OnTop, [.. Assigned, Offer(2)] },
    };

    [Theory]
    [MemberData(nameof(Pasts))]
    public void One_more_unit_by_hand_does_what_was_said_before(OfferEffect effect, EmergencyEvent[] past)
    {
        var given = Given(past);
        var open = Assert.IsType<Emergency.Open>(given.State);

        var events = given.When(new AssignByHand(Assignment(9), Unit(9), null, AnswerWithin, "Knows the place"), Noon).Events;

        Assert.Equal(effect, OfferEffects.Of(open));
        Assert.Equal(
            effect,
            events.OfType<UnitsRequired>().Any() ? OfferEffect.OnTop
            : events.OfType<OfferRescinded>().Any() ? OfferEffect.Replaces
            : OfferEffect.Meets);
    }

    [Theory]
    [MemberData(nameof(Pasts))]
    public void Who_has_the_rows_of_the_units_is_told_the_same(OfferEffect effect, EmergencyEvent[] past)
    {
        var open = Assert.IsType<Emergency.Open>(Given(past).State);

        Assert.Equal(effect, OfferEffects.Of(open.Unmet.Any(), [.. open.Assignments.Select(assignment => assignment.Status)]));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, false, AssignmentStatus.Reserved)]
    [InlineData(true, false, AssignmentStatus.Clear)]
    [InlineData(false, false, AssignmentStatus.Offered)]
    [InlineData(false, false, AssignmentStatus.Reserved, AssignmentStatus.OnScene)]
    [InlineData(false, true)]
    public void A_need_is_missing_until_a_unit_is_asked_or_has_met_it(bool missing, bool isMet, params AssignmentStatus[] present) =>
        Assert.Equal(missing, Need.IsUnmet(isMet, present));
}
