using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Network;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>What a server does with those that stand in the table of members when it starts.</summary>
public sealed class SiloEntryTests
{
    [Fact]
    public async Task Servers_of_this_machine_that_were_killed_are_out_at_once_and_nobody_else_is()
    {
        await using var database = await TestDatabase.Create("server", JarDatabase.Migrate);
        await using SiloDatabase connections = new(new DatabaseAddress(database.ConnectionString), NullLoggerFactory.Instance);
        using var living = new TcpListener(IPAddress.Loopback, 0);
        living.Start();
        var (killed, killedToo) = (FreePort.Take(), FreePort.Take());
        var table = Table(connections);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true);
        await Insert(table, killed, Dns.GetHostName());
        await Insert(table, killedToo, Dns.GetHostName());
        await Insert(table, ((IPEndPoint)living.LocalEndpoint).Port, Dns.GetHostName());
        await Insert(table, FreePort.Take(), "elsewhere");

        await new SiloEntry(
            Table(connections), connections, Options.Create(new EndpointOptions { AdvertisedIPAddress = IPAddress.Loopback }),
            NullLogger<SiloEntry>.Instance).StartAsync(CancellationToken.None);

        var dead = (await table.ReadAllAsync()).Members.Select(member => member.Item1).Where(silo => silo.Status == SiloStatus.Dead);
        Assert.Equal(new[] { killed, killedToo }.Order(), dead.Select(silo => silo.SiloAddress.Endpoint.Port).Order());
    }

    private static async Task Insert(IMembershipTable table, int port, string host) => Assert.True(await table.InsertRowAsync(
        new MembershipEntry
        {
            SiloAddress = SiloAddress.New(IPAddress.Loopback, port, 1),
            SiloName = "before",
            HostName = host,
            Status = SiloStatus.Active,
            StartTime = DateTime.UtcNow,
            IAmAliveTime = DateTime.UtcNow,
        },
        (await table.ReadAllAsync()).Version.Next()));

    private static AdoNetClusteringTable Table(SiloDatabase connections) => new(
        new ServiceCollection().BuildServiceProvider(), Options.Create(new ClusterOptions { ClusterId = "one" }),
        Options.Create(new AdoNetClusteringSiloOptions { Invariant = "Npgsql", DataSource = connections.Source }),
        NullLogger<AdoNetClusteringTable>.Instance);
}
