using System.Net;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Tests.Access;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Consults;

/// <summary>A guest comes by a link that the clinician made, into one consult and for as long as the link holds.</summary>
public sealed class GuestLinkTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task A_guest_enters_by_the_link_talks_and_sees_only_this_consult()
    {
        await using var meeting = await Meeting.Begin(Host);
        var (link, browser) = await Invite(meeting);
        using var _ = browser;

        await using var guest = await Host.Connect("consult", browser);
        var view = await guest.Ask<ConsultView>("Enter", meeting.Consult, 0);

        Assert.Equal(link.Id, view.You);
        Assert.Equal(string.Empty, view.Consult.Reason);
        Assert.Empty(view.GuestLinks);
        var seated = await meeting.Patient.Hear<ParticipantView>("PresenceChanged", participant => participant.Id == link.Id);
        Assert.Equal(("Iris", ParticipantRole.Interpreter, PresenceState.Here), (seated.Name, seated.Role, seated.Presence));
        var said = await guest.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Hello from me"));
        Assert.Equal("Iris", said.FromName);
        await meeting.Patient.Hear<ChatMessage>("MessageSaid", message => message == said);
        Assert.Equal("consult.not_found", await guest.Refused("Enter", Guid.NewGuid(), 0));
        Assert.Equal("not_found", await guest.Refused("End", new OfConsult(Guid.NewGuid(), meeting.Consult)));
        Assert.Equal([meeting.Consult], (await guest.Ask<IReadOnlyList<ConsultCard>>("MyConsults")).Select(card => card.Id));
    }

    [Fact]
    public async Task A_revoked_link_puts_the_guest_out_at_once()
    {
        await using var meeting = await Meeting.Begin(Host);
        var (link, browser) = await Invite(meeting);
        using var _ = browser;
        await using var guest = await Host.Connect("consult", browser);
        await guest.Ask<ConsultView>("Enter", meeting.Consult, 0);

        await meeting.Clinician.Ask<Done>("RevokeGuest", new GuestRevocation(Guid.NewGuid(), meeting.Consult, link.Id));

        await guest.Closed;
        await meeting.Patient.Hear<ParticipantView>(
            "PresenceChanged", participant => participant.Id == link.Id && participant.Presence == PresenceState.Away);
        await meeting.Clinician.Hear<GuestLink>(
            "GuestLinkChanged", changed => changed.Id == link.Id && changed is { Revoked: true, Url: null });
        Assert.Equal("guest.link_invalid", await (await SignIn(Host.Address, link)).Code());
    }

    [Fact]
    public async Task An_expired_link_opens_nothing()
    {
        await using var meeting = await Meeting.Begin(Host);
        var link = await meeting.Clinician.Ask<GuestLink>(
            "InviteGuest", new GuestInvitation(Guid.NewGuid(), meeting.Consult, "Interpreter", ParticipantRole.Interpreter));

        Host.Time.Advance(link.ExpiresAt - Host.Time.GetUtcNow() + TimeSpan.FromSeconds(1));

        var answer = await SignIn(Host.Address, link);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("guest.link_invalid", await answer.Code());
    }

    [Fact]
    public async Task A_link_ends_with_its_consult()
    {
        await using var meeting = await Meeting.Begin(Host);
        var (link, browser) = await Invite(meeting);
        using var _ = browser;
        await using var guest = await Host.Connect("consult", browser);
        await guest.Ask<ConsultView>("Enter", meeting.Consult, 0);

        await meeting.Clinician.Ask<ConsultCard>("End", new OfConsult(Guid.NewGuid(), meeting.Consult));

        await guest.Closed;
        Assert.Equal("guest.link_invalid", await (await SignIn(Host.Address, link)).Code());
    }

    [Fact]
    public async Task A_guest_before_a_locked_room_says_nothing_and_learns_of_nobody()
    {
        await using var meeting = await Meeting.Begin(Host);
        await meeting.Clinician.Ask<ConsultCard>("Lock", new LockChange(Guid.NewGuid(), meeting.Consult, Locked: true));
        await using var guest = await RoomGuest.Come(Host, meeting, ParticipantRole.Relative, "Rosa");

        Assert.Equal("consult.locked", await guest.Page.Refused("Enter", meeting.Consult, 0));
        Assert.Equal("consult.not_seated", await guest.Page.Refused("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Hello?")));
        var card = Assert.Single(await guest.Page.Ask<IReadOnlyList<ConsultCard>>("MyConsults"));

        Assert.Equal((meeting.Consult, ConsultPhase.InProgress, true), (card.Id, card.Phase, card.Locked));
        Assert.Equal(
            (Guid.Empty, "", null, null, ""), (card.PatientId, card.PatientName, card.ClinicianId, card.ClinicianName, card.Reason));
        await meeting.Clinician.Ask<ConsultCard>("Lock", new LockChange(Guid.NewGuid(), meeting.Consult, Locked: false));
        Assert.Equal("", (await guest.Page.Hear<ConsultCard>("ConsultChanged", changed => !changed.Locked)).PatientName);
        Assert.Equal(DemoPeople.Ana.Name, (await guest.Page.Ask<ConsultView>("Enter", meeting.Consult, 0)).Consult.PatientName);
    }

    [Fact]
    public async Task A_guest_reads_what_was_said_while_they_sat_there_and_nothing_else()
    {
        await using var meeting = await Meeting.Begin(Host);
        await meeting.Patient.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Between you and me"));
        await using var guest = await RoomGuest.Come(Host, meeting, ParticipantRole.Relative, "Rosa");

        Assert.Empty((await guest.Page.Ask<ConsultView>("Enter", meeting.Consult, 0)).Messages);
        var shared = await meeting.Patient.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Hello Rosa"));
        Assert.Equal([shared], (await guest.Page.Ask<ConsultView>("Enter", meeting.Consult, 0)).Messages);
        await guest.Page.Ask<Done>("Leave", meeting.Consult);
        await meeting.Patient.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "Now that she is out"));
        Assert.Empty((await guest.Page.Ask<ConsultView>("Enter", meeting.Consult, 0)).Messages);
    }

    [Fact]
    public async Task Whoever_opens_a_link_anew_puts_the_one_before_out_and_is_somebody_else()
    {
        await using var meeting = await Meeting.Begin(Host);
        var (link, browser) = await Invite(meeting);
        using var _ = browser;
        await using var first = await Host.Connect("consult", browser);
        await first.Ask<ConsultView>("Enter", meeting.Consult, 0);
        var said = await first.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "I am Iris"));
        using var other = new Browser(Host.Address);

        await (await other.Post("/api/access/guest", new GuestSignIn(SecretOf(link), "Dr Chloe Martin"))).Of<Me>();
        await using var second = await Host.Connect("consult", other);
        var view = await second.Ask<ConsultView>("Enter", meeting.Consult, 0);

        await first.Closed;
        await meeting.Patient.Hear<ParticipantView>("PresenceChanged", seen => seen.Id == link.Id && seen.Presence == PresenceState.Away);
        Assert.Empty(view.Messages);
        var comer = await meeting.Patient.Hear<ParticipantView>(
            "PresenceChanged", seen => seen.Id == link.Id && seen.Name == "Dr Chloe Martin");
        Assert.Equal(("Interpreter", ParticipantRole.Interpreter, true), (comer.InvitedAs, comer.Role, comer.HasTwin));
        Assert.Equal(
            (said, "Iris", true),
            Assert.Single((await meeting.Clinician.Ask<ConsultView>("Enter", meeting.Consult, 0)).Messages) switch
            {
                var kept => (kept, kept.FromName, kept.FromGuest),
            });
        var told = await meeting.Clinician.Hear<GuestLink>("GuestLinkChanged", changed => changed.Name == "Dr Chloe Martin");
        Assert.Equal("Interpreter", told.InvitedName);
    }

    [Fact]
    public async Task A_guest_whose_browser_opens_the_link_again_comes_back_into_the_seat_also_when_the_room_is_locked()
    {
        await using var meeting = await Meeting.Begin(Host);
        var (link, browser) = await Invite(meeting);
        using var _ = browser;
        await using var first = await Host.Connect("consult", browser);
        await first.Ask<ConsultView>("Enter", meeting.Consult, 0);
        var said = await first.Ask<ChatMessage>("Say", new NewMessage(Guid.NewGuid(), meeting.Consult, "I am Iris"));
        await meeting.Clinician.Ask<ConsultCard>("Lock", new LockChange(Guid.NewGuid(), meeting.Consult, Locked: true));

        await (await browser.Post("/api/access/guest", new GuestSignIn(SecretOf(link), "Iris"))).Of<Me>();
        await using var again = await Host.Connect("consult", browser);

        Assert.Equal([said], (await again.Ask<ConsultView>("Enter", meeting.Consult, 0)).Messages);
        await first.Hear<Guid>("SeatTaken", consult => consult == meeting.Consult);
    }

    [Fact]
    public async Task Two_guests_of_one_name_are_told_apart()
    {
        await using var meeting = await Meeting.Begin(Host);
        await using var one = await RoomGuest.Come(Host, meeting, ParticipantRole.Relative, "Rosa");
        await using var other = await RoomGuest.Come(Host, meeting, ParticipantRole.Colleague, "rosa");
        await one.Page.Ask<ConsultView>("Enter", meeting.Consult, 0);

        var view = await other.Page.Ask<ConsultView>("Enter", meeting.Consult, 0);

        Assert.Equal([false, true], [.. new[] { one.Id, other.Id }.Select(id => view.Participants.Single(seen => seen.Id == id).HasTwin)]);
    }

    [Fact]
    public async Task The_secret_of_a_link_is_told_once()
    {
        await using var meeting = await Meeting.Begin(Host);
        var invite = new GuestInvitation(Guid.NewGuid(), meeting.Consult, "Interpreter", ParticipantRole.Interpreter);

        var first = await meeting.Clinician.Ask<GuestLink>("InviteGuest", invite);
        var again = await meeting.Clinician.Ask<GuestLink>("InviteGuest", invite);

        Assert.Equal(first with { Url = null }, again);
        Assert.Equal(
            "guest.role_invalid",
            await meeting.Clinician.Refused("InviteGuest", invite with { CommandId = Guid.NewGuid(), Role = ParticipantRole.Clinician }));
        Assert.Equal(
            "guest.name_invalid", await meeting.Clinician.Refused("InviteGuest", invite with { CommandId = Guid.NewGuid(), Name = " " }));
        Assert.Equal("not_found", await meeting.Patient.Refused("InviteGuest", invite));
    }

    private async Task<(GuestLink Link, Browser Browser)> Invite(Meeting meeting)
    {
        var link = await meeting.Clinician.Ask<GuestLink>(
            "InviteGuest", new GuestInvitation(Guid.NewGuid(), meeting.Consult, "Interpreter", ParticipantRole.Interpreter));
        var browser = new Browser(Host.Address);
        await (await browser.Post("/api/access/guest", new GuestSignIn(SecretOf(link), "Iris"))).Of<Me>();
        return (link, browser);
    }

    private static async Task<HttpResponseMessage> SignIn(Uri address, GuestLink link)
    {
        using var browser = new Browser(address);
        return await browser.Post("/api/access/guest", new GuestSignIn(SecretOf(link), "Iris"));
    }

    private static string SecretOf(GuestLink link) => new Uri(link.Url!).Fragment[1..];
}
