using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;
using static Telehealth.Domain.Tests.Emergencies.SomeEmergency;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>Offers, by the dispatcher's rule and by hand, and their answers.</summary>
public sealed class OfferTests
{
    private static readonly OfferUnits OfferSecond = new([new UnitOffer(Assignment(2), Unit(2), 1, null)], AnswerWithin);
    private static readonly AssignByHand GiveToSecond = new(Assignment(2), Unit(2), null, AnswerWithin, " Knows the place ");
    private static readonly AcceptOffer Accept = new(Assignment(1), 1, Unit(1), Noon);
    private static readonly DeclineOffer Decline = new(Assignment(1), 1, Unit(1), " Flat tyre ", Noon);

    [Fact]
    public void A_unit_is_offered_the_job_with_a_deadline_and_how_far_it_is()
    {
        var travel = new Travel(TimeSpan.FromMinutes(4), Distance.FromMetres(2_500), "roads");

        Given(Raised)
            .When(new OfferUnits([new UnitOffer(Assignment(1), Unit(1), 1, travel)], AnswerWithin), Noon)
            .Then(FirstOffer with { Travel = travel });
    }

    [Fact]
    public void Nobody_is_offered_a_job_that_another_was_asked_about_or_has()
    {
        Given(Offered).When(OfferSecond, Noon).ThenRefused("emergency.not_searching");
        Given(Assigned).When(OfferSecond, Noon).ThenRefused("emergency.not_searching");
        Given(Exhausted).When(OfferSecond, Noon).ThenRefused("emergency.not_searching");
        Given(Cancelled).When(OfferSecond, Noon).ThenRefused("emergency.over");
    }

    [Fact]
    public void Each_offer_has_the_next_epoch() =>
        Given([.. Offered, new OfferExpired(Assignment(1), Unit(1), Deadline)]).When(OfferSecond, Noon).Then(Offer(2));

    [Fact]
    public void After_too_many_offers_a_person_must_act()
    {
        var tries = Enumerable.Range(1, EmergencyRules.MaxOffers)
            .SelectMany(number => new EmergencyEvent[] { Offer(number), new OfferExpired(Assignment(number), Unit(number), Deadline) });
        EmergencyEvent[] tired = [.. Raised, .. tries];

        Given(tired).When(OfferSecond, Noon).ThenRefused("emergency.too_many_offers");
        Assert.Single(Given(tired).When(GiveToSecond, Noon).Events);
    }

    [Fact]
    public void A_unit_takes_the_job_up_to_the_deadline_and_not_after()
    {
        var accepted = Given(Offered).When(Accept, Deadline);
        accepted.Then(FirstAccepted with { At = Deadline });
        Assert.Equal(
            new Assignment(Assignment(1), 1, Unit(1), 1, AssignmentStatus.Accepted, Deadline: null), OnlyUnit(accepted.Afterwards.State));
        Given(Offered).When(Accept, Deadline.AddTicks(1)).ThenRefused("offer.expired");
    }

    [Fact]
    public void Accepting_again_changes_nothing() => Given(Assigned).When(Accept, Deadline.AddHours(1)).ThenNothing();

    [Fact]
    public void An_answer_to_another_offer_or_from_another_unit_changes_nothing()
    {
        AcceptOffer[] wrong = [Accept with { Assignment = Assignment(2) }, Accept with { Epoch = 2 }, Accept with { Unit = Unit(2) }];
        Assert.All(wrong, accept => Given(Offered).When(accept, Noon).ThenRefused("offer.over"));
        Given(Assigned).When(Accept with { Unit = Unit(2) }, Noon).ThenRefused("offer.over");
        Given(Offered).When(Decline with { Epoch = 2 }, Noon).ThenRefused("offer.over");
    }

    [Fact]
    public void A_late_answer_changes_nothing()
    {
        EmergencyEvent[] expired = [.. Offered, new OfferExpired(Assignment(1), Unit(1), Deadline)];
        EmergencyEvent[][] gone = [expired, Exhausted, Completed, Cancelled];
        Assert.All(gone, past => Given(past).When(Accept, Noon).ThenRefused("offer.over"));
        Assert.All(gone, past => Given(past).When(Decline, Noon).ThenRefused("offer.over"));
    }

    [Fact]
    public void Who_declines_says_why_and_is_remembered()
    {
        var declined = Given(Offered).When(Decline, Noon);
        declined.Then(new OfferDeclined(Assignment(1), Unit(1), "Flat tyre", Noon, Noon));
        Assert.Equal([Unit(1)], FactsOf(declined.Afterwards.State).SaidNo);
        Given(Offered).When(Decline with { Reason = "" }, Noon).ThenRefused("reason.invalid");
    }

    [Fact]
    public void A_job_that_was_taken_can_no_longer_be_declined() => Given(Assigned).When(Decline, Noon).ThenRefused("offer.accepted");

    [Fact]
    public void An_offer_expires_after_its_deadline_only()
    {
        Given(Offered).When(new ExpireOffer(Assignment(1)), Deadline).ThenNothing();
        var expired = Given(Offered).When(new ExpireOffer(Assignment(1)), Deadline.AddTicks(1));
        expired.Then(new OfferExpired(Assignment(1), Unit(1), Deadline.AddTicks(1)));
        Assert.Equal([Unit(1)], FactsOf(expired.Afterwards.State).SaidNo);
    }

    [Fact]
    public void Expiry_never_touches_a_job_that_was_taken_or_another_offer()
    {
        Given(Assigned).When(new ExpireOffer(Assignment(1)), Deadline.AddDays(1)).ThenNothing();
        Given(Offered).When(new ExpireOffer(Assignment(2)), Deadline.AddDays(1)).ThenNothing();
        Given(Completed).When(new ExpireOffer(Assignment(1)), Deadline.AddDays(1)).ThenNothing();
    }

    [Fact]
    public void A_person_gives_the_job_to_a_unit()
    {
        Given(Raised).When(GiveToSecond, Noon).Then(Offer(2, byHand: true) with { Epoch = 1 });
        Given(Exhausted).When(GiveToSecond, Noon).Then(Offer(2, byHand: true) with { Epoch = 1 });
    }

    [Fact]
    public void Giving_it_to_another_takes_the_offer_back_first()
    {
        var given = Given(Offered).When(GiveToSecond, Noon);
        given.Then(new OfferRescinded(Assignment(1), Unit(1), "Knows the place", Noon), Offer(2, byHand: true));
        Assert.Equal(Unit(2), OnlyUnit(given.Afterwards.State).Unit);
    }

    [Fact]
    public void Giving_it_to_another_stands_the_crew_down_first() =>
        Given(Assigned).When(GiveToSecond with { Instead = Assignment(1) }, Noon)
            .Then(new UnitStoodDown(Assignment(1), Unit(1), "Knows the place", Noon), Offer(2, byHand: true));

    [Fact]
    public void A_unit_is_not_given_what_it_has()
    {
        Given(Offered).When(GiveToSecond with { Unit = Unit(1) }, Noon).ThenRefused("emergency.already_with_unit");
        Given(Assigned).When(GiveToSecond with { Unit = Unit(1) }, Noon).ThenRefused("emergency.already_with_unit");
    }

    [Fact]
    public void By_hand_needs_a_reason_and_an_emergency_that_is_not_over()
    {
        Given(Raised).When(GiveToSecond with { Reason = " " }, Noon).ThenRefused("reason.invalid");
        Given(Completed).When(GiveToSecond, Noon).ThenRefused("emergency.over");
    }
}
