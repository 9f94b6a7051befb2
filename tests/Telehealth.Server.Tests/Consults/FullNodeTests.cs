using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Consults;

/// <summary>Nodes whose relays have no place for one more room of sixteen.</summary>
public sealed class FullNodeTests
{
    [Fact]
    public async Task A_full_node_passes_a_room_on_before_it_opens()
    {
        // A whole room and one person: a node in which two sit is full.
        await using var both = await Nodes("17");
        var nodes = both.Nodes;
        await using var first = await nodes.Meet();
        await using var patient = await nodes.ConnectToHome(DemoPeople.Ben);
        await using var clinician = await nodes.ConnectToOther(DemoPeople.Chloe);

        var asked = await patient.Ask<ConsultCard>("Ask", new ConsultRequest(Guid.NewGuid(), "A rash"));
        await clinician.Ask<ConsultCard>("Admit", new OfConsult(Guid.NewGuid(), asked.Id));
        await patient.Ask<ConsultView>("Enter", asked.Id, 0);

        Assert.True(nodes.Home<RoomsHere>().Has(new RoomKey(nodes.Tenant, first.Consult)));
        Assert.False(nodes.Home<RoomsHere>().Has(new RoomKey(nodes.Tenant, asked.Id)));
        Assert.True(nodes.Other<RoomsHere>().Has(new RoomKey(nodes.Tenant, asked.Id)));
        Assert.NotNull(await RoomNodesTests.Offer(patient, asked.Id));
    }

    [Fact]
    public async Task Where_all_are_full_a_room_opens_at_the_node_that_was_asked()
    {
        await using var both = await Nodes("15");
        var nodes = both.Nodes;
        await Eventually.True(
            () => nodes.Home<FullNodes>().IsFull(nodes.Other<ClusterNodes>().Self, RoomKey.GrainType), "the other is known to be full");

        await using var meeting = await nodes.Meet();

        Assert.True(nodes.Home<RoomsHere>().Has(new RoomKey(nodes.Tenant, meeting.Consult)));
    }

    private static async Task<Running> Nodes(string mostPeers)
    {
        var nodes = new TwoNodes(("Media:MaxPeers", mostPeers));
        await nodes.InitializeAsync();
        return new Running(nodes);
    }

    private sealed record Running(TwoNodes Nodes) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Nodes.DisposeAsync();
    }
}
