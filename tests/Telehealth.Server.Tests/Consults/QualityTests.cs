using Microsoft.Extensions.Hosting;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Congestion;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Consults;

/// <summary>How the call does is told to both sides in words, and kept as figures.</summary>
public sealed class QualityTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task Both_sides_are_told_in_words_that_a_link_is_weak_and_the_late_are_told_too()
    {
        await using var meeting = await Meeting.Begin(Host);

        await Notice(new RoomNotice.QualityChanged(Room(meeting), Peer(DemoPeople.Ana), QualityRung.AudioOnly, QualityCause.LowBandwidth));

        var theirs = await meeting.Clinician.Hear<QualityView>("QualityChanged", view => view.ParticipantId == DemoPeople.Ana.Id);
        Assert.Equal(
            (QualityRung.AudioOnly, "Ana Lindqvist's connection is weak: pictures are paused, sound goes on."), (theirs.Rung, theirs.Text));
        var own = await meeting.Patient.Hear<QualityView>("QualityChanged", view => view.ParticipantId == DemoPeople.Ana.Id);
        Assert.Equal("Your connection is weak: pictures are paused, sound goes on.", own.Text);
        await using var second = await Host.Connect("consult", DemoPeople.Chloe);
        Assert.Equal([theirs], (await second.Ask<ConsultView>("Enter", meeting.Consult, 0)).Quality);
    }

    [Fact]
    public async Task The_speaker_is_told_to_everybody_and_layers_and_repairs_to_the_one_concerned()
    {
        await using var meeting = await Meeting.Begin(Host);

        await Notice(new RoomNotice.SpeakerChanged(Room(meeting), Peer(DemoPeople.Ana)));
        await Notice(new RoomNotice.TargetLayers(Room(meeting), Peer(DemoPeople.Ana), TrackSource.Camera, 2));
        await Notice(new RoomNotice.RepairNeeded(Room(meeting), Peer(DemoPeople.Ana)));

        await meeting.Clinician.Hear<Guid?>("SpeakerChanged", speaker => speaker == DemoPeople.Ana.Id);
        await meeting.Patient.Hear<string>("LayersWanted", wanted => wanted == "camera 2");
        await meeting.Patient.Hear<Guid>("MediaLost", consult => consult == meeting.Consult);
        Assert.Empty(meeting.Clinician.Heard<string>("LayersWanted"));
        Assert.Empty(meeting.Clinician.Heard<Guid>("MediaLost"));
        Assert.Equal(DemoPeople.Ana.Id, (await meeting.Patient.Ask<ConsultView>("Enter", meeting.Consult, 0)).SpeakerId);
        await Notice(new RoomNotice.SpeakerChanged(Room(meeting), string.Empty));
        Assert.Null((await meeting.Patient.Ask<ConsultView>("Enter", meeting.Consult, 0)).SpeakerId);
    }

    [Fact]
    public async Task A_notice_of_a_room_that_is_no_consult_concerns_nobody() =>
        await Notice(new RoomNotice.MediaChanged("test-abc", "a", 1, 1));

    [Fact]
    public async Task After_the_end_the_clinician_reads_why_it_was_bad_and_the_row_holds_figures_only()
    {
        await using var meeting = await Meeting.Begin(Host);
        var seat = new SeatKey(Host.Tenant, meeting.Consult, DemoPeople.Ana.Id);
        foreach (var sample in Enumerable.Range(1, 12))
            Host.Get<QualitySamples>()
                .Sample(seat, ParticipantRole.Patient, SomeStatistics.Published(packets: 880 * sample, lost: 120 * sample));
        await meeting.Patient.Ask<Done>(
            "ReportQuality", meeting.Consult, new QualitySample(4, 900, 3, 700, 0, 0, MediaPath.Turn, 210, 480));

        await meeting.Clinician.Ask<ConsultCard>("End", new OfConsult(Guid.NewGuid(), meeting.Consult));

        var summary = await meeting.Clinician.Ask<ConsultQualitySummary>("QualitySummary", meeting.Consult);
        var ana = Assert.Single(summary.Participants);
        Assert.Equal((DemoPeople.Ana.Id, "Ana Lindqvist", 1.0, 4), (ana.ParticipantId, ana.Name, ana.Minutes, ana.Freezes));
        Assert.Equal(QualityTrouble.LossFrom, ana.Trouble);
        Assert.Equal(
            "Sound broke up once: 12 % of packets were lost between the patient's network and us. A cable or a place nearer to the Wi-Fi router helps.",
            ana.Text);
        var row = Assert.Single(
            await Host.Rows(
                "select row_to_json(q)::text from consults.consult_quality q where consult_id = $1", row => row.GetString(0),
                meeting.Consult));
        Assert.DoesNotContain("Lindqvist", row, StringComparison.Ordinal);
        Assert.Equal(
            summary.Participants, (await meeting.Clinician.Ask<ConsultQualitySummary>("QualitySummary", meeting.Consult)).Participants);
    }

    [Fact]
    public async Task The_clinician_sees_how_connections_do_and_what_the_browsers_told()
    {
        await using var meeting = await Meeting.Begin(Host);
        Assert.Empty((await meeting.Clinician.Ask<ConsultQuality>("Quality", meeting.Consult)).Participants);
        using var network = new Telehealth.Testing.Media.VirtualNetwork();
        var page = network.Add("room", "peer");
        page.Publish(TrackSource.Microphone);
        await meeting.Patient.Ask<MediaAnswer>(
            "Negotiate", new MediaOffer(meeting.Consult, page.Offer(), [new MidSource("0", MediaSource.Microphone)]));
        var told = new QualitySample(1, 200, 0, 90, 0, 48_000, MediaPath.Udp, 150, null);
        await meeting.Patient.Ask<Done>("ReportQuality", meeting.Consult, told);
        await meeting.Patient.Ask<Done>("ReportQuality", meeting.Consult, told with { Freezes = 99 });

        var ana = Assert.Single((await meeting.Clinician.Ask<ConsultQuality>("Quality", meeting.Consult)).Participants);

        Assert.Equal((DemoPeople.Ana.Id, false, MediaPath.Unknown, told), (ana.ParticipantId, ana.Connected, ana.Path, ana.Browser));
        Assert.Equal([MediaSource.Microphone], ana.Sends.Select(track => track.Source));
    }

    private static string Room(Meeting meeting) => meeting.Consult.ToString();

    private static string Peer(DemoPerson person) => person.Id.ToString();

    /// <summary>What happens when the relay says this.</summary>
    private Task Notice(RoomNotice notice) => Host.Get<IEnumerable<IHostedService>>().OfType<ConsultRooms>().Single().PassOn(notice);
}
