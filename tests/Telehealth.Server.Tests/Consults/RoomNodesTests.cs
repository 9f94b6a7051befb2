using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Receiving;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;
using Telehealth.Testing.Media;

namespace Telehealth.Server.Tests.Consults;

/// <summary>
/// The people of one consult are connected to two nodes: the patient to the one that has the room, because she entered first, and the
/// clinician to the other. Nobody notices.
/// </summary>
public sealed partial class RoomNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    public async Task Both_see_each_other_come_and_go()
    {
        await using var meeting = await nodes.Meet();

        await meeting.Patient.Hear<ParticipantView>("PresenceChanged", view => IsOf(DemoPeople.Chloe, PresenceState.Here, view));
        var view = await meeting.Clinician.Ask<ConsultView>("Enter", meeting.Consult, 0);
        Assert.Equal(
            [(DemoPeople.Ana.Id, PresenceState.Here), (DemoPeople.Chloe.Id, PresenceState.Here)],
            view.Participants.Select(one => (one.Id, one.Presence)).Order());
        await meeting.Patient.Ask<Done>("ShowMedia", meeting.Consult, new MediaState(Microphone: true, Camera: true, Screen: false));
        await meeting.Clinician.Hear<ParticipantView>("PresenceChanged", one => one.Id == DemoPeople.Ana.Id && one.Media.Camera);

        await meeting.Clinician.DisposeAsync();
        await meeting.Patient.Hear<ParticipantView>("PresenceChanged", one => IsOf(DemoPeople.Chloe, PresenceState.Reconnecting, one));
        await using var back = await nodes.ConnectToOther(DemoPeople.Chloe);
        var again = await back.Ask<ConsultView>("EnterAgain", new SeatReturn(meeting.Consult, 0, view.Sitting));
        Assert.Equal(view.Sitting, again.Sitting);
        await meeting.Patient.Ask<Done>("Leave", meeting.Consult);
        await back.Hear<ParticipantView>("PresenceChanged", one => IsOf(DemoPeople.Ana, PresenceState.Away, one));
    }

    [Fact]
    public async Task Both_have_their_media_at_the_node_that_has_the_room()
    {
        await using var meeting = await nodes.Meet();

        var patients = await Offer(meeting.Patient, meeting.Consult);
        var clinicians = await Offer(meeting.Clinician, meeting.Consult);

        Assert.Equal(PortsOf(patients), PortsOf(clinicians));
        foreach (var person in (Guid[])[DemoPeople.Ana.Id, DemoPeople.Chloe.Id])
        {
            var seat = new SeatKey(nodes.Tenant, meeting.Consult, person);
            Assert.NotNull(await nodes.Home<MediaRoom>().StatisticsOf(seat, CancellationToken.None));
            Assert.Null(await nodes.Other<MediaRoom>().StatisticsOf(seat, CancellationToken.None));
        }

        await meeting.Patient.Hear<ParticipantView>("PresenceChanged", _ => true);
        Assert.NotNull(await meeting.Clinician.Ask<ConsultQuality>("Quality", meeting.Consult));
    }

    [Fact]
    public async Task Chat_marks_typing_and_what_the_clinician_holds_back_reach_over()
    {
        await using var meeting = await nodes.Meet();

        var said = await meeting.Clinician.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Good morning"));
        await meeting.Patient.Hear<ChatMessage>("MessageSaid", message => message == said);
        var answer = await meeting.Patient.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Hello"));
        await meeting.Clinician.Hear<ChatMessage>("MessageSaid", message => message == answer);
        await meeting.Clinician.Ask<Done>("MarkMessages", new MessagesSeen(meeting.Consult, answer.Sequence, answer.Sequence));
        await meeting.Patient.Hear<IReadOnlyList<ChatMark>>(
            "MessagesMarked", marks => marks.Any(mark => mark.ParticipantId == DemoPeople.Chloe.Id && mark.Read == answer.Sequence));
        await meeting.Clinician.Ask<Done>("Typing", meeting.Consult);
        await meeting.Patient.Hear<Guid>("Typing", who => who == DemoPeople.Chloe.Id);
        await meeting.Clinician.Ask<Done>(
            "MuteParticipant", new MuteChange(Guid.NewGuid(), meeting.Consult, DemoPeople.Ana.Id, MediaSource.Camera, Muted: true));
        foreach (var page in new[] { meeting.Patient, meeting.Clinician })
            await page.Hear<ParticipantView>("PresenceChanged", one => one.Id == DemoPeople.Ana.Id && one.MutedByClinician.Camera);
        Assert.True(nodes.Home<SeatTracks>().MediaOf(new SeatKey(nodes.Tenant, meeting.Consult, DemoPeople.Ana.Id)).Muted.Camera);
        Assert.Single(meeting.Patient.Heard<ChatMessage>("MessageSaid"), message => message == said);
        Assert.Empty(meeting.Clinician.Heard<Guid>("Typing"));
    }

    [Fact]
    public async Task A_page_at_the_other_node_takes_the_seat_and_the_first_is_told()
    {
        await using var meeting = await nodes.Meet();
        await Offer(meeting.Patient, meeting.Consult);
        await using var second = await nodes.ConnectToOther(DemoPeople.Ana);

        await second.Ask<ConsultView>("Enter", meeting.Consult, 0);

        await meeting.Patient.Hear<Guid>("SeatTaken", consult => consult == meeting.Consult);
        Assert.Equal("consult.not_seated", await meeting.Patient.Refused("Typing", meeting.Consult));
        await meeting.Clinician.Ask<Done>("Typing", meeting.Consult);
        await second.Hear<Guid>("Typing", who => who == DemoPeople.Chloe.Id);
        await meeting.Patient.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await second.Hear<Guid>("SeatTaken", consult => consult == meeting.Consult);
        var said = await meeting.Clinician.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "There you are"));
        await meeting.Patient.Hear<ChatMessage>("MessageSaid", message => message == said);
        Assert.Empty(second.Heard<ChatMessage>("MessageSaid"));
    }

    [Fact]
    public async Task Who_is_returned_at_one_node_is_out_of_the_room_at_the_other_before_it_is_answered()
    {
        await using var meeting = await nodes.Meet();
        await Offer(meeting.Patient, meeting.Consult);

        await meeting.Clinician.Ask<ConsultCard>("ReturnToWaitingRoom", new PatientReturn(Guid.NewGuid(), meeting.Consult, null));

        Assert.Empty(nodes.Home<ConsultSeats>().Of(nodes.Tenant, meeting.Consult));
        var seat = new SeatKey(nodes.Tenant, meeting.Consult, DemoPeople.Ana.Id);
        Assert.Null(await nodes.Home<MediaRoom>().StatisticsOf(seat, CancellationToken.None));
        await Eventually.True(() => nodes.Other<SeatedPages>().All().Count == 0, "the clinician's page is in no room");
    }

    [Fact]
    public async Task An_end_at_one_node_closes_the_room_at_the_other_before_it_is_answered()
    {
        await using var meeting = await nodes.Meet();
        await Offer(meeting.Patient, meeting.Consult);

        await meeting.Clinician.Ask<ConsultCard>("End", new OfConsult(Guid.NewGuid(), meeting.Consult));

        Assert.Empty(nodes.Home<ConsultSeats>().Of(nodes.Tenant, meeting.Consult));
        Assert.Equal("consult.not_seated", await meeting.Patient.Refused("Typing", meeting.Consult));
        Assert.NotNull(await meeting.Clinician.Ask<ConsultQualitySummary>("QualitySummary", meeting.Consult));
    }

    /// <summary>As a node finds it that stood still while others went on without it.</summary>
    [Fact]
    public async Task A_room_that_another_node_has_taken_over_is_empty_here_and_its_pages_are_told()
    {
        await using var meeting = await nodes.Meet();
        await Offer(meeting.Patient, meeting.Consult);
        var sitting = (await meeting.Patient.Ask<ConsultView>("Enter", meeting.Consult, 0)).Sitting;
        var seat = new SeatKey(nodes.Tenant, meeting.Consult, DemoPeople.Ana.Id);

        await using (var taken = nodes.Home<NpgsqlDataSource>().CreateCommand(
            "update consults.consult_room set epoch = epoch + 1 where consult_id = $1"))
        {
            taken.Parameters.Add(new NpgsqlParameter { Value = meeting.Consult });
            Assert.Equal(1, await taken.ExecuteNonQueryAsync());
        }

        await meeting.Patient.Hear<Guid>("RoomMoved", consult => consult == meeting.Consult);
        Assert.Null(await nodes.Home<MediaRoom>().StatisticsOf(seat, CancellationToken.None));
        Assert.Empty(nodes.Home<ConsultSeats>().Of(nodes.Tenant, meeting.Consult));
        // A page that hears of it twice asks twice, and is not somebody else for that.
        var again = await meeting.Patient.Ask<ConsultView>("EnterAgain", new SeatReturn(meeting.Consult, 0, sitting));
        var twice = await meeting.Patient.Ask<ConsultView>("EnterAgain", new SeatReturn(meeting.Consult, 0, sitting));
        Assert.Equal(again.Sitting, twice.Sitting);
        Assert.Contains(again.Participants, one => IsOf(DemoPeople.Chloe, PresenceState.Reconnecting, one));
        await meeting.Clinician.Ask<ConsultView>("Enter", meeting.Consult, 0);
        await meeting.Patient.Hear<ParticipantView>("PresenceChanged", one => IsOf(DemoPeople.Chloe, PresenceState.Here, one));
        // The room may have come back to where it was.
        Assert.NotNull(await Offer(meeting.Patient, meeting.Consult));
        Assert.NotNull(await Offer(meeting.Clinician, meeting.Consult));
    }

    internal static async Task<MediaAnswer> Offer(LiveClient page, Guid consult)
    {
        using var network = new VirtualNetwork();
        var browser = network.Add("room", "peer");
        browser.Publish(TrackSource.Microphone);
        return await page.Ask<MediaAnswer>(
            "Negotiate", new MediaOffer(consult, browser.Offer(), [new MidSource("0", MediaSource.Microphone)]));
    }

    internal static IReadOnlyList<int> PortsOf(MediaAnswer answer) =>
    [
        .. Candidate().Matches(answer.Sdp).Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            .Distinct().Order(),
    ];

    private static bool IsOf(DemoPerson person, PresenceState presence, ParticipantView view) =>
        view.Id == person.Id && view.Presence == presence;

    [GeneratedRegex(@"a=candidate:\S+ 1 UDP \d+ \S+ (\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex Candidate();
}

/// <summary>Two servers in one process over one database, that know each other.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private readonly ServerHost _home;
    private ServerHost.SecondNode? _other;

    public TwoNodes()
        : this([])
    {
    }

    internal TwoNodes(params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(setting => setting.Name, string? (setting) => setting.Value, StringComparer.Ordinal);
        // One core has one media thread, so that a node is one port.
        all["Media:Threads"] = "1";
        _home = new ServerHost { Settings = all };
    }

    internal Uri HomeAddress => _home.Address;

    internal TenantId Tenant => _home.Tenant;

    public async ValueTask InitializeAsync()
    {
        await _home.InitializeAsync();
        _other = await _home.AddNode();
        await Eventually.True(
            () => !Home<IClusterBus>().IsAlone && !Other<IClusterBus>().IsAlone, "the nodes know each other");
    }

    public async ValueTask DisposeAsync()
    {
        await _other!.DisposeAsync();
        await _home.DisposeAsync();
    }

    internal T Home<T>()
        where T : notnull => _home.Get<T>();

    internal T Other<T>()
        where T : notnull => _other!.Get<T>();

    internal Task<string> TokenOf(DemoPerson person) => _home.TokenOf(person);

    internal Task<LiveClient> ConnectToHome(DemoPerson person) => _home.Connect("consult", person);

    internal async Task<LiveClient> ConnectToOther(DemoPerson person) =>
        await ServerHost.Connect(_other!.Address, "consult", await _home.TokenOf(person));

    /// <summary>A consult whose patient has entered at the home, and then the clinician at the other node.</summary>
    internal async Task<Meeting> Meet()
    {
        await _home.Clear();
        var patient = await _home.Connect("consult", DemoPeople.Ana);
        var clinician = await ConnectToOther(DemoPeople.Chloe);
        var asked = await patient.Ask<ConsultCard>("Ask", new ConsultRequest(Guid.NewGuid(), "A cough"));
        await clinician.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), asked.Id));
        await patient.Ask<ConsultView>("Enter", asked.Id, 0);
        await clinician.Ask<ConsultView>("Enter", asked.Id, 0);
        return new Meeting(asked.Id, patient, clinician);
    }
}
