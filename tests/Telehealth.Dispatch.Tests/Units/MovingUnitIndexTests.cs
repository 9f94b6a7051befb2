using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Dispatch.Tests.Units;

public sealed class MovingUnitIndexTests
{
    [Theory]
    [InlineData("a city", 1, 2_000)]
    [InlineData("a few in a city", 2, 12)]
    [InlineData("the whole Earth", 3, 3_000)]
    [InlineData("both sides of 180°", 4, 500)]
    [InlineData("the poles", 5, 500)]
    [InlineData("few places shared by many", 6, 500)]
    [InlineData("the edges of cells", 7, 500)]
    [InlineData("one place", 8, 200)]
    [InlineData("one cell", 9, 400)]
    [InlineData("antipodes", 10, 400)]
    public void The_nearest_are_those_that_looking_at_every_unit_finds(string world, int seed, int units)
    {
        var random = new Random(seed);
        var fleet = new Fleet(random, units, () => PlaceIn(world, random));

        for (var query = 0; query < 2_000; query++)
        {
            fleet.ChangeSomething();
            var point = PlaceIn(world, random);
            var filter = new UnitFilter((Skills)random.Next(0, 4), random.Next(2) == 0, Some.Noon.AddSeconds(-random.Next(0, 400)));
            var k = random.Next(1, 12);

            var results = new NearUnit[k];
            var found = fleet.Index.Nearest(point, k, filter, results);

            var expected = fleet.NearestByLookingAtEach(point, k, filter);
            Assert.True(expected.SequenceEqual(results[..found].Select(unit => unit.Id)), $"{world}, seed {seed}, query {query}");
        }
    }

    [Fact]
    public void Distances_are_great_circle_distances()
    {
        var index = new MovingUnitIndex();
        index.Move(Some.Unit(1), GeoPoint.Of(51, -179.9), Some.Noon);
        var results = new NearUnit[1];

        index.Nearest(GeoPoint.Of(51, 179.9), 1, UnitFilter.Everyone, results);

        Assert.Equal(GeoPoint.Of(51, 179.9).DistanceTo(GeoPoint.Of(51, -179.9)).Metres, results[0].Distance.Metres, 1e-3);
    }

    [Fact]
    public void Units_that_move_together_are_where_they_are_when_they_move_one_by_one()
    {
        var random = new Random(11);
        var (together, single) = (new MovingUnitIndex(), new MovingUnitIndex());
        for (var round = 0; round < 50; round++)
        {
            var moves = Enumerable.Range(0, random.Next(0, 300))
                .Select(_ => new UnitMove(Some.Unit(random.Next(500)), PlaceIn("a city", random), Some.Noon.AddSeconds(random.Next(100))))
                .ToArray();

            together.Move(moves);

            foreach (var move in moves)
                single.Move(move.Id, move.Place, move.FixedAt);
            var (found, expected) = (new NearUnit[500], new NearUnit[500]);
            Assert.Equal(
                single.Nearest(Some.Town, 500, UnitFilter.Everyone, expected),
                together.Nearest(Some.Town, 500, UnitFilter.Everyone, found));
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void Vectors_are_those_of_the_library_within_its_own_inaccuracy()
    {
        var random = new Random(12);
        for (var trial = 0; trial < 20_000; trial++)
        {
            var latitude = random.Next(3) == 0 ? random.Next(1, 7) * 15 : random.NextDouble() * 180 - 90;
            var place = GeoPoint.Of(latitude, random.Next(3) == 0 ? random.Next(-12, 13) * 15 : random.NextDouble() * 360 - 180);
            var (sinLatitude, cosLatitude) = Math.SinCos(double.DegreesToRadians(place.Latitude));
            var (sinLongitude, cosLongitude) = Math.SinCos(double.DegreesToRadians(place.Longitude));

            var vector = UnitVector.From(place);

            Assert.Equal(cosLatitude * cosLongitude, vector.X, 1e-15);
            Assert.Equal(cosLatitude * sinLongitude, vector.Y, 1e-15);
            Assert.Equal(sinLatitude, vector.Z, 1e-15);
        }
    }

    [Fact]
    public void A_unit_without_a_place_is_not_found()
    {
        var index = new MovingUnitIndex();
        index.SetAvailability(Some.Unit(1), Skills.Basic, true);

        Assert.Equal(0, index.Nearest(Some.Town, 5, UnitFilter.Everyone, new NearUnit[5]));
        Assert.False(index.TryGet(Some.Unit(1), out _));
    }

    [Fact]
    public void A_removed_unit_is_not_found_and_its_slot_serves_the_next()
    {
        var index = new MovingUnitIndex();
        index.Move(Some.Unit(1), Some.Town, Some.Noon);
        index.SetAvailability(Some.Unit(1), Skills.Advanced, true);
        Assert.True(index.Remove(Some.Unit(1)));
        Assert.False(index.Remove(Some.Unit(1)));

        index.Move(Some.Unit(2), Some.Town, Some.Noon);

        Assert.True(index.TryGet(Some.Unit(2), out var second));
        Assert.Equal((Skills.None, false), (second.Skills, second.Available));
        Assert.False(index.TryGet(Some.Unit(1), out _));
        Assert.Equal(1, index.Count);
    }

    [Fact]
    public void No_more_are_given_than_the_results_hold()
    {
        var index = new MovingUnitIndex();
        for (var unit = 0; unit < 10; unit++)
            index.Move(Some.Unit(unit), Some.Place(unit * 100, 0), Some.Noon);

        Assert.Equal(3, index.Nearest(Some.Town, 100, UnitFilter.Everyone, new NearUnit[3]));
        Assert.Equal(0, index.Nearest(Some.Town, 0, UnitFilter.Everyone, new NearUnit[3]));
        Assert.Equal(0, index.Nearest(Some.Town, -1, UnitFilter.Everyone, new NearUnit[3]));
        Assert.Equal(10, index.Nearest(Some.Town, 100, UnitFilter.Everyone, new NearUnit[100]));
    }

    private static GeoPoint PlaceIn(string world, Random random) =>
        world switch
        {
            "the whole Earth" => GeoPoint.Of(
                double.RadiansToDegrees(Math.Asin(random.NextDouble() * 2 - 1)), random.NextDouble() * 360 - 180),
            "both sides of 180°" => GeoPoint.Of(
                -17 + random.NextDouble() * 0.3, random.Next(2) == 0 ? 180 - random.NextDouble() * 0.2 : -180 + random.NextDouble() * 0.2),
            "the poles" => GeoPoint.Of(
                (random.Next(2) == 0 ? 1 : -1) * (90 - (random.Next(4) == 0 ? 0 : random.NextDouble() * 0.2)),
                random.NextDouble() * 360 - 180),
            "few places shared by many" => Some.Place(random.Next(4) * 700, random.Next(4) * 700),
            "the edges of cells" => OnTheEdgeOfCells(random),
            "one place" => Some.Town,
            "one cell" => Some.Place(random.NextDouble() * 30, random.NextDouble() * 30),
            "antipodes" => random.Next(2) == 0
                ? GeoPoint.Of(48.4 + random.Next(3) * 1e-3, 9.6)
                : GeoPoint.Of(-48.4 - random.Next(3) * 1e-3, -170.4),
            _ => Some.Place((random.NextDouble() - 0.5) * 12_000, (random.NextDouble() - 0.5) * 9_000),
        };

    /// <summary>Where the sphere meets planes that halve space again and again, and a hair beside them.</summary>
    private static GeoPoint OnTheEdgeOfCells(Random random)
    {
        var plane = double.RadiansToDegrees(Math.Asin(random.Next(-8, 9) / 4_096.0)) + random.Next(-1, 2) * 1e-13;
        return random.Next(2) == 0 ? GeoPoint.Of(plane, 90) : GeoPoint.Of(1e-12, plane);
    }

    /// <summary>The index beside a plain list that answers the same questions the slow way.</summary>
    private sealed class Fleet
    {
        private readonly Random random;
        private readonly Func<GeoPoint> somewhere;
        private readonly int size;
        private readonly Dictionary<UnitId, IndexedUnit> plain = [];

        public Fleet(Random random, int size, Func<GeoPoint> somewhere)
        {
            (this.random, this.size, this.somewhere) = (random, size, somewhere);
            for (var unit = 0; unit < size; unit++)
                Put(Some.Unit(unit));
        }

        public MovingUnitIndex Index { get; } = new();

        public void ChangeSomething()
        {
            var id = Some.Unit(random.Next(size));
            if (random.Next(10) == 0)
                Assert.Equal(plain.Remove(id), Index.Remove(id));
            else
                Put(id);
        }

        public IEnumerable<UnitId> NearestByLookingAtEach(GeoPoint point, int k, UnitFilter filter) =>
            plain
                .Values.Where(unit =>
                    (unit.Skills & filter.Needed) == filter.Needed
                    && (unit.Available || !filter.OnlyAvailable)
                    && unit.FixedAt >= filter.FixedSince)
                .OrderBy(unit => UnitVector.From(point).ChordSquaredTo(UnitVector.From(unit.Place)))
                .ThenBy(unit => unit.Id.Value)
                .Take(k)
                .Select(unit => unit.Id);

        private void Put(UnitId id)
        {
            var unit = new IndexedUnit(
                id, somewhere(), (Skills)random.Next(0, 8), random.Next(3) > 0, Some.Noon.AddSeconds(-random.Next(0, 400)));
            Index.Move(id, unit.Place, unit.FixedAt);
            Index.SetAvailability(id, unit.Skills, unit.Available);
            plain[id] = unit;
        }
    }
}
