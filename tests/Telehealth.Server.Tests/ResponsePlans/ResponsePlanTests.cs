using System.Net;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.ResponsePlans;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.ResponsePlans;

/// <summary>Who writes the response plans, and what holds then.</summary>
public sealed class ResponsePlanTests(EquippedServer server) : EquippedTest(server)
{
    private const string Plans = "/api/response-plans";

    [Fact]
    public async Task A_published_plan_is_what_the_next_emergency_is_sent()
    {
        using var admin = await Host.Api(DemoPeople.Ivo);
        var before = await admin.Get<ResponsePlansView>(Plans);
        PlanRow[] rows =
        [
            new("chest-pain", 2, [new PlanLevel([new PlanUnit("Ambulance", ["basic", "advanced"], 2)])]),
            .. before.Rows.Where(row => row is not { Complaint: "chest-pain", Priority: 2 }),
        ];

        var after = await admin.Put<ResponsePlansView>(Plans, Publication(before.Version, rows, "Two crews for a chest"));
        try
        {
            await using var console = await Host.Console();
            var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
            Assert.Equal(["Ambulance", "Ambulance"], raised.Needs.Select(need => need.Role));
            Assert.Equal(before.Version + 1, after.Version);
            Assert.Equal(["basic", "advanced"], after.Rows[0].Levels[0].Adds[0].Skills!);
        }
        finally
        {
            await admin.Put<ResponsePlansView>(Plans, Publication(after.Version, before.Rows, "Back again"));
        }

        var history = await admin.Get<List<PlansHistoryEntry>>($"{Plans}/history");
        Assert.Equal(
            [(after.Version + 1, "Back again", "Ivo Tanaka"), (after.Version, "Two crews for a chest", "Ivo Tanaka")],
            history.Take(2).Select(entry => (entry.Version, entry.Note, entry.ByName)));
    }

    [Fact]
    public async Task A_change_made_on_an_old_version_is_refused_and_so_is_a_wrong_row_by_its_number()
    {
        using var admin = await Host.Api(DemoPeople.Ivo);
        var now = await admin.Get<ResponsePlansView>(Plans);

        var late = await admin.Refused(HttpMethod.Put, Plans, Publication(now.Version + 7, now.Rows, "Late"));
        var unknownSkill = await admin.Refused(
            HttpMethod.Put, Plans, Publication(now.Version, [.. now.Rows, Row("fall", new PlanUnit("Van", ["flying"], 1))], "Wings"));
        var unknownComplaint = await admin.Refused(
            HttpMethod.Put, Plans, Publication(now.Version, [.. now.Rows, Row("boredom", new PlanUnit("Van", null, 1))], "Fun"));
        var holes = await admin.Refused(
            HttpMethod.Put, Plans,
            new
            {
                commandId = Guid.NewGuid(),
                expectedVersion = now.Version,
                note = "Holes",
                rows = new object?[] { new { complaint = "*" } },
            });

        Assert.Equal((HttpStatusCode.Conflict, "plans.changed_meanwhile"), (late.Status, late.Code));
        Assert.Equal("plans.skills_invalid", unknownSkill.Code);
        Assert.StartsWith($"Row {now.Rows.Count + 1}", unknownSkill.Text, StringComparison.Ordinal);
        Assert.Equal("plans.complaint_unknown", unknownComplaint.Code);
        Assert.StartsWith($"Row {now.Rows.Count + 1}", unknownComplaint.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, "request.invalid"), (holes.Status, holes.Code));
        Assert.Equal(now.Version, (await admin.Get<ResponsePlansView>(Plans)).Version);
    }

    [Fact]
    public async Task A_plan_that_all_vehicles_together_cannot_meet_is_a_warning()
    {
        using var admin = await Host.Api(DemoPeople.Ivo);
        var before = await admin.Get<ResponsePlansView>(Plans);
        PlanRow[] rows = [.. before.Rows, Row("fall", new PlanUnit("Heavy rescue", ["rescue"], 9))];

        var after = await admin.Put<ResponsePlansView>(Plans, Publication(before.Version, rows, "Nine of them"));
        await admin.Put<ResponsePlansView>(Plans, Publication(after.Version, before.Rows, "Back again"));

        var warning = Assert.Single(after.Warnings, warning => warning.Row == rows.Length);
        Assert.Equal(("Heavy rescue", 8), (warning.Role, warning.Missing));
    }

    [Fact]
    public async Task Dispatchers_read_the_plans_and_only_administrators_publish_them()
    {
        using var dispatcher = await Host.Api(DemoPeople.Hana);
        using var paramedic = await Host.Api(DemoPeople.Erik);
        var plans = await dispatcher.Get<ResponsePlansView>(Plans);

        Assert.Equal(
            HttpStatusCode.NotFound,
            (await dispatcher.Refused(HttpMethod.Put, Plans, Publication(plans.Version, plans.Rows, "Mine"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await paramedic.Refused(HttpMethod.Get, Plans)).Status);
    }

    private static PlanRow Row(string complaint, PlanUnit unit) => new(complaint, null, [new PlanLevel([unit])]);

    private static PlansPublication Publication(int expected, IReadOnlyList<PlanRow> rows, string note) =>
        new(Guid.NewGuid(), expected, rows, note);
}
