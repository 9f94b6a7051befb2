using System.Reflection;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Rescue.Areas;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>
/// Three servers on one database, and areas: each region is searched at one of them, and nobody waits for one that does not answer. None
/// of the servers looks again by itself.
/// </summary>
public sealed class RegionTests : IAsyncLifetime
{
    private readonly string _areas = Path.Combine(Path.GetTempPath(), $"telehealth-areas-{Guid.NewGuid():N}.geojson");
    private readonly ServerHost _host;
    private readonly List<ServerHost.SecondNode> _others = [];

    public RegionTests() => _host = new ServerHost
    {
        Settings = new Dictionary<string, string?> { ["Dispatching:AreasFile"] = _areas, ["Dispatching:SearchTick"] = "01:00:00" },
    };

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_areas, AreaFile.Text);
        await _host.InitializeAsync();
        for (var nodes = 0; nodes < 2; nodes++)
            _others.Add(await _host.AddNode());
        await Eventually.True(() => _host.Get<SiloBus>().Peers == _others.Count, "every node knows the others");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _others)
            await node.DisposeAsync();
        await _host.DisposeAsync();
        File.Delete(_areas);
    }

    [Fact]
    public async Task Whoever_calls_is_searched_for_in_the_region_of_the_place_and_that_is_on_one_node()
    {
        await using var console = await _host.Console();
        await using var own = await Crew.OnShift(_host, DemoPeople.Erik, "A11", Help.Scene);
        await using var eastern = await Crew.OnShift(_host, DemoPeople.Farah, "A15", InTheEast);

        var here = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var there = await console.Ask<EmergencyRow>("RaiseForCaller", At(InTheEast));
        await own.HearOffer(here.Id);
        await eastern.HearOffer(there.Id);

        Assert.Single(Here(), regions => regions.Has(Region("middle")));
        Assert.Single(Here(), regions => regions.Has(Region("east")));
        Assert.DoesNotContain(Here(), regions => regions.Has(Region("west")));
    }

    [Fact]
    public async Task A_region_whose_node_is_gone_is_searched_at_another()
    {
        var gone = _others[0];
        await Place("middle", gone);
        Assert.True(gone.Get<RegionsHere>().Has(Region("middle")));
        await using var console = await _host.Console();
        await using var crew = await Crew.OnShift(_host, DemoPeople.Erik, "A11", Help.Scene);

        _others.Remove(gone);
        await gone.DisposeAsync();
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());

        await crew.HearOffer(raised.Id);
        await Eventually.True(() => Here().Count(regions => regions.Has(Region("middle"))) == 1, "the region is at another node");
    }

    [Fact]
    public async Task A_region_that_does_not_answer_in_time_is_passed_by()
    {
        await using var console = await _host.Console();
        await console.Ask<Board>("WatchBoard");
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        await console.Hear<AlarmRow>("AlarmChanged", alarm => alarm.EmergencyId == raised.Id && alarm.Kind == AlarmKind.NobodyLeft);
        await using var crew = await Crew.OnShift(_host, DemoPeople.Erik, "A11", Help.Scene);
        var index = _host.Get<UnitPositions>().IndexOf(_host.Tenant);
        await Eventually.True(() => index.TryGet(crew.Key.Unit, out var unit) && unit.Available, "the unit can be found");

        var regions = new Regions(
            DispatchProxy.Create<IGrainFactory, NobodyAnswers>(), new RegionsHere(), _host.Get<UnitSearch>(), _host.Get<DispatchMetrics>(),
            Options.Create(new DispatchOptions { RegionAnswersWithin = TimeSpan.FromMilliseconds(50) }));
        await regions.Ask(Region("middle"), SearchOrder.Of(SearchWork.LookAgain, _host.Tenant, raised.Id, version: 1), CancellationToken.None);

        await crew.HearOffer(raised.Id);
    }

    [Fact]
    public async Task A_node_that_does_not_know_the_units_yet_searches_for_nobody()
    {
        var positions = new UnitPositions(Options.Create(new UnitOptions()));
        var region = new RegionGrain(_host.Get<UnitSearch>(), positions, new RegionsHere());
        var order = SearchOrder.Of(SearchWork.Search, _host.Tenant, Guid.NewGuid(), version: 1);

        positions.PlacesAreKnown();
        Assert.False(await region.Search(order));
        positions.AvailabilityIsKnown();
        Assert.True(await region.Search(order));
    }

    private static GeoPoint InTheEast => GeoPoint.Of(48.4, 9.8);

    private static HelpRequest At(GeoPoint place) =>
        Help.ChestPain() with { Location = new PlaceView(place.Latitude, place.Longitude, 12, LocationSource.Device, null) };

    private RegionKey Region(string area) => new(_host.Tenant, area);

    private IEnumerable<RegionsHere> Here() => [_host.Get<RegionsHere>(), .. _others.Select(node => node.Get<RegionsHere>())];

    /// <summary>Whoever asks first may say where it is to be.</summary>
    private async Task Place(string area, ServerHost.SecondNode node)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, node.Get<ILocalSiloDetails>().SiloAddress);
        try
        {
            await _host.Get<IGrainFactory>().GetGrain<IRegionGrain>(Region(area).Grain)
                .Search(SearchOrder.Of(SearchWork.LookAgain, _host.Tenant, Guid.NewGuid(), version: 1));
        }
        finally
        {
            RequestContext.Clear();
        }
    }

    /// <summary>A cluster in which no grain ever answers.</summary>
    public class NobodyAnswers : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => new Silent();

        private sealed class Silent : IRegionGrain
        {
            public Task<bool> Search(SearchOrder order) => new TaskCompletionSource<bool>().Task;
        }
    }
}
