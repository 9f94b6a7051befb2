using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Hospitals;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Tests.Access;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Hospitals;

/// <summary>Where patients are taken, and that the hospital hears of it.</summary>
public sealed class HospitalTests(EquippedServer server) : EquippedTest(server)
{
    [Fact]
    public async Task Hospitals_are_ranked_by_drive_time_and_the_others_left_out_with_a_reason()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var job = await TakeJob(console, crew);
        using var dispatcher = await Host.Api(DemoPeople.Hana);

        var ranking = await dispatcher.Get<HospitalRankingView>($"{Of(job)}/hospitals?unit={crew.Unit}");

        Assert.Equal(["near", "north", "quiet"], ranking.Ranked.Select(hospital => hospital.Code));
        Assert.All(ranking.Ranked, hospital => Assert.Equal("roads", hospital.Travel.Source));
        Assert.Equal([("small", "hospital.lacks_capability")], ranking.LeftOut.Select(left => (left.Code, left.Reason)));
        Assert.Null(ranking.Shortfall);
        Assert.False(ranking.FromScene);
    }

    [Fact]
    public async Task A_hospital_on_divert_is_left_out_until_its_time_is_over_and_a_person_may_still_choose_it()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var job = await TakeJob(console, crew);
        using var dispatcher = await Host.Api(DemoPeople.Hana);
        var until = Host.Time.GetUtcNow().AddHours(1);

        var row = await dispatcher.Put<HospitalRow>(
            "/api/hospitals/near/status", new HospitalStatusChange(HospitalState.Divert, "Scanner is down", until));
        var during = await dispatcher.Get<HospitalRankingView>($"{Of(job)}/hospitals");
        var chosen = await dispatcher.Post<ChosenHospital>($"{Of(job)}/hospital", Order(job, "near"));
        await dispatcher.Put<HospitalRow>("/api/hospitals/near/status", new HospitalStatusChange(HospitalState.Closed, "Fire", null));
        var closed = await dispatcher.Refused(HttpMethod.Post, $"{Of(job)}/hospital", Order(job, "near"));
        var open = await dispatcher.Put<HospitalRow>(
            "/api/hospitals/near/status", new HospitalStatusChange(HospitalState.Open, null, null));

        Assert.Equal((HospitalState.Divert, "Scanner is down", "Hana Novak"), (row.State, row.Reason, row.ChangedBy));
        Assert.Equal("north", during.Ranked[0].Code);
        Assert.Contains(during.LeftOut, left => left is { Code: "near", Reason: "hospital.on_divert", Text: "On divert: Scanner is down" });
        Assert.Equal(("near", "North Hospital"), (chosen.Code, chosen.Recommended));
        Assert.Equal("hospital.closed", closed.Code);
        Assert.Equal((HospitalState.Open, (string?)null), (open.State, open.Reason));
    }

    [Fact]
    public async Task The_chosen_hospital_is_told_with_a_signature_and_without_a_name_or_a_number_to_ring()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var job = await TakeJob(console, crew);
        using var paramedic = await Host.Api(DemoPeople.Erik);

        var chosen = await paramedic.Post<ChosenHospital>($"{Of(job)}/hospital", Order(job, "near"));
        var told = await Told(paramedic, job, NoticeOutcome.Told);

        Assert.Null(chosen.Recommended);
        var sent = Assert.Single(SentTo("near", job));
        var alert = JsonSerializer.Deserialize<PreAlert>(sent.Body, AccessHost.Json)!;
        Assert.Equal(
            (job.Number, "A11", NoticeKind.Coming, AssignmentStatus.Accepted), (alert.Number, alert.Unit, alert.Kind, alert.UnitStatus));
        Assert.Equal(chosen.Travel!.Seconds, alert.DriveSeconds);
        Assert.Equal(told.Id, alert.NoticeId);
        Assert.Equal(
            $"sha256={HospitalLine.Signature(EquippedServer.Secret, sent.Headers["X-Telehealth-Timestamp"], sent.Body)}",
            sent.Headers["X-Telehealth-Signature"]);
        var text = System.Text.Encoding.UTF8.GetString(sent.Body);
        Assert.DoesNotContain("1234567", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Pressure", text, StringComparison.Ordinal);
        Assert.DoesNotContain("48.40", text, StringComparison.Ordinal);
        Assert.Equal("Near Hospital", (await crew.Device.Hear<JobView>("JobChanged", view => view.HospitalCode == "near")).HospitalName);
    }

    [Fact]
    public async Task A_hospital_that_fails_at_first_is_told_by_a_later_try_with_the_same_id()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var job = await TakeJob(console, crew);
        using var paramedic = await Host.Api(DemoPeople.Erik);
        var answers = 0;
        Server.Hospital.Answer = context =>
        {
            context.Response.StatusCode =
                Interlocked.Increment(ref answers) == 1 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        };

        await paramedic.Post<ChosenHospital>($"{Of(job)}/hospital", Order(job, "near"));
        var told = await Told(paramedic, job, NoticeOutcome.Told);

        Assert.Equal(2, told.Tries);
        Assert.Equal(2, SentTo("near", job).Count);
        Assert.All(
            SentTo("near", job), sent => Assert.Equal(told.Id, JsonSerializer.Deserialize<PreAlert>(sent.Body, AccessHost.Json)!.NoticeId));
    }

    [Fact]
    public async Task When_every_try_fails_or_takes_too_long_a_person_is_asked_to_telephone()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var job = await TakeJob(console, crew);
        using var paramedic = await Host.Api(DemoPeople.Erik);
        Server.Hospital.Answer = async context =>
        {
            if (context.Request.Path == "/near")
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        await console.Ask<Board>("WatchBoard");
        await paramedic.Post<ChosenHospital>($"{Of(job)}/hospital", Order(job, "near"));
        var failed = await Told(paramedic, job, NoticeOutcome.Failed);

        Assert.Equal(
            (3, "Near Hospital could not be told that the patient is coming. Tell them by telephone (+49 731 555)."),
            (failed.Tries, failed.Text));
        var alarm = await console.Hear<AlarmRow>("AlarmChanged", row => row.EmergencyId == job.EmergencyId);
        Assert.Equal((AlarmKind.HospitalNotTold, crew.Unit), (alarm.Kind, alarm.UnitId));
        Assert.StartsWith("A hospital could not be told about A11. ", alarm.Text, StringComparison.Ordinal);
        Assert.NotNull(
            (await console.Ask<AlarmRow>("AcknowledgeAlarm", new AlarmAcknowledgement(Guid.NewGuid(), alarm.Id))).AcknowledgedAt);
    }

    [Fact]
    public async Task A_hospital_that_takes_no_messages_is_to_be_rung()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var job = await TakeJob(console, crew);
        using var paramedic = await Host.Api(DemoPeople.Erik);

        var chosen = await paramedic.Post<ChosenHospital>($"{Of(job)}/hospital", Order(job, "quiet"));
        var notice = await Told(paramedic, job, NoticeOutcome.ByTelephone);

        Assert.Equal("Near Hospital", chosen.Recommended);
        Assert.Equal("Tell Quiet Hospital (+49 731 555) by telephone that the patient is coming.", notice.Text);
        var incident = await console.Ask<IncidentView>("Incident", job.EmergencyId);
        Assert.Contains(incident.Timeline, entry => entry.Text == "A11 goes to Quiet Hospital; near was recommended.");
    }

    [Fact]
    public async Task That_somebody_rang_is_entered_once_and_seen_by_all_also_when_the_emergency_is_over()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var job = await TakeJob(console, crew);
        using var dispatcher = await Host.Api(DemoPeople.Hana);
        await dispatcher.Post<ChosenHospital>($"{Of(job)}/hospital", Order(job, "quiet"));
        var notice = await Told(dispatcher, job, NoticeOutcome.ByTelephone);
        await console.Ask<EmergencyRow>("Cancel", new HelpCancellation(Guid.NewGuid(), job.EmergencyId, "A false alarm"));

        var rung = await dispatcher.Post<HospitalNoticeView>($"{Of(job)}/hospital-call", new HospitalCall(Guid.NewGuid(), notice.Id));
        var again = await dispatcher.Post<HospitalNoticeView>($"{Of(job)}/hospital-call", new HospitalCall(Guid.NewGuid(), notice.Id));
        var seen = await dispatcher.Get<IReadOnlyList<HospitalNoticeView>>($"{Of(job)}/hospital-notices");

        Assert.Equal(
            (NoticeOutcome.Rung, "Hana Novak", "Quiet Hospital was told by telephone that the patient is coming."),
            (rung.Outcome, rung.ToldBy, rung.Text));
        Assert.Equal(rung, again);
        Assert.Contains(rung, seen);
        var incident = await console.Ask<IncidentView>("Incident", job.EmergencyId);
        Assert.Single(incident.Timeline, entry => entry.Kind == "emergency.hospital_rung");
    }

    [Fact]
    public async Task Only_what_waits_for_a_call_can_be_entered_as_rung()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var job = await TakeJob(console, crew);
        using var dispatcher = await Host.Api(DemoPeople.Hana);
        using var paramedic = await Host.Api(DemoPeople.Erik);
        await dispatcher.Post<ChosenHospital>($"{Of(job)}/hospital", Order(job, "near"));
        var told = await Told(dispatcher, job, NoticeOutcome.Told);

        var needless = await dispatcher.Refused(HttpMethod.Post, $"{Of(job)}/hospital-call", new HospitalCall(Guid.NewGuid(), told.Id));
        var unknown = await dispatcher.Refused(
            HttpMethod.Post, $"{Of(job)}/hospital-call", new HospitalCall(Guid.NewGuid(), Guid.NewGuid()));
        var elsewhere = await dispatcher.Refused(
            HttpMethod.Post, $"/api/emergencies/{Guid.NewGuid()}/hospital-call", new HospitalCall(Guid.NewGuid(), told.Id));
        var stranger = await paramedic.Refused(HttpMethod.Post, $"{Of(job)}/hospital-call", new HospitalCall(Guid.NewGuid(), told.Id));

        Assert.Equal("hospital.no_call_needed", needless.Code);
        Assert.Equal(("emergency.not_found", "emergency.not_found", "not_found"), (unknown.Code, elsewhere.Code, stranger.Code));
    }

    [Fact]
    public async Task A_hospital_hears_that_the_patient_goes_elsewhere_after_all_and_that_the_unit_was_stood_down()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var job = await TakeJob(console, crew);
        using var dispatcher = await Host.Api(DemoPeople.Hana);

        await dispatcher.Post<ChosenHospital>($"{Of(job)}/hospital", Order(job, "near"));
        await Told(dispatcher, job, NoticeOutcome.Told);
        await dispatcher.Post<ChosenHospital>($"{Of(job)}/hospital", Order(job, "north"));
        await Eventually.True(
            () => KindsSentTo("near", job) is [NoticeKind.Coming, NoticeKind.NotComing], "the first hospital is told of the change");
        await Eventually.True(() => KindsSentTo("north", job) is [NoticeKind.Coming], "the second hospital is told");
        await console.Ask<EmergencyRow>(
            "StandDown", new StandDownCommand(Guid.NewGuid(), job.EmergencyId, job.AssignmentId, "Another crew is nearer"));

        await Eventually.True(
            () => KindsSentTo("north", job) is [NoticeKind.Coming, NoticeKind.NotComing], "the second hospital is told that nobody comes");
        Assert.Equal(2, SentTo("near", job).Count);
    }

    [Fact]
    public async Task A_crew_sees_and_chooses_for_its_own_unit_only_and_a_stranger_finds_nothing()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var others = await Crew.OnShift(Host, DemoPeople.Farah, "A12", Help.North(3_000));
        var job = await TakeJob(console, crew);
        using var other = await Host.Api(DemoPeople.Farah);
        using var patient = await Host.Api(DemoPeople.Ana);

        Assert.Equal(
            (HttpStatusCode.NotFound, "emergency.not_found"),
            Short(await other.Refused(HttpMethod.Get, $"{Of(job)}/hospitals?unit={crew.Unit}")));
        Assert.Equal((HttpStatusCode.NotFound, "emergency.not_found"), Short(await other.Refused(HttpMethod.Get, $"{Of(job)}/hospitals")));
        Assert.Equal(
            (HttpStatusCode.NotFound, "emergency.not_found"),
            Short(await other.Refused(HttpMethod.Post, $"{Of(job)}/hospital", Order(job, "near"))));
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), Short(await patient.Refused(HttpMethod.Get, $"{Of(job)}/hospitals")));
        Assert.Equal(
            (HttpStatusCode.NotFound, "not_found"),
            Short(
                await other.Refused(HttpMethod.Put, "/api/hospitals/near/status", new HospitalStatusChange(HospitalState.Open, null, null))));
        Assert.Empty(SentTo("near", job));
    }

    private static async Task<JobView> TakeJob(LiveClient console, Crew crew)
    {
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        return await crew.Accept(await crew.HearOffer(raised.Id));
    }

    private static string Of(JobView job) => $"/api/emergencies/{job.EmergencyId}";

    private static HospitalCommand Order(JobView job, string hospital) => new(Guid.NewGuid(), job.AssignmentId, hospital);

    private static (HttpStatusCode, string?) Short((HttpStatusCode Status, string? Code, string? Text) refused) =>
        (refused.Status, refused.Code);

    private static async Task<HospitalNoticeView> Told(ApiClient api, JobView job, NoticeOutcome outcome)
    {
        HospitalNoticeView? found = null;
        await Eventually.True(
            async () =>
                (found = (await api.Get<HospitalRankingView>($"{Of(job)}/hospitals")).Notices.FirstOrDefault(notice =>
                        notice.Outcome == outcome))
                    is not null,
            $"a notice that is {outcome}");
        return found!;
    }

    private List<Received> SentTo(string hospital, JobView job) =>
        [
            .. Server.Hospital.All.Where(sent =>
                sent.Path == $"/{hospital}" && JsonSerializer.Deserialize<PreAlert>(sent.Body, AccessHost.Json)!.Patient == job.AssignmentId),
        ];

    private List<NoticeKind> KindsSentTo(string hospital, JobView job) =>
        [.. SentTo(hospital, job).Select(sent => JsonSerializer.Deserialize<PreAlert>(sent.Body, AccessHost.Json)!.Kind)];
}
