using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Tests.Units;

/// <summary>What a node knows of where units are.</summary>
public sealed class UnitPositionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Tenant = new(Guid.NewGuid());
    private static readonly GeoPoint Here = GeoPoint.Of(48.4, 9.6);

    private readonly UnitPositions _positions = new(Options.Create(new UnitOptions()));

    [Fact]
    public void A_fix_that_comes_after_the_end_of_the_shift_does_not_bring_the_unit_back()
    {
        var unit = Available(Here);

        _positions.Forget(unit);

        Assert.Equal("unit.off_shift", _positions.Accept(unit, Raw(Here), Now)?.Code);
        _positions.Learn(unit, new Fix(Here, 5, null, Now));
        _positions.SetAvailability(unit, Skills.Basic, available: true);
        Assert.Null(_positions.Last(unit));
        Assert.Empty(_positions.All(Tenant));
        Assert.Empty(_positions.TakeMoved());
        Assert.Empty(Nearest(10));
    }

    [Theory]
    [InlineData(double.NaN, 9.6, "fix.out_of_range")]
    [InlineData(48.4, double.NaN, "fix.out_of_range")]
    [InlineData(double.PositiveInfinity, 9.6, "fix.out_of_range")]
    [InlineData(0, 0, "fix.zero")]
    public void What_is_no_place_is_refused_and_changes_nothing(double latitude, double longitude, string code)
    {
        var unit = Available(Here);
        _positions.TakeMoved();

        var refused = _positions.Accept(unit, new RawFix(latitude, longitude, 5, null, Now.AddSeconds(1)), Now.AddSeconds(1));

        Assert.Equal(code, refused?.Code);
        Assert.Equal(Here, _positions.Last(unit)?.Place);
        Assert.Empty(_positions.TakeMoved());
    }

    [Fact]
    public void The_fastest_units_are_found_among_many_more_than_the_first_shortlist_holds()
    {
        var units = Enumerable.Range(1, 200).Select(number => Available(GeoPoint.Of(48.4 + number * 0.001, 9.6))).ToList();

        Assert.Equal(units.Take(100).Select(unit => unit.Unit), Nearest(100));
    }

    [Fact]
    public void A_road_search_does_not_hold_up_positions()
    {
        var unit = Available(Here);
        var search = new MovingWhileSearched(() =>
        {
            var other = new Thread(() => _positions.Accept(unit, Raw(Here) with { DeviceTime = Now.AddSeconds(1) }, Now.AddSeconds(1)));
            other.Start();
            return other.Join(TimeSpan.FromSeconds(20));
        });

        UnitSelection.Nearest(Request(1), _positions.IndexOf(Tenant), search, Now);

        Assert.True(search.OthersCouldWrite);
        Assert.Equal(Now.AddSeconds(1), _positions.Last(unit)?.At);
    }

    private IEnumerable<UnitId> Nearest(int wanted) =>
        UnitSelection.Nearest(Request(wanted), _positions.IndexOf(Tenant), new CrowFlyTravel(), Now).Select(ranked => ranked.Id);

    private UnitKey Available(GeoPoint place)
    {
        var unit = new UnitKey(Tenant, new UnitId(Guid.NewGuid()));
        _positions.SetAvailability(unit, Skills.Basic, available: true);
        Assert.Null(_positions.Accept(unit, Raw(place), Now));
        return unit;
    }

    private static SelectionRequest Request(int wanted) => new(Here, Skills.Basic, DrivingMode.Regular, new HashSet<UnitId>(), wanted);

    private static RawFix Raw(GeoPoint place) => new(place.Latitude, place.Longitude, 5, null, Now);

    /// <summary>A travel source that looks, in the middle of a search, whether others can write.</summary>
    private sealed class MovingWhileSearched(Func<bool> write) : ITravelSource, ITravelSearch
    {
        private readonly CrowFlyTravel _travel = new();
        private ITravelSearch? _search;

        public bool OthersCouldWrite { get; private set; }

        public Speed TopSpeed => _search!.TopSpeed;

        public ITravelSearch Towards(GeoPoint place, DrivingMode mode)
        {
            _search = _travel.Towards(place, mode);
            return this;
        }

        public Drive From(GeoPoint place)
        {
            OthersCouldWrite = write();
            return _search!.From(place);
        }
    }
}
