using System.Net;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>What becomes of commands, of readiness and of the consoles when the database or a clock is in trouble.</summary>
public sealed class ServiceNoticeTests(WatchfulServer server) : IClassFixture<WatchfulServer>
{
    private ServerHost Host => server.Host;

    [Fact]
    public async Task A_full_disk_is_answered_told_and_shown_and_the_same_command_is_done_once_there_is_room()
    {
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        await using var full = await FullDisk.Begin(Host);
        var request = Help.ChestPain();

        Assert.Equal("store.unavailable", await console.Refused("RaiseForCaller", request));

        Assert.Contains(
            "disk",
            (await console.Hear<ServiceNotice[]>("ServiceChanged", notices => notices.Any(notice => notice.Code == "store.unavailable")))[
                0
            ].Text,
            StringComparison.Ordinal);
        var (status, reason) = await Ready();
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, true),
            (status, reason.Contains("store: Nothing can be stored: the disk of the database is full.", StringComparison.Ordinal)));
        Assert.DoesNotContain((await console.Ask<Board>("WatchBoard")).Emergencies, row => row.EndedAt is null);

        await full.DisposeAsync();
        await Eventually.True(async () => (await Ready()).Status == HttpStatusCode.OK, "readiness returns by itself");
        await console.Hear<ServiceNotice[]>("ServiceChanged", notices => notices.All(notice => notice.Code != "store.unavailable"));
        Assert.Equal(
            IdOf(await console.Ask<EmergencyRow>("RaiseForCaller", request)),
            IdOf(await console.Ask<EmergencyRow>("RaiseForCaller", request)));
    }

    [Fact]
    public async Task A_clock_that_differs_from_the_databases_is_told_on_the_console_and_by_readiness()
    {
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");

        Host.Time.Advance(TimeSpan.FromHours(1));
        await Host.Get<DatabaseTimeKeeper>().Look(CancellationToken.None);

        await console.Hear<ServiceNotice[]>("ServiceChanged", notices => notices.Any(notice => notice.Code == "clock.differs"));
        Assert.StartsWith("Degraded\nclock: ", (await Ready()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Once_it_was_looked_at_the_databases_clock_counts_whatever_this_machines_says()
    {
        var (time, shown) = (new DatabaseTime(), DateTimeOffset.UtcNow.AddHours(-3));

        time.Learn(shown);

        Assert.InRange(time.GetUtcNow(), shown, shown.AddHours(1));
    }

    private static Guid IdOf(EmergencyRow row) => row.Id;

    private async Task<(HttpStatusCode Status, string Reason)> Ready()
    {
        using var http = new HttpClient { BaseAddress = Host.Address };
        using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Every insert into the log is refused as PostgreSQL does when there is no room.</summary>
    private sealed class FullDisk(ServerHost host) : IAsyncDisposable
    {
        public static async Task<FullDisk> Begin(ServerHost host)
        {
            await host.Rows(
                """
                create function no_room() returns trigger language plpgsql as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$
                """,
                _ => 1);
            await host.Rows("create trigger no_room before insert on event_store.event execute function no_room()", _ => 1);
            return new FullDisk(host);
        }

        public async ValueTask DisposeAsync()
        {
            await host.Rows("drop trigger if exists no_room on event_store.event", _ => 1);
            await host.Rows("drop function if exists no_room()", _ => 1);
        }
    }
}
