using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.Cluster;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Units;

/// <summary>What a node takes in of what it is told, whoever tells it and whatever comes.</summary>
public sealed class UnitFixExchangeTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly IOptions<UnitOptions> Options = Microsoft.Extensions.Options.Options.Create(new UnitOptions());
    private static readonly TenantId Tenant = new(Guid.NewGuid());
    private static readonly UnitKey Unit = new(Tenant, new UnitId(Guid.NewGuid()));
    private static readonly GeoPoint Here = GeoPoint.Of(48.4, 9.6);
    private static readonly GeoPoint There = GeoPoint.Of(48.41, 9.6);
    private static readonly DateTimeOffset Now = new(DateTimeOffset.UtcNow.Ticks / 10_000_000 * 10_000_000, TimeSpan.Zero);

    private readonly UnitPositions _positions = new(Options);
    private TestDatabase? _database;
    private IReadOnlyList<SiloNode> _nodes = [];
    private UnitFixExchange? _exchange;

    private string Sender => _nodes[0].Get<ClusterNodes>().Self;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create("server", JarDatabase.Migrate);
        _nodes = await SiloNode.StartTogether(_database.ConnectionString, 2);
        _exchange = new UnitFixExchange(
            _positions, _nodes[1].Bus, _nodes[1].Get<ClusterNodes>(), Options, TimeProvider.System, NullLogger<UnitFixExchange>.Instance);
        await _exchange.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _exchange!.StopAsync(CancellationToken.None);
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task A_batch_that_comes_late_moves_no_unit_back_and_what_was_learnt_is_not_passed_on()
    {
        await Tell(Here, Now);
        await Eventually.True(() => _positions.Last(Unit)?.Place == Here, "the first fix");

        await Tell(There, Now.AddSeconds(-1));
        await Tell(There, Now.AddSeconds(-2));
        await Tell(Here, Now);
        await Settle();

        Assert.Equal(Here, _positions.Last(Unit)?.Place);
        Assert.Empty(_positions.TakeUnannounced());
        Assert.Empty(_positions.TakeUnwritten());
        Assert.Empty(_positions.TakeHeard());
        Assert.Equal("fix.out_of_order", Accept(There, Now.AddSeconds(-1)));
        Assert.Equal("fix.impossible_speed", Accept(There, Now.AddSeconds(1)));
        Assert.Null(Accept(There, Now.AddSeconds(30)));
    }

    [Fact]
    public void Of_two_fixes_of_the_same_moment_every_node_keeps_the_same_one()
    {
        UnitPositions other = new(Options);
        UnitSeen north = new(Unit, new Fix(There, 5, null, Now));
        UnitSeen south = new(Unit, new Fix(Here, 5, null, Now));

        _positions.Learn([north, south]);
        other.Learn([south, north]);

        Assert.Equal((There, There), (_positions.Last(Unit)?.Place, other.Last(Unit)?.Place));
    }

    [Fact]
    public async Task A_batch_of_another_version_or_from_a_server_that_is_not_one_of_the_cluster_is_counted_and_moves_nothing()
    {
        var batch = Batch(Sender, Here, Now);
        var next = batch.ToArray();
        next[0]++;

        await Announce(next);
        await Announce(Encoding.UTF8.GetBytes("""{"Node":"0b6f","Tenant":"0b6f","Fixes":[]}"""));
        await Announce(Batch("127.0.0.1:20001@1", Here, Now));
        await Announce(Batch(string.Empty, Here, Now));
        await Settle();

        Assert.Null(_positions.Last(Unit));
        Assert.Equal((2, 2, 0, 0), Counts());
    }

    [Fact]
    public async Task A_fix_of_a_time_to_come_is_counted_and_the_others_of_its_batch_are_taken()
    {
        var other = new UnitKey(Tenant, new UnitId(Guid.NewGuid()));

        await Announce(UnitFixBatch.Write(
            Sender, [new UnitSeen(Unit, new Fix(Here, 5, null, Now.AddHours(1))), new UnitSeen(other, new Fix(Here, 5, null, Now))]));
        await Settle();

        Assert.Null(_positions.Last(Unit));
        Assert.Equal(Here, _positions.Last(other)?.Place);
        Assert.Equal((0, 0, 0, 1), Counts());
    }

    [Fact]
    public async Task Batches_that_are_cut_mangled_or_too_long_are_counted_and_the_next_good_one_is_heard()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var good = Batch(Sender, Here, Now);
        var content = 2 + Sender.Length;
        const int Rounds = 5_000;

        for (var round = 0; round < Rounds; round++)
        {
            var bad = (round % 4) switch
            {
                0 => good[..random.Next(good.Length)],
                1 => [.. good, .. new byte[random.Next(1, 40)]],
                // Latitude and longitude beyond any place.
                2 => [.. good[..(content + 42)], .. Enumerable.Repeat((byte)0x7f, 8), .. good[(content + 50)..]],
                _ => Enumerable.Range(0, random.Next(200)).Select(_ => (byte)random.Next(256)).ToArray(),
            };
            await Announce(bad);
            if (round % 500 == 499)
                await Eventually.True(() => Sum() == round + 1, $"seed {seed}: each is counted, {Sum()} of {round + 1}");
        }
        await Announce(new byte[5_000_000]);
        await Eventually.True(() => Sum() == Rounds + 1, "the long one");

        Assert.Null(_positions.Last(Unit));
        Assert.Empty(_positions.TakeMoved());
        await Announce(good);
        await Eventually.True(() => _positions.Last(Unit)?.Place == Here, "the good one");
    }

    private string? Accept(GeoPoint place, DateTimeOffset at) =>
        _positions.Accept(Unit, new RawFix(place.Latitude, place.Longitude, 5, null, at), at)?.Code;

    private Task Tell(GeoPoint place, DateTimeOffset at) => Announce(Batch(Sender, place, at));

    private Task Announce(byte[] batch) => _nodes[0].Bus.Announce(UnitFixExchange.Topic, batch).AsTask();

    /// <summary>What was announced before has been heard: announcements of one node come in their order.</summary>
    private async Task Settle()
    {
        var last = new UnitKey(Tenant, new UnitId(Guid.NewGuid()));
        await Announce(UnitFixBatch.Write(Sender, [new UnitSeen(last, new Fix(Here, 5, null, Now))]));
        await Eventually.True(() => _positions.Last(last) is not null, "the last announcement");
    }

    private (long Version, long Node, long Form, long Future) Counts() => (
        _exchange!.Refused(BatchRefusal.UnknownVersion), _exchange.Refused(BatchRefusal.UnknownNode),
        _exchange.Refused(BatchRefusal.Malformed), _exchange.Refused(BatchRefusal.Future));

    private long Sum() => Enum.GetValues<BatchRefusal>().Sum(_exchange!.Refused);

    private static byte[] Batch(string sender, GeoPoint place, DateTimeOffset at) =>
        UnitFixBatch.Write(sender, [new UnitSeen(Unit, new Fix(place, 5, null, at))]);
}
