using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.Access;
using Telehealth.Server.Tests.Consults;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Visits.Consults;
using Telehealth.Server.Visits.MediaLoop;

namespace Telehealth.Server.Tests.Live;

/// <summary>
/// A server that drops a page for too many messages that wait, and for nothing else: it would hold one that does not read for ten minutes.
/// </summary>
public sealed class PatientServer : IAsyncLifetime
{
    internal const int Messages = 40;

    internal ServerHost Host { get; } = new()
    {
        Settings = new Dictionary<string, string?>
        {
            ["Live:Messages"] = Messages.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Live:Oldest"] = "00:10:00",
        },
    };

    public ValueTask InitializeAsync() => Host.InitializeAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>Somebody's page stops reading. Everybody else is told as ever, and who is put out is out.</summary>
public sealed class StuckPageTests(PatientServer server) : IClassFixture<PatientServer>
{
    private ServerHost Host => server.Host;

    [Fact]
    public async Task Chats_and_help_of_everybody_else_arrive_in_order_while_one_page_does_not_read_and_that_page_is_dropped()
    {
        await Host.Clear();
        await using var meeting = await Meeting.Begin(Host);
        await using var other = await Other(Host);
        using var stuck = await StuckGuest.Sit(Host, meeting);
        await using var helped = await Host.Connect("emergency", DemoPeople.Ana);
        await helped.Ask<object>("WatchMine");

        var lines = Enumerable.Range(1, 25).Select(number => $"line {number}").ToArray();
        foreach (var line in lines)
            await meeting.Clinician.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, line));
        var elsewhere = await other.Clinician.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), other.Consult, "How do you feel?"));
        var raised = await helped.Ask<HelpView>("Raise", Help.ChestPain());
        await meeting.Patient.Hear<ChatMessage>("MessageSaid", message => message.Text == lines[^1]);
        await other.Patient.Hear<ChatMessage>("MessageSaid", message => message == elsewhere);
        await helped.Hear<HelpView>("HelpChanged", help => help.Id == raised.Id);

        Assert.Equal(
            lines,
            meeting.Patient.Heard<ChatMessage>("MessageSaid").Select(message => message.Text).Where(text => text != StuckGuest.LongLine));
        for (var number = 0; number < 3 * PatientServer.Messages; number++)
            await meeting.Clinician.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, StuckGuest.LongLine));
        await meeting.Patient.Hear<ParticipantView>(
            "PresenceChanged", view => view.Role == ParticipantRole.Relative && view.Presence == PresenceState.Reconnecting);
        await stuck.Page.WaitForEnd();
    }

    [Fact]
    public async Task A_guest_who_does_not_read_has_no_seat_no_media_and_no_sign_in_when_the_removal_is_answered()
    {
        await Host.Clear();
        await using var meeting = await Meeting.Begin(Host);
        using var stuck = await StuckGuest.Sit(Host, meeting);

        await meeting.Clinician.Ask<Done>("RemoveParticipant", new Removal(Guid.NewGuid(), meeting.Consult, stuck.Id));

        Assert.Equal(
            PresenceState.Away, Host.Get<ConsultSeats>().Of(Host.Tenant, meeting.Consult).Single(view => view.Id == stuck.Id).Presence);
        Assert.Null(await Host.Get<RelayLoops>().StatisticsOf(meeting.Consult.ToString(), stuck.Id.ToString()));
        Assert.Equal("access.signed_out", await (await stuck.Browser.Get("/api/access/me")).Code());
        await meeting.Patient.Hear<ParticipantView>("PresenceChanged", view => view.Id == stuck.Id && view.Presence == PresenceState.Away);
    }

    [Fact]
    public async Task The_room_is_closed_and_guests_are_signed_out_when_the_end_is_answered()
    {
        await Host.Clear();
        await using var meeting = await Meeting.Begin(Host);
        using var stuck = await StuckGuest.Sit(Host, meeting);

        await meeting.Clinician.Ask<ConsultCard>("End", new OfConsult(Guid.NewGuid(), meeting.Consult));

        Assert.Empty(Host.Get<ConsultSeats>().Of(Host.Tenant, meeting.Consult));
        Assert.Equal("access.signed_out", await (await stuck.Browser.Get("/api/access/me")).Code());
        await meeting.Patient.Hear<ConsultCard>("ConsultChanged", card => card.Id == meeting.Consult && card.Phase == ConsultPhase.Ended);
    }

    [Fact]
    public async Task Positions_are_written_and_help_is_told_while_a_console_does_not_read_and_it_finds_the_newest_position_when_it_does()
    {
        await Host.Clear();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.North(500));
        using var console = await StuckClient.Open(Host.Address, "dispatch", await Host.TokenOf(DemoPeople.Hana));
        for (var asked = 0; asked < 2_500; asked++)
            await console.Ask("WatchBoard");

        // More often than messages may wait: positions alone drop nobody.
        for (var metres = 510; metres < 510 + (PatientServer.Messages * 3); metres += 2)
        {
            var place = Help.North(metres);
            Host.Time.Advance(TimeSpan.FromSeconds(1));
            await crew.Report(place);
            await Eventually.True(async () => await Written(crew) >= place.Latitude - 1e-9, "the position is written");
        }

        var last = await Written(crew);
        var told = await console.Read(message =>
            message.TryGetProperty("target", out var target)
            && target.GetString() == "UnitsMoved"
            && message
                .GetProperty("arguments")[0]
                .EnumerateArray()
                .Any(fix => Math.Abs(fix.GetProperty("latitude").GetDouble() - last) < 1e-9));
        Assert.NotNull(told);
    }

    [Fact]
    public void Of_positions_that_wait_the_last_of_each_unit_is_told()
    {
        UnitFix Fix(Guid unit, double latitude) => new(unit, latitude, 9, null, null, DateTimeOffset.UnixEpoch);
        var (one, two, three) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

        var merged = BoardFeed.NewestOf([Fix(one, 1), Fix(two, 1)], [Fix(two, 2), Fix(three, 2)]);

        Assert.Equal([Fix(one, 1), Fix(two, 2), Fix(three, 2)], merged);
    }

    private async Task<double> Written(Crew crew) =>
        (await Host.Rows("select latitude from units.unit_fix where unit_id = $1", row => row.GetDouble(0), crew.Unit))
            is [var latitude, ..]
            ? latitude
            : 0;

    /// <summary>Ben and Dr David.</summary>
    private static async Task<Meeting> Other(ServerHost host)
    {
        var patient = await host.Connect("consult", DemoPeople.Ben);
        var clinician = await host.Connect("consult", DemoPeople.David);
        var asked = await patient.Ask<ConsultCard>("Ask", new ConsultRequest(Guid.NewGuid(), "A rash"));
        await clinician.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), asked.Id));
        await clinician.Ask<ConsultView>("Enter", asked.Id, 0);
        await patient.Ask<ConsultView>("Enter", asked.Id, 0);
        return new Meeting(asked.Id, patient, clinician);
    }
}

/// <summary>A seated guest whose socket is full of answers that are not read.</summary>
internal sealed class StuckGuest(Guid id, Browser browser, StuckClient page) : IDisposable
{
    public static readonly string LongLine = new('x', ConsultRules.MaxMessage);

    public Guid Id => id;

    public Browser Browser => browser;

    public StuckClient Page => page;

    public static async Task<StuckGuest> Sit(ServerHost host, Meeting meeting)
    {
        var link = await meeting.Clinician.Ask<GuestLink>(
            "InviteGuest", new GuestInvitation(Guid.NewGuid(), meeting.Consult, "Gus", ParticipantRole.Relative));
        var browser = new Browser(host.Address);
        await (await browser.Post("/api/access/guest", new GuestSignIn(new Uri(link.Url!).Fragment[1..], "Gus"))).Of<Me>();
        var page = await StuckClient.Open(host.Address, "consult", browser);
        await page.Ask("Enter", meeting.Consult, 0);
        await meeting.Patient.Hear<ParticipantView>("PresenceChanged", view => view.Id == link.Id && view.Presence == PresenceState.Here);
        // A guest reads what is said from then on, and each answer tells all of it again.
        for (var line = 0; line < 60; line++)
            await meeting.Clinician.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, LongLine));
        for (var asked = 0; asked < 80; asked++)
            await page.Ask("Enter", meeting.Consult, 0);
        return new StuckGuest(link.Id, browser, page);
    }

    public void Dispose()
    {
        page.Dispose();
        browser.Dispose();
    }
}

/// <summary>A server that drops what does not read after a second.</summary>
public sealed class ImpatientServer : IAsyncLifetime
{
    internal ServerHost Host { get; } = new() { Settings = new Dictionary<string, string?> { ["Live:Oldest"] = "00:00:01" } };

    public ValueTask InitializeAsync() => Host.InitializeAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

public sealed class SlowPageTests(ImpatientServer server) : IClassFixture<ImpatientServer>
{
    [Fact]
    public async Task A_page_that_lets_what_it_is_told_wait_for_too_long_is_dropped_and_finds_everything_when_it_comes_back()
    {
        await using var meeting = await Meeting.Begin(server.Host);
        using var stuck = await StuckGuest.Sit(server.Host, meeting);

        await meeting.Patient.Hear<ParticipantView>(
            "PresenceChanged", view => view.Id == stuck.Id && view.Presence == PresenceState.Reconnecting);
        await stuck.Page.WaitForEnd();

        var said = await meeting.Clinician.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Are you there?"));
        await using var back = await server.Host.Connect("consult", stuck.Browser);
        Assert.Equal(said, (await back.Ask<ConsultView>("Enter", meeting.Consult, 0)).Messages[^1]);
    }
}
