using System.Collections.Concurrent;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Units;

/// <summary>Three servers on one database: whatever node a crew's device is connected to, all know where the unit is.</summary>
public sealed class MovingOnSeveralNodesTests : IAsyncLifetime
{
    private readonly ServerHost _host = new()
    {
        Settings = new Dictionary<string, string?> { ["Units:WriteEvery"] = "00:00:08", ["Units:LearnEvery"] = "00:00:01" },
    };

    private readonly List<ServerHost.SecondNode> _others = [];

    public async ValueTask InitializeAsync() => await _host.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _others)
            await node.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Each_move_is_announced_once_told_to_each_console_once_and_written_once_whichever_node_it_came_to()
    {
        await Add(2);
        await CountWrites();
        ConcurrentQueue<(Guid Unit, DateTimeOffset At)> announced = new();
        foreach (var bus in Buses())
        {
            // Until its node ends.
            bus.Subscribe(UnitFixExchange.Topic, batch =>
            {
                foreach (var (unit, fix) in UnitFixBatch.Read(batch.Span)!)
                    announced.Enqueue((unit.Unit.Value, fix.At));
            });
        }

        var consoles = await Consoles();
        await using var crew = await Crew.OnShift(_host, DemoPeople.Erik, "A11", Help.Scene);
        var devices = await Devices();

        // A phone that changes from node to node in mid-shift.
        var start = _host.Time.GetUtcNow();
        List<DateTimeOffset> sent = [];
        for (var move = 1; move <= 9; move++)
        {
            var fix = crew.Fix(Help.North(5 * move)) with { DeviceTime = start.AddMilliseconds(300 * move) };
            await devices[move / 4].Ask<Done>("Position", fix);
            sent.Add(Micro(fix.DeviceTime));
            await Eventually.True(
                () => consoles.All(console => Told(console).Contains((crew.Unit, sent[^1]))), $"move {move} on every console");
        }
        await Eventually.True(async () => (await Written()).Contains((crew.Unit, sent[^1])), "the last move is written");
        // Whatever was passed on would have come by now: they hear, tell and write several times meanwhile.
        await Task.Delay(TimeSpan.FromSeconds(9));

        Assert.All(consoles, console => Assert.Equal(sent, Told(console).Where(told => sent.Contains(told.At)).Select(told => told.At)));
        // By each of the two that had not accepted it.
        Assert.Equal(sent.SelectMany(at => new[] { at, at }), announced.Select(told => told.At).Where(sent.Contains).Order());
        Assert.Equal((await Written()).Distinct(), await Written());
        Assert.All(Positions(), positions => Assert.Equal(sent[^1], positions.Last(crew.Key)?.At));
        Assert.All(Positions(), positions => Assert.Equal(_host.Get<UnitPositions>().All(_host.Tenant), positions.All(_host.Tenant)));
    }

    [Fact]
    public async Task A_device_that_changes_node_is_judged_as_it_would_have_been_where_it_was()
    {
        await Add(1);
        await using var crew = await Crew.OnShift(_host, DemoPeople.Erik, "A11", Help.Scene);
        var last = _host.Get<UnitPositions>().Last(crew.Key)!.Value;
        await Eventually.True(() => _others[0].Get<UnitPositions>().Last(crew.Key) == last, "the other node knows the unit");
        await using var device = (await Devices())[1];

        var next = crew.Fix(Help.North(20)) with { DeviceTime = last.At.AddSeconds(1) };
        Assert.Equal("fix.out_of_order", await device.Refused("Position", next with { DeviceTime = last.At.AddMilliseconds(-1) }));
        Assert.Equal("fix.duplicate", await device.Refused("Position", crew.Fix(Help.Scene) with { DeviceTime = last.At }));
        Assert.Equal("fix.impossible_speed", await device.Refused("Position", next with { Latitude = next.Latitude + 1 }));
        await device.Ask<Done>("Position", next);

        await Eventually.True(() => _host.Get<UnitPositions>().Last(crew.Key)?.At == Micro(next.DeviceTime), "the first node hears it");
        Assert.Equal("fix.out_of_order", await crew.Device.Refused("Position", next with { DeviceTime = last.At.AddMilliseconds(500) }));
    }

    [Fact]
    public async Task A_node_that_joins_learns_of_every_unit_though_it_stands_since()
    {
        await using var first = await Crew.OnShift(_host, DemoPeople.Erik, "A11", Help.Scene);
        await using var second = await Crew.OnShift(_host, DemoPeople.Farah, "A12", Help.North(100));

        // One is told as soon as the node is there, the other has been told to one that was there before and is not written yet.
        await Add(1);
        await Eventually.True(() => _others[0].Get<UnitPositions>().All(_host.Tenant).Count == 2, "the second node knows both");
        var at = _host.Time.GetUtcNow();
        await second.Device.Ask<Done>("Position", second.Fix(Help.North(120)) with { DeviceTime = at });
        await Eventually.True(() => _others[0].Get<UnitPositions>().Last(second.Key)?.At == Micro(at), "it was told");
        await Add(1);

        await Eventually.True(() => _others[1].Get<UnitPositions>().Last(second.Key)?.At == Micro(at), "the third node knows it too");
        Assert.Equal(_host.Get<UnitPositions>().Last(first.Key)?.Place, _others[1].Get<UnitPositions>().Last(first.Key)?.Place);
    }

    private async Task Add(int nodes)
    {
        for (; nodes > 0; nodes--)
            _others.Add(await _host.AddNode());
        await Eventually.True(() => Buses().All(bus => bus.Peers == _others.Count), "every node knows the others");
    }

    private IEnumerable<SiloBus> Buses() => [_host.Get<SiloBus>(), .. _others.Select(node => node.Get<SiloBus>())];

    private IEnumerable<UnitPositions> Positions() => _others.Select(node => node.Get<UnitPositions>());

    private IEnumerable<Uri> Addresses() => [_host.Address, .. _others.Select(node => node.Address)];

    private async Task<IReadOnlyList<LiveClient>> Consoles()
    {
        var consoles = await Connect("dispatch", DemoPeople.Hana);
        foreach (var console in consoles)
            await console.Ask<Board>("WatchBoard");
        return consoles;
    }

    private Task<IReadOnlyList<LiveClient>> Devices() => Connect("unit", DemoPeople.Erik);

    private async Task<IReadOnlyList<LiveClient>> Connect(string hub, DemoPerson person)
    {
        var token = await _host.TokenOf(person);
        return await Task.WhenAll(Addresses().Select(address => ServerHost.Connect(address, hub, token)));
    }

    private static List<(Guid Unit, DateTimeOffset At)> Told(LiveClient console) =>
        [.. console.Heard<IReadOnlyList<UnitFix>>("UnitsMoved").SelectMany(fixes => fixes).Select(fix => (fix.UnitId, fix.At))];

    /// <summary>A statement that is refused as too old counts too.</summary>
    private async Task CountWrites() => await _host.Rows(
        """
        create table public.written (unit_id uuid, at timestamptz);
        create function public.note_fix() returns trigger language plpgsql as
            $$ begin insert into public.written values (new.unit_id, new.at); return new; end $$;
        create trigger note_fix before insert on units.unit_fix for each row execute function public.note_fix()
        """,
        _ => 0);

    private Task<IReadOnlyList<(Guid Unit, DateTimeOffset At)>> Written() => _host.Rows(
        "select unit_id, at from public.written", row => (row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1)));

    /// <summary>As a node keeps it.</summary>
    private static DateTimeOffset Micro(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
