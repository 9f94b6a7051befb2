using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// Before the silo starts: a server of this machine that was killed still stands in the table of members, and the new one would wait until
/// its signs of life are old. Nobody listens at its address any more, so it is known to be dead at once.
/// </summary>
internal sealed class SiloEntry(
    IMembershipTable members, SiloDatabase database, IOptions<EndpointOptions> endpoint, ILogger<SiloEntry> log) : IHostedService
{
    private const int Tries = 5;

    public async Task StartAsync(CancellationToken ct)
    {
        await members.InitializeMembershipTableAsync(tryInitTableVersion: true, ct);
        // Somebody else who changes the table at the same time wins; then it is looked at anew.
        for (var attempt = 0; attempt < Tries && !await BuryKilled(ct); attempt++)
        {
        }
    }

    /// <summary>After the silo and before the database, which may be one that stops with this server.</summary>
    public Task StopAsync(CancellationToken ct)
    {
        database.Clear();
        return Task.CompletedTask;
    }

    private async Task<bool> BuryKilled(CancellationToken ct)
    {
        var table = await members.ReadAllAsync(ct);
        foreach (var (silo, etag) in table.Members)
        {
            if (silo.Status == SiloStatus.Dead || !IsOfHere(silo) || await Listens(silo.SiloAddress.Endpoint, ct))
                continue;
            silo.Status = SiloStatus.Dead;
            if (!await members.UpdateRowAsync(silo, etag, table.Version.Next(), ct))
                return false;
            log.KilledSiloFound(silo.SiloAddress.Endpoint.Port);
            // The next one needs the version that this one has raised.
            return await BuryKilled(ct);
        }
        return true;
    }

    private bool IsOfHere(MembershipEntry silo) =>
        silo.HostName == Dns.GetHostName() && silo.SiloAddress.Endpoint.Address.Equals(endpoint.Value.AdvertisedIPAddress);

    private static async Task<bool> Listens(IPEndPoint place, CancellationToken ct)
    {
        using TcpClient knock = new(place.AddressFamily);
        try
        {
            await knock.ConnectAsync(place, ct);
            return true;
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return false;
        }
        catch (SocketException)
        {
            // Whatever else keeps it from answering, it may live.
            return true;
        }
    }
}
