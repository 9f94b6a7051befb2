using System.Net;
using Telehealth.Domain.Consults;
using Telehealth.Server.Access;
using Telehealth.Server.Consults;
using Telehealth.Server.Contracts;
using Telehealth.Server.Tests.Access;
using Telehealth.Server.Tests.Live;

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
        await meeting.Patient.Hear<ParticipantView>("PresenceChanged", participant => participant.Id == link.Id && participant.Presence == PresenceState.Away);
        await meeting.Clinician.Hear<GuestLink>("GuestLinkChanged", changed => changed.Id == link.Id && changed is { Revoked: true, Url: null });
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
    public async Task The_secret_of_a_link_is_told_once()
    {
        await using var meeting = await Meeting.Begin(Host);
        var invite = new GuestInvitation(Guid.NewGuid(), meeting.Consult, "Interpreter", ParticipantRole.Interpreter);

        var first = await meeting.Clinician.Ask<GuestLink>("InviteGuest", invite);
        var again = await meeting.Clinician.Ask<GuestLink>("InviteGuest", invite);

        Assert.Equal(first with { Url = null }, again);
        Assert.Equal("guest.role_invalid", await meeting.Clinician.Refused("InviteGuest", invite with { CommandId = Guid.NewGuid(), Role = ParticipantRole.Clinician }));
        Assert.Equal("guest.name_invalid", await meeting.Clinician.Refused("InviteGuest", invite with { CommandId = Guid.NewGuid(), Name = " " }));
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
