using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>What is wrong with the service itself, as far as this node knows. It needs no database to say so.</summary>
internal sealed class ServiceState(StoreState store, LogTail tail, DatabaseTimeKeeper clock, DispatchWatch watch)
{
    public IReadOnlyList<ServiceNotice> Notices()
    {
        List<ServiceNotice> notices = [];
        if (store.Trouble is { } trouble)
            notices.Add(
                new ServiceNotice(
                    "store.unavailable", $"Nothing can be stored: {trouble}. Go on by radio and on paper, and send it again later."));
        if (tail.IsBehind)
            notices.Add(new ServiceNotice("board.behind", "This server does not see what happens on the others. Do not trust this board."));
        if (!watch.IsDispatched)
            notices.Add(new ServiceNotice("dispatch.silent", "Automatic dispatch does not run. Assign units by hand."));
        if (clock.IsWrong)
            notices.Add(
                new ServiceNotice(
                    "clock.differs",
                    $"The clocks of this server and its database differ by {Math.Abs(clock.Difference.TotalSeconds):F0} s. Tell the operators."));
        return notices;
    }
}

/// <summary>
/// Tells every console of this node what is wrong with the service: while
/// there is something, at each look, so that a new console hears it too.
/// </summary>
internal sealed class ServiceFeed(
    ServiceState state, IHubContext<DispatchHub, IDispatchClient> hub, IOptions<DispatchOptions> options,
    ILogger<ServiceFeed> log) : BackgroundService
{
    private bool _hadNotices;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticking.Every(options.Value.WatchEvery, Tell, log, stoppingToken);

    private async Task Tell(CancellationToken ct)
    {
        var notices = state.Notices();
        if (notices.Count > 0 || _hadNotices)
            await hub.Clients.All.ServiceChanged(notices);
        _hadNotices = notices.Count > 0;
    }
}
