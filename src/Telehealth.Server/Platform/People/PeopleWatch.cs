using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Platform.People;

/// <summary>
/// Follows which nodes there are. Where one is gone, the people of this node's grains have nothing there any more, and whoever is connected
/// here is told of again: their grains may have been there.
/// </summary>
internal sealed class PeopleWatch(
    ClusterNodes nodes, IClusterBus bus, PeopleAtHome home, PeopleHere here, PresenceOfPeople presence, ILogger<PeopleWatch> log)
    : BackgroundService
{
    private IDisposable? _asked;
    private IDisposable? _told;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _asked = bus.Subscribe(PeopleNews.Asked, payload => Hear(PeopleNews.ReadPerson(payload.Span)));
        _told = bus.Subscribe(PeopleNews.Presence, payload => Hear(PeopleNews.ReadPresence(payload.Span)));
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _asked?.Dispose();
        _told?.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in nodes.Changes(stoppingToken))
        {
            try
            {
                here.TellAllAgain();
                await home.LoseNodes(stoppingToken);
                presence.AskAllAgain();
            }
            catch (Exception problem) when (problem is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                log.PeopleNotFollowed(problem);
            }
        }
    }

    private void Hear(PersonKey? asked)
    {
        if (asked is { } person)
            here.TellAgain(person);
    }

    private void Hear((PersonKey Person, PersonPresence Presence)? told)
    {
        if (told is { } news)
            presence.Hear(news.Person, news.Presence);
    }
}
