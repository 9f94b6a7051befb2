using Telehealth.Dispatch.Units;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.LoadTests.Nearest;

/// <summary>
/// Units beside the index under test: plain lists of the same units, which answer by looking at every one. The lists have a trigonometry of
/// their own, the library's, so that an error of the index's cannot hide in both.
/// </summary>
internal sealed class Fleet
{
    private readonly Func<GeoPoint> _somewhere;
    private readonly Random _random;
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _z;
    private readonly bool[] _available;
    private readonly Dictionary<UnitId, int> _numbers;

    public Fleet(int size, Random random, Func<GeoPoint> somewhere)
    {
        (_random, _somewhere) = (random, somewhere);
        (_x, _y, _z, _available) = (new double[size], new double[size], new double[size], new bool[size]);
        (Ids, Places, Held) = (new UnitId[size], new GeoPoint[size], new Skills[size]);
        _numbers = new Dictionary<UnitId, int>(size);
        for (var unit = 0; unit < size; unit++)
        {
            Ids[unit] = new UnitId(RandomGuid(random));
            _numbers.Add(Ids[unit], unit);
            Held[unit] = RandomSkills(random);
            SetAvailable(unit, random.NextDouble() < World.AvailableShare);
            Move(unit, somewhere());
        }
    }

    public MovingUnitIndex Index { get; } = new();

    public UnitId[] Ids { get; }

    public GeoPoint[] Places { get; }

    public Skills[] Held { get; }

    public bool IsAvailable(int unit) => _available[unit];

    public void ChangeSomething()
    {
        var unit = _random.Next(Ids.Length);
        if (_random.Next(4) == 0)
            SetAvailable(unit, !_available[unit]);
        else
            Move(unit, _somewhere());
    }

    public void Move(int unit, GeoPoint place)
    {
        Places[unit] = place;
        (_x[unit], _y[unit], _z[unit]) = VectorOf(place);
        Index.Move(Ids[unit], place, World.Noon);
    }

    /// <summary>
    /// Whether the index answers as looking at every unit does: as many, suitable, each once, and none farther than it must be.
    /// </summary>
    public bool IsRight(GeoPoint point, int k, Skills needed)
    {
        var results = new NearUnit[k];
        var found = Index.Nearest(point, k, new UnitFilter(needed, OnlyAvailable: true, World.Noon), results);
        Span<double> nearest = stackalloc double[k];
        if (found != NearestByLookingAtEach(point, needed, nearest)
            || results.Take(found).Select(unit => unit.Id).Distinct().Count() != found)
            return false;
        var origin = VectorOf(point);
        for (var rank = 0; rank < found; rank++)
        {
            if (!_numbers.TryGetValue(results[rank].Id, out var unit) || !Suits(unit, needed))
                return false;

            // Two ways to reckon the same vector differ in its last bits: some nanometres on the ground.
            var chordSquared = ChordSquared(origin, unit);
            if (Math.Abs(chordSquared - nearest[rank]) > 1e-15 * Math.Sqrt(nearest[rank]) + 1e-30)
                return false;
            if (rank > 0
                && results[rank].Place == results[rank - 1].Place
                && results[rank].Id.Value.CompareTo(results[rank - 1].Id.Value) < 0)
                return false;
        }

        return true;
    }

    private void SetAvailable(int unit, bool available)
    {
        _available[unit] = available;
        Index.SetAvailability(Ids[unit], Held[unit], available);
    }

    private int NearestByLookingAtEach(GeoPoint point, Skills needed, Span<double> nearest)
    {
        var origin = VectorOf(point);
        var found = 0;
        for (var unit = 0; unit < _x.Length; unit++)
        {
            if (!Suits(unit, needed))
                continue;
            var chordSquared = ChordSquared(origin, unit);
            if (found == nearest.Length && chordSquared >= nearest[^1])
                continue;
            var at = found == nearest.Length ? found - 1 : found++;
            for (; at > 0 && chordSquared < nearest[at - 1]; at--)
                nearest[at] = nearest[at - 1];
            nearest[at] = chordSquared;
        }

        return found;
    }

    private bool Suits(int unit, Skills needed) => _available[unit] && (Held[unit] & needed) == needed;

    private double ChordSquared((double X, double Y, double Z) origin, int unit)
    {
        var (dx, dy, dz) = (origin.X - _x[unit], origin.Y - _y[unit], origin.Z - _z[unit]);
        return dx * dx + dy * dy + dz * dz;
    }

    private static (double X, double Y, double Z) VectorOf(GeoPoint place)
    {
        var (sinLatitude, cosLatitude) = Math.SinCos(place.Latitude * Math.PI / 180);
        var (sinLongitude, cosLongitude) = Math.SinCos(place.Longitude * Math.PI / 180);
        return (cosLatitude * cosLongitude, cosLatitude * sinLongitude, sinLatitude);
    }

    private static Skills RandomSkills(Random random)
    {
        var held = 0;
        for (var skill = 0; skill < World.Skills; skill++)
            held |= random.NextDouble() < World.SkillShare ? 1 << skill : 0;
        return (Skills)held;
    }

    private static Guid RandomGuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
