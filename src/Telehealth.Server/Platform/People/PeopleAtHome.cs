using System.Collections.Concurrent;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Platform.People;

/// <summary>The people whose grain is active on this node, and what those grains need of it. Any thread may call.</summary>
internal sealed class PeopleAtHome(ClusterNodes nodes, IClusterBus bus, IGrainFactory grains, PeopleMetrics metrics)
{
    private const int AskedAtOnce = 64;

    private readonly ConcurrentDictionary<PersonKey, IGrainContext> _people = new();

    public void Enter(PersonKey person, IGrainContext grain) => _people[person] = grain;

    /// <summary>Another activation may have entered meanwhile: that one stays.</summary>
    public void Leave(PersonKey person, IGrainContext grain) => _people.TryRemove(KeyValuePair.Create(person, grain));

    public bool IsGone(string node) => nodes.IsGone(node);

    public ValueTask Tell(PersonKey person, PersonPresence presence)
    {
        metrics.Changed(presence.IsHere);
        return bus.Announce(PeopleNews.Presence, PeopleNews.OfPresence(person, presence));
    }

    public ValueTask AskWhoHas(PersonKey person) => bus.Announce(PeopleNews.Asked, PeopleNews.OfPerson(person));

    /// <param name="reason"><c>overtaken</c> or <c>unavailable</c>.</param>
    public void Failed(string reason) => metrics.WriteFailed(reason);

    /// <summary>Nodes have left the cluster: each person's grain looks whether a device of theirs was there.</summary>
    public Task LoseNodes(CancellationToken ct) => Parallel.ForEachAsync(
        _people.Keys, new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce, CancellationToken = ct }, async (person, _) =>
        {
            try
            {
                await grains.GetGrain<IPersonGrain>(person.Grain).LoseNodes();
            }
            catch (Exception)
            {
                // It has just gone, perhaps with its place in the directory. Its next activation asks who has the person.
                metrics.CallFailed();
            }
        });
}
