using Microsoft.AspNetCore.SignalR.Client;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Hostile.Attacks;

/// <summary>One session tries to hold 150 connections and commands as fast as it may on each, mostly what must be refused.</summary>
internal sealed class ManySockets(ServerUnderTest server, People people) : IAttack
{
    private const int Wanted = 150;
    private const int CallsPerSecond = 600;

    private string _token = "";

    public string Name => "150 connections of one session";

    public async Task Prepare(CancellationToken ct) => _token = await people.SignUp("many-sockets", "patient", ct);

    public async Task Run(CancellationToken stop)
    {
        var hubs = new List<HubClient>();
        try
        {
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            for (var call = 0; await tick.WaitForNextTickAsync(stop); call++)
            {
                if (hubs.Count < Wanted && call % 5 == 0)
                    await Open(hubs, stop);
                for (var turn = 0; turn < CallsPerSecond / 100 && hubs.Count > 0; turn++)
                    await Refused(hubs[(call * 6 + turn) % hubs.Count], stop);
                hubs.RemoveAll(hub => hub.Connection.State == HubConnectionState.Disconnected);
            }
        }
        finally
        {
            foreach (var hub in hubs)
                await hub.DisposeAsync();
        }
    }

    private async Task Open(List<HubClient> hubs, CancellationToken stop)
    {
        var hub = HubClient.To(server.Hub("/hub/consult"), _token);
        try
        {
            await hub.Start(stop);
            hubs.Add(hub);
        }
        catch (Exception)
        {
            // One too many: the server says no, as it should.
            await hub.DisposeAsync();
        }
    }

    /// <summary>A command to a consult that does not exist.</summary>
    private static async Task Refused(HubClient hub, CancellationToken stop)
    {
        try
        {
            await hub.Tell("Say", [new { commandId = Guid.NewGuid(), consultId = Guid.NewGuid(), text = "to nobody" }], stop);
        }
        catch (Exception)
        {
            // Its connection was ended. Whether to go on is asked at the next turn.
        }
    }
}
