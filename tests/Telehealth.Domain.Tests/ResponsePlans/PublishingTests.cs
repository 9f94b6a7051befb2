using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanCommand;
using static Telehealth.Domain.Rescue.ResponsePlans.ResponsePlanEvent;
using static Telehealth.Domain.Tests.ResponsePlans.SomePlans;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.ResponsePlans;

public sealed class PublishingTests
{
    private static readonly PublishPlans Publish = new(0, [Plan("stroke", null, [Medic]), Fallback], "More medics for strokes");

    public static TheoryData<string, ResponsePlan> WrongRows =>
        new()
        {
            { "plans.complaint_unknown", Plan("dragon", null, [Ambulance]) },
            { "plans.priority_invalid", Plan("burns", (Priority)5, [Ambulance]) },
            { "plans.levels_invalid", Plan("burns", null) },
            { "plans.levels_invalid", Plan("burns", null, [Ambulance], [Ambulance], [Ambulance], [Ambulance], [Ambulance], [Ambulance]) },
            { "plans.level_empty", Plan("burns", null, [Ambulance], []) },
            { "plans.role_invalid", Plan("burns", null, [Ambulance with { Role = " " }]) },
            { "plans.role_invalid", Plan("burns", null, [Ambulance with { Role = Letters(ResponsePlanRules.MaxRole + 1) }]) },
            { "plans.count_invalid", Plan("burns", null, [Ambulance with { Count = 0 }]) },
            { "plans.count_invalid", Plan("burns", null, [Ambulance with { Count = 11 }]) },
            { "plans.skills_invalid", Plan("burns", null, [Ambulance with { Skills = Skills.None }]) },
            { "plans.skills_invalid", Plan("burns", null, [Ambulance with { Skills = (Skills)1_024 }]) },
            {
                "plans.too_many_units",
                Plan("burns", null, [Ambulance with { Count = 10 }, Medic with { Count = 10 }], [RescueUnit with { Count = 10 }, Medic])
            },
            { "plans.duplicate", Plan("stroke", null, [Ambulance]) },
        };

    [Fact]
    public void Plans_are_published_with_the_next_version()
    {
        var first = ResponsePlanBook.Decider.Given().When(Publish, Noon);
        var published = Assert.IsType<ResponsePlansPublished>(Assert.Single(first.Events));
        Assert.Equal((1, "More medics for strokes", Noon), (published.Version, published.Note, published.At));
        Assert.Equal(["stroke", "*"], published.Plans.Select(plan => plan.Complaint));

        var second = first.Afterwards.When(Publish with { ExpectedVersion = 1 }, After(60));
        Assert.Equal(2, second.Afterwards.State.Version);
    }

    [Fact]
    public void A_change_in_between_is_not_overwritten_unseen()
    {
        var published = ResponsePlanBook.Decider.Given().When(Publish, Noon).Afterwards;

        published.When(Publish, After(1)).ThenRefused("plans.changed_meanwhile");
        Assert.Equal(1, published.State.Version);
    }

    [Theory]
    [MemberData(nameof(WrongRows))]
    public void A_wrong_row_is_refused_and_named(string code, ResponsePlan wrong)
    {
        var answer = ResponsePlanBook.Decider.Given().When(Publish with { Plans = [.. Publish.Plans, wrong] }, Noon);

        var refused = Assert.IsType<Decision<ResponsePlanEvent>.Refused>(answer.Decision);
        Assert.Equal(code, refused.Rejection.Code);
        Assert.StartsWith("Row 3 (", refused.Rejection.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_plan_that_is_allowed_is_published()
    {
        var largest = Plan(
            "burns", Priority.LessUrgent, [Ambulance with { Count = 10 }], [Medic with { Count = 10 }], [RescueUnit with { Count = 8 }],
            [Medic], [Medic]);

        Assert.Single(ResponsePlanBook.Decider.Given().When(Publish with { Plans = [largest, Fallback] }, Noon).Events);
    }

    [Fact]
    public void Nobody_may_call_in_vain_so_a_fallback_is_required()
    {
        ResponsePlanBook.Decider.Given().When(Publish with { Plans = [] }, Noon).ThenRefused("plans.fallback_missing");
        ResponsePlanBook
            .Decider.Given()
            .When(Publish with { Plans = [Plan("*", Priority.Urgent, [Ambulance])] }, Noon)
            .ThenRefused("plans.fallback_missing");
    }

    [Fact]
    public void A_book_has_a_note_and_at_most_200_rows()
    {
        ResponsePlanBook.Decider.Given().When(Publish with { Note = " " }, Noon).ThenRefused("plans.note_invalid");
        ResponsePlanBook
            .Decider.Given()
            .When(Publish with { Note = Letters(ResponsePlanRules.MaxNote + 1) }, Noon)
            .ThenRefused("plans.note_invalid");
        var rows = Enumerable.Repeat(Fallback, ResponsePlanRules.MaxPlans + 1).ToList();
        ResponsePlanBook.Decider.Given().When(Publish with { Plans = rows }, Noon).ThenRefused("plans.too_many");
    }

    [Fact]
    public void Blanks_around_a_role_and_the_note_are_taken_off()
    {
        var answer = ResponsePlanBook
            .Decider.Given()
            .When(Publish with { Plans = [Plan("*", null, [Ambulance with { Role = " Ambulance " }])], Note = " New " }, Noon);

        var published = Assert.IsType<ResponsePlansPublished>(Assert.Single(answer.Events));
        Assert.Equal(("Ambulance", "New"), (published.Plans[0].AlarmLevels[0].Adds[0].Role, published.Note));
    }

    [Fact]
    public void The_standard_plans_keep_their_own_rules()
    {
        Assert.Equal(0, ResponsePlanBook.Standard.Version);
        Assert.Single(ResponsePlanBook.Decider.Given().When(Publish with { Plans = ResponsePlanBook.Standard.Plans }, Noon).Events);
    }
}
