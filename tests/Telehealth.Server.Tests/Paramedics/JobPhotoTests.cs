using System.Net;
using System.Net.Http.Headers;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Tests.Access;
using Telehealth.Server.Tests.Live;
using static Telehealth.Server.Tests.Paramedics.TestPictures;

namespace Telehealth.Server.Tests.Paramedics;

/// <summary>Pictures of a job: who may send and see them, and what is no picture.</summary>
public sealed class JobPhotoTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task A_picture_is_seen_by_the_crew_and_by_dispatchers_and_who_looked_is_kept()
    {
        var (crew, job) = await WithJob();
        await using var _ = crew;
        var id = Guid.NewGuid();
        var takenAt = Host.Time.GetUtcNow().AddMinutes(-7);
        using var paramedic = await Http(DemoPeople.Erik);
        using var dispatcher = await Http(DemoPeople.Hana);

        var sent = await (await Send(paramedic, job, Jpeg, id, takenAt)).Of<JobPhoto>();
        var again = await (await Send(paramedic, job, Jpeg, id, takenAt)).Of<JobPhoto>();
        Assert.Equal((sent, 1, DemoPeople.Erik.Name), (again, sent.Number, sent.TakenBy));
        Assert.Equal(takenAt, sent.TakenAt, TimeSpan.FromMilliseconds(1));
        Assert.Equal([id], (await (await dispatcher.GetAsync(Path(job))).Of<List<JobPhoto>>()).Select(photo => photo.Id));
        using var seen = await dispatcher.GetAsync(Path(job, id));

        Assert.Equal(Jpeg, await seen.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/jpeg", seen.Content.Headers.ContentType?.ToString());
        Assert.Contains("no-store", seen.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("picture.jpeg", seen.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        Assert.Equal(["nosniff"], seen.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(
            DemoPeople.Hana.Id,
            Assert.Single(await Host.Rows("select seen_by from paramedics.job_photo_view where photo_id = $1", row => row.GetGuid(0), id)));
        await using var console = await Host.Console();
        Assert.Single(
            (await console.Ask<IncidentView>("Incident", job.EmergencyId)).Timeline, entry => entry.Text == "A11 took picture 1.");
    }

    [Fact]
    public async Task What_is_no_picture_or_too_much_is_refused()
    {
        var (crew, job) = await WithJob();
        await using var _ = crew;
        using var http = await Http(DemoPeople.Erik);
        var svg = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray();

        foreach (var wrong in new[] { svg, [], Jpeg[..2], "GIF89a"u8.ToArray(), Png[..10] })
            await IsRefused(await Send(http, job, wrong), HttpStatusCode.UnsupportedMediaType, "photo.type_unknown");
        await IsRefused(await Send(http, job, Large(1)), HttpStatusCode.RequestEntityTooLarge, "photo.too_large");
        await IsRefused(await Send(http, job, Large(200_000)), HttpStatusCode.RequestEntityTooLarge, "photo.too_large");
        await IsRefused(await Send(http, job, PngOf(60_000, 60_000)), HttpStatusCode.RequestEntityTooLarge, "photo.too_large");
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync(Path(job), new ByteArrayContent(Jpeg))).StatusCode);
        Assert.Empty(await (await http.GetAsync(Path(job))).Of<List<JobPhoto>>());
        Assert.Equal(1, (await (await Send(http, job, Large(0))).Of<JobPhoto>()).Number);
    }

    [Fact]
    public async Task A_job_takes_twenty_pictures_and_no_more_however_many_come_at_once()
    {
        var (crew, job) = await WithJob();
        await using var _ = crew;
        using var http = await Http(DemoPeople.Erik);

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Send(http, job, Png)));

        Assert.Equal(20, answers.Count(answer => answer.IsSuccessStatusCode));
        foreach (var refused in answers.Where(answer => !answer.IsSuccessStatusCode))
            await IsRefused(refused, HttpStatusCode.Conflict, "photo.too_many");
        Assert.Equal(Enumerable.Range(1, 20), (await (await http.GetAsync(Path(job))).Of<List<JobPhoto>>()).Select(photo => photo.Number));
    }

    [Fact]
    public async Task To_another_crew_another_organisation_and_everybody_else_the_job_does_not_exist()
    {
        var (crew, job) = await WithJob();
        await using var _ = crew;
        await using var second = await Crew.OnShift(Host, DemoPeople.Farah, "A12");
        using var http = await Http(DemoPeople.Erik);
        var photo = await (await Send(http, job, Png)).Of<JobPhoto>();
        using var other = await Http(DemoPeople.Farah);
        using var patient = await Http(DemoPeople.Ana);
        using var dispatcher = await Http(DemoPeople.Hana);
        var theirs = job with { AssignmentId = await JobOfAnotherTenant() };

        foreach (var (stranger, of) in new[] { (other, job), (patient, job), (http, theirs), (dispatcher, theirs) })
        {
            await IsRefused(await Send(stranger, of, Png), HttpStatusCode.NotFound, "not_found");
            await IsRefused(await stranger.GetAsync(Path(of)), HttpStatusCode.NotFound, "not_found");
            await IsRefused(await stranger.GetAsync(Path(of, photo.Id)), HttpStatusCode.NotFound, "not_found");
        }

        await IsRefused(await Send(dispatcher, job, Png), HttpStatusCode.NotFound, "not_found");
        await IsRefused(await http.GetAsync(Path(job, Guid.NewGuid())), HttpStatusCode.NotFound, "not_found");
        Assert.Empty(await Host.Rows("select 1 from paramedics.job_photo_view where photo_id = $1", _ => 1, photo.Id));
    }

    [Fact]
    public async Task A_picture_that_waited_for_network_is_taken_after_the_job_and_one_of_a_mere_offer_is_not()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var caller = await Host.Connect("emergency", DemoPeople.Ana);
        var offer = await crew.HearOffer((await caller.Ask<HelpView>("Raise", Help.ChestPain())).Id);
        using var http = await Http(DemoPeople.Erik);

        await IsRefused(await Send(http, offer, Png), HttpStatusCode.NotFound, "not_found");
        var job = await crew.Accept(offer);
        await crew.Device.Ask<JobView>("Report", crew.Status(job, AssignmentStatus.Clear));
        Assert.Equal(1, (await (await Send(http, job, Png)).Of<JobPhoto>()).Number);
        await crew.Device.Ask<Telehealth.Server.Rescue.Units.UnitRow>("EndShift", new ShiftEnd(Guid.NewGuid()));
        Assert.Equal(2, (await (await Send(http, job, Png)).Of<JobPhoto>()).Number);
        await using var next = await Crew.OnShift(Host, DemoPeople.Erik, "A13");

        await IsRefused(await http.GetAsync(Path(job)), HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_crew_sees_pictures_and_notes_for_two_hours_after_its_shift_and_may_send_what_waited_later_too()
    {
        var (crew, job) = await WithJob();
        await using var _ = crew;
        using var http = await Http(DemoPeople.Erik);
        var photo = await (await Send(http, job, Png)).Of<JobPhoto>();
        var key = new JobKey(job.EmergencyId, job.AssignmentId);
        await crew.Device.Ask<JobView>("Report", crew.Status(job, AssignmentStatus.Clear));
        await crew.Device.Ask<Telehealth.Server.Rescue.Units.UnitRow>("EndShift", new ShiftEnd(Guid.NewGuid()));
        Assert.Single(await (await http.GetAsync(Path(job))).Of<List<JobPhoto>>());
        await crew.Device.Ask<JobDetails>("Details", key);

        await Host.Rows(
            "update units.unit set shift_ended_at = shift_ended_at - interval '121 minutes' where unit_id = $1 returning 1", _ => 1,
            crew.Unit);

        await IsRefused(await http.GetAsync(Path(job)), HttpStatusCode.NotFound, "not_found");
        await IsRefused(await http.GetAsync(Path(job, photo.Id)), HttpStatusCode.NotFound, "not_found");
        Assert.Equal("assignment.over", await crew.Device.Refused("Details", key));
        Assert.Equal(2, (await (await Send(http, job, Png)).Of<JobPhoto>()).Number);
    }

    private async Task<(Crew Crew, JobView Job)> WithJob()
    {
        var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var console = await Host.Console();
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        return (crew, await crew.Accept(await crew.HearOffer(raised.Id)));
    }

    /// <summary>The same people, so that only the tenant keeps it from them.</summary>
    private async Task<Guid> JobOfAnotherTenant()
    {
        var tenant = new TenantId(Guid.NewGuid());
        var unit = new UnitId(Guid.NewGuid());
        var emergency = new EmergencyId(Guid.NewGuid());
        var assignment = new AssignmentId(Guid.NewGuid());
        var now = Host.Time.GetUtcNow();
        await Host.Run<UnitCommand, Unit, UnitEvent>(
            unit.Value, new UnitCommand.StartShift(unit, Guid.NewGuid(), "X1", [new PersonId(DemoPeople.Erik.Id)], Skills.Advanced),
            tenant);
        await Host.Run<EmergencyCommand, Emergency, EmergencyEvent>(
            emergency.Value,
            new EmergencyCommand.RaiseEmergency(
                emergency, null, "chest-pain", string.Empty, [], new Place(GeoPoint.Of(48.4, 9.6), null, LocationSource.Caller, null),
                "+49 30 1234567"),
            tenant);
        await Host.Run<EmergencyCommand, Emergency, EmergencyEvent>(
            emergency.Value, new EmergencyCommand.AssignByHand(assignment, unit, null, TimeSpan.FromMinutes(1), "Ours"), tenant);
        await Host.Run<EmergencyCommand, Emergency, EmergencyEvent>(
            emergency.Value, new EmergencyCommand.AcceptOffer(assignment, 1, unit, now), tenant);
        Assert.Equal(
            "accepted",
            Assert.Single(
                await Host.Rows(
                    "select status from emergencies.assignment where assignment_id = $1", row => row.GetString(0), assignment.Value)));
        return assignment.Value;
    }

    private async Task<HttpClient> Http(DemoPerson person)
    {
        var http = new HttpClient { BaseAddress = Host.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await Host.TokenOf(person));
        return http;
    }

    private Task<HttpResponseMessage> Send(HttpClient http, JobView job, byte[] content, Guid? id = null, DateTimeOffset? takenAt = null) =>
        http.PostAsync(
            new Uri(
                $"{Path(job)}?commandId={id ?? Guid.NewGuid()}&takenAt={Uri.EscapeDataString((takenAt ?? Host.Time.GetUtcNow()).ToString("o"))}",
                UriKind.Relative),
            new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } });

    private static Uri Path(JobView job, Guid? photo = null) =>
        new($"/api/jobs/{job.AssignmentId}/photos{(photo is { } id ? $"/{id}" : string.Empty)}", UriKind.Relative);

    private static byte[] Large(int beyond) =>
        JpegOf(640, 480, scanBytes: JobPhotos.LargestBytes + beyond - JpegOf(640, 480, scanBytes: 2).Length + 2);

    private static async Task IsRefused(HttpResponseMessage answer, HttpStatusCode status, string code) =>
        Assert.Equal((status, code), (answer.StatusCode, await answer.Code()));
}
