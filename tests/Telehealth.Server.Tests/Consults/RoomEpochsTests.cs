using Telehealth.Server.Tests.Live;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.Consults;

/// <summary>Whose a room is, by numbers in the database.</summary>
public sealed class RoomEpochsTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task Those_who_enter_at_the_same_moment_do_not_take_the_room_from_their_own_node()
    {
        var epochs = Host.Get<RoomEpochs>();
        RoomKey[] rooms = [.. Enumerable.Range(0, 40).Select(_ => new RoomKey(Host.Tenant, Guid.NewGuid()))];

        using var over = new CancellationTokenSource();
        // As each node does once a second.
        var looks = Task.Run(async () =>
        {
            List<RoomKey> lost = [];
            while (!over.IsCancellationRequested)
                lost.AddRange(await epochs.Lost(CancellationToken.None));
            return lost;
        });
        foreach (var room in rooms)
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => epochs.Open(room, CancellationToken.None))));
        await over.CancelAsync();

        Assert.Empty(await looks);
        Assert.Empty(await epochs.Lost(CancellationToken.None));
        foreach (var room in rooms)
            await epochs.End(room, CancellationToken.None);
    }
}
