using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>
/// What the protocol by which silos know of each other expects of its table, asked of our statements by its own provider.
/// </summary>
public sealed class MembershipTableTests : IAsyncLifetime
{
    private static readonly DateTime Now = new(2026, 11, 30, 12, 0, 0, 125, DateTimeKind.Utc);

    private TestDatabase? _database;
    private SiloDatabase? _connections;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create("server", JarDatabase.Migrate);
        _connections = new SiloDatabase(new DatabaseAddress(_database.ConnectionString), NullLoggerFactory.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _connections!.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task A_new_table_has_a_version_and_no_silo()
    {
        var table = await Open();

        var all = await table.ReadAllAsync();

        Assert.Empty(all.Members);
        Assert.Equal(0, all.Version.Version);
        Assert.Empty((await table.ReadRowAsync(Silo(1).SiloAddress)).Members);
    }

    [Fact]
    public async Task Opened_a_second_time_it_keeps_what_it_holds()
    {
        await Insert(await Open(), Silo(1));

        var all = await (await Open()).ReadAllAsync();

        Assert.Single(all.Members);
        Assert.Equal(1, all.Version.Version);
    }

    [Fact]
    public async Task A_silo_that_was_written_is_read_back_whole()
    {
        var table = await Open();
        var written = Silo(1);
        await Insert(table, written);
        await Insert(table, Silo(2));

        var row = await table.ReadRowAsync(written.SiloAddress);

        var (read, etag) = Assert.Single(row.Members);
        Assert.Equal(written.SiloAddress, read.SiloAddress);
        Assert.Equal((written.SiloName, written.HostName, written.Status), (read.SiloName, read.HostName, read.Status));
        Assert.Equal((written.StartTime, written.IAmAliveTime, written.ProxyPort), (read.StartTime, read.IAmAliveTime, read.ProxyPort));
        Assert.Empty(read.SuspectTimes ?? []);
        Assert.Equal("2", etag);
        Assert.Equal(2, (await table.ReadAllAsync()).Members.Count);
    }

    [Fact]
    public async Task A_silo_that_is_there_is_not_written_again_and_the_version_stays()
    {
        var table = await Open();
        await Insert(table, Silo(1));

        Assert.False(await table.InsertRowAsync(Silo(1), (await table.ReadAllAsync()).Version.Next()));

        Assert.Equal(1, (await table.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task Of_many_that_write_by_the_same_version_one_wins_and_raises_it_by_one()
    {
        var table = await Open();
        for (var round = 0; round < 10; round++)
        {
            var before = (await table.ReadAllAsync()).Version;

            var results = await Task.WhenAll(
                Enumerable.Range(1, 8).Select(number => table.InsertRowAsync(Silo(round * 8 + number), before.Next())));

            Assert.Single(results, won => won);
            var after = await table.ReadAllAsync();
            Assert.Equal(before.Version + 1, after.Version.Version);
            Assert.Equal(round + 1, after.Members.Count);
        }
    }

    [Fact]
    public async Task Of_many_that_change_a_silo_by_the_same_version_one_wins()
    {
        var table = await Open();
        await Insert(table, Silo(1));
        for (var round = 0; round < 10; round++)
        {
            var before = (await table.ReadAllAsync()).Version;

            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(voter =>
            {
                var silo = Silo(1);
                silo.Status = SiloStatus.Active;
                silo.AddSuspector(Silo(100 + voter).SiloAddress, Now);
                return table.UpdateRowAsync(silo, before.VersionEtag, before.Next());
            }));

            Assert.Single(results, won => won);
            var (read, _) = Assert.Single((await table.ReadAllAsync()).Members);
            Assert.Equal(SiloStatus.Active, read.Status);
            Assert.Equal(Now, Assert.Single(read.SuspectTimes!).Item2);
            Assert.Equal(before.Version + 1, (await table.ReadAllAsync()).Version.Version);
        }
    }

    [Fact]
    public async Task A_silo_that_is_not_there_cannot_be_changed_and_the_version_stays()
    {
        var table = await Open();
        await Insert(table, Silo(1));
        var version = (await table.ReadAllAsync()).Version;

        Assert.False(await table.UpdateRowAsync(Silo(2), version.VersionEtag, version.Next()));

        Assert.Equal(1, (await table.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task A_sign_of_life_changes_its_time_alone()
    {
        var table = await Open();
        await Insert(table, Silo(1));
        await Insert(table, Silo(2));
        var alive = Silo(1);
        alive.IAmAliveTime = Now.AddSeconds(5);

        await table.UpdateIAmAliveAsync(alive);

        var all = await table.ReadAllAsync();
        Assert.Equal(2, all.Version.Version);
        Assert.Equal(Now.AddSeconds(5), all.TryGet(Silo(1).SiloAddress)!.Item1.IAmAliveTime);
        Assert.Equal(Now, all.TryGet(Silo(2).SiloAddress)!.Item1.IAmAliveTime);
    }

    [Fact]
    public async Task Dead_silos_of_long_ago_are_forgotten_and_no_others()
    {
        var table = await Open();
        await Insert(table, Silo(1, SiloStatus.Dead, at: Now.AddDays(-10)));
        await Insert(table, Silo(2, SiloStatus.Active, at: Now.AddDays(-10)));
        await Insert(table, Silo(3, SiloStatus.Dead));

        await table.CleanupDefunctSiloEntriesAsync(Now.AddDays(-7));

        var left = (await table.ReadAllAsync()).Members.Select(member => member.Item1.SiloAddress);
        Assert.Equal(new[] { Silo(2).SiloAddress, Silo(3).SiloAddress }.Order(), left.Order());
    }

    [Fact]
    public async Task Two_clusters_in_one_database_do_not_see_each_other()
    {
        var (one, other) = (await Open(), await Open("another"));
        await Insert(one, Silo(1));

        Assert.Empty((await other.ReadAllAsync()).Members);
        await other.DeleteMembershipTableEntriesAsync("another");

        Assert.Single((await one.ReadAllAsync()).Members);
    }

    [Fact]
    public void Every_node_names_the_cluster_alike_and_servers_of_other_databases_otherwise()
    {
        var name = SiloSetup.NameFor("Host=db.example.org;Database=telehealth;Username=a;Password=b");

        Assert.Equal(name, SiloSetup.NameFor("Host=localhost;Port=5433;Database=telehealth;Username=c;Password=d"));
        Assert.NotEqual(name, SiloSetup.NameFor("Host=localhost;Database=other"));
        Assert.NotEqual(name, SiloSetup.NameFor("Host=/tmp/a;Database=telehealth"));
        Assert.NotEqual(SiloSetup.NameFor("Host=/tmp/b;Database=telehealth"), SiloSetup.NameFor("Host=/tmp/a;Database=telehealth"));
    }

    private static async Task Insert(IMembershipTable table, MembershipEntry silo) =>
        Assert.True(await table.InsertRowAsync(silo, (await table.ReadAllAsync()).Version.Next()));

    private static MembershipEntry Silo(int number, SiloStatus status = SiloStatus.Joining, DateTime? at = null) => new()
    {
        SiloAddress = SiloAddress.New(System.Net.IPAddress.Loopback, 11_000 + number, 1),
        SiloName = $"silo {number}",
        HostName = "here",
        Status = status,
        StartTime = at ?? Now,
        IAmAliveTime = at ?? Now,
    };

    private async Task<IMembershipTable> Open(string cluster = "one")
    {
        AdoNetClusteringTable table = new(
            new ServiceCollection().BuildServiceProvider(), Options.Create(new ClusterOptions { ClusterId = cluster }),
            Options.Create(new AdoNetClusteringSiloOptions { Invariant = "Npgsql", DataSource = _connections!.Source }),
            NullLogger<AdoNetClusteringTable>.Instance);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true);
        return table;
    }
}
