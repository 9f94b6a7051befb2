using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Paramedics;

/// <summary>Where units are: what a device may say, and who hears and keeps it.</summary>
public sealed class PositionTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task A_position_that_cannot_be_is_refused_with_its_code_and_moves_nothing()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var before = Host.Get<UnitPositions>().Last(crew.Key);
        var good = crew.Fix(Help.North(20)) with { DeviceTime = Host.Time.GetUtcNow().AddSeconds(1) };

        Assert.Equal("fix.out_of_range", await crew.Device.Refused("Position", good with { Latitude = 90.01 }));
        Assert.Equal("fix.out_of_range", await crew.Device.Refused("Position", good with { Longitude = -180.5 }));
        Assert.Equal("fix.zero", await crew.Device.Refused("Position", good with { Latitude = 0, Longitude = 0 }));
        Assert.Equal("fix.out_of_range", await crew.Device.Refused("Position", Written(good, "1e400")));
        Assert.Equal("fix.future", await crew.Device.Refused("Position", good with { DeviceTime = good.DeviceTime.AddMinutes(1) }));
        Assert.Equal("fix.too_old", await crew.Device.Refused("Position", good with { DeviceTime = good.DeviceTime.AddMinutes(-6) }));
        Assert.Equal(
            "fix.out_of_order", await crew.Device.Refused("Position", good with { DeviceTime = before!.Value.At.AddMilliseconds(-1) }));
        Assert.Equal("fix.inaccurate", await crew.Device.Refused("Position", good with { AccuracyMetres = 5_000 }));
        Assert.Equal("fix.impossible_speed", await crew.Device.Refused("Position", good with { Latitude = good.Latitude + 1 }));
        // JSON has no word for NaN, so it never reaches the hub method.
        await Assert.ThrowsAsync<HubException>(() => crew.Device.Ask<Done>("Position", Written(good, "\"NaN\"")));

        Assert.Equal(before, Host.Get<UnitPositions>().Last(crew.Key));
        await crew.Device.Ask<Done>("Position", good);
        Assert.Equal(good.Latitude, Host.Get<UnitPositions>().Last(crew.Key)!.Value.Place.Latitude);

        using var console = await Host.Api(DemoPeople.Hana);
        var counts = await console.Get<UnitFixCounts>($"/api/units/{crew.Unit}/fixes");
        Assert.Equal(2, counts.Used);
        Assert.Contains(new RefusedFixes("fix.impossible_speed", 1), counts.Refused);
        Assert.Contains(
            new RefusedFixes("fix.out_of_range", 2), counts.Refused.Select(refused => refused with { Count = Math.Min(2, refused.Count) }));
    }

    [Fact]
    public async Task A_device_off_shift_moves_nothing()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var second = await Host.Connect("unit", DemoPeople.Erik);
        await second.Ask<Done>("Position", crew.Fix(Help.North(10)));

        await crew.Device.Ask<UnitRow>("EndShift", new ShiftEnd(Guid.NewGuid()));

        Assert.Equal("unit.off_shift", await crew.Device.Refused("Position", crew.Fix(Help.North(20))));
        Assert.Equal("unit.off_shift", await second.Refused("Position", crew.Fix(Help.North(20))));
        Assert.Null(Host.Get<UnitPositions>().Last(crew.Key));
        await using var again = await Crew.OnShift(Host, DemoPeople.Erik, "A11");
        await second.Ask<Done>("Position", again.Fix(Help.North(30)));
        Assert.NotNull(Host.Get<UnitPositions>().Last(again.Key));
    }

    [Fact]
    public async Task Consoles_hear_each_unit_once_a_tick_and_the_last_fix_and_the_track_are_kept()
    {
        await using var console = await Host.Console();
        await console.Ask<Board>("WatchBoard");
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        const int Fixes = 40;

        // Five metres apart and at once: a device that was without a network for a while.
        var start = Host.Time.GetUtcNow();
        for (var number = 1; number <= Fixes; number++)
            await crew.Device.Tell("Position", crew.Fix(Help.North(5 * number)) with { DeviceTime = start.AddMilliseconds(100 * number) });

        var last = Help.North(5 * Fixes).Latitude;
        await console.Hear<IReadOnlyList<UnitFix>>(
            "UnitsMoved", fixes => fixes.Any(fix => fix.UnitId == crew.Unit && fix.Latitude == last));
        var told = console.Heard<IReadOnlyList<UnitFix>>("UnitsMoved");
        Assert.All(told, fixes => Assert.Equal(fixes.Count, fixes.DistinctBy(fix => fix.UnitId).Count()));
        Assert.InRange(told.Count, 1, Fixes / 2);
        await Eventually.True(
            async () =>
                await Host.Rows("select latitude from units.unit_fix where unit_id = $1", row => row.GetDouble(0), crew.Unit) is [var kept]
                && kept == last,
            "the last fix is written");
        // Sampled by distance: 200 metres make seven points or so, not forty.
        await Eventually.True(
            async () => await Track(crew) is [var first, _, _, _, ..] && first == Help.Scene.Latitude, "the track is written");
        Assert.InRange((await Track(crew)).Count, 4, 12);
        Assert.Contains((await console.Ask<Board>("WatchBoard")).Fixes, fix => fix.UnitId == crew.Unit && fix.Latitude == last);
    }

    private Task<IReadOnlyList<double>> Track(Crew crew) =>
        Host.Rows("select latitude from units.unit_track where unit_id = $1 order by at", row => row.GetDouble(0), crew.Unit);

    /// <summary>The fix with a latitude as it stands, which our own types could not write.</summary>
    private static object Written(PositionFix fix, string latitude) => new
    {
        latitude = JsonDocument.Parse(latitude).RootElement,
        longitude = fix.Longitude,
        deviceTime = fix.DeviceTime,
    };
}
