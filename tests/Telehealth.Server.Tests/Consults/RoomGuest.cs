using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Tests.Access;
using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Consults;

/// <summary>A guest with a link of this role, signed in with a browser and connected, not seated yet.</summary>
internal sealed class RoomGuest(GuestLink link, Browser browser, LiveClient page) : IAsyncDisposable
{
    public Guid Id => link.Id;

    public LiveClient Page => page;

    public static async Task<RoomGuest> Come(ServerHost host, Meeting meeting, ParticipantRole role, string name)
    {
        var link = await meeting.Clinician.Ask<GuestLink>("InviteGuest", new GuestInvitation(Guid.NewGuid(), meeting.Consult, name, role));
        var browser = new Browser(host.Address);
        await (await SignIn(browser, link, name)).Of<Me>();
        return new RoomGuest(link, browser, await host.Connect("consult", browser));
    }

    public async Task<string> SignInRefused(ServerHost host)
    {
        using var again = new Browser(host.Address);
        return await (await SignIn(again, link, "Back again")).Code();
    }

    public async ValueTask DisposeAsync()
    {
        await page.DisposeAsync();
        browser.Dispose();
    }

    private static Task<HttpResponseMessage> SignIn(Browser browser, GuestLink link, string name) =>
        browser.Post("/api/access/guest", new GuestSignIn(new Uri(link.Url!).Fragment[1..], name));
}
