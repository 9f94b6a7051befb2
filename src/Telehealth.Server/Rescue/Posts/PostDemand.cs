using Npgsql;
using Telehealth.Dispatch.FleetCoverage;
using Telehealth.Domain.Geo;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.Posts;

/// <summary>
/// Where help will be asked for: where it was in the last four weeks, in cells of about a kilometre, and a little everywhere round the
/// posts, so that a quarter from which nobody has called yet is not given up.
/// </summary>
internal sealed class PostDemand(NpgsqlDataSource database, TimeProvider time)
{
    private const double KilometresPerDegree = 111.195;
    private const double PriorBeyondPostsKm = 2;
    private const int PriorPointsASide = 8;

    /// <summary>All of the prior together counts as much as this many emergencies.</summary>
    private const double PriorEmergencies = 16;

    /// <summary>
    /// Each demand point costs a search of the roads up to the time that counts as covered. Demand that
    /// fills more cells is put into cells twice as wide, and none is left out: the busiest cells of a
    /// spread-out city hold a third of it, and what only they ask for would take units from the rest.
    /// </summary>
    private const int MostCells = 1_000;

    private static readonly TimeSpan LookBack = TimeSpan.FromDays(28);

    public async Task<IReadOnlyList<DemandPoint>> Of(TenantId tenant, IReadOnlyList<Post> posts, CancellationToken ct)
    {
        var cells = await Cells(tenant, KilometresPerDegree, ct);
        for (var perDegree = KilometresPerDegree / 2; cells.Count > MostCells; perDegree /= 2)
            cells = await Cells(tenant, perDegree, ct);
        return [.. cells, .. PriorRound(posts)];
    }

    /// <summary>
    /// All of the demand in cells so many of which make a degree of latitude; one more than the most when there are too many.
    /// </summary>
    private Task<IReadOnlyList<DemandPoint>> Cells(TenantId tenant, double perDegree, CancellationToken ct) => database.Query(
        """
        select avg(latitude) as latitude, avg(longitude) as longitude, count(*)::double precision as weight from emergencies.emergency
        where tenant = $1 and raised_at > $2 and latitude is not null
        group by floor(latitude * $3), floor(longitude * $3 * cos(radians(latitude))) limit $4
        """,
        row => new DemandPoint(GeoPoint.Of(row.Number("latitude"), row.Number("longitude")), row.Number("weight")),
        ct, tenant.Value, time.GetUtcNow() - LookBack, perDegree, MostCells + 1);

    private static IEnumerable<DemandPoint> PriorRound(IReadOnlyList<Post> posts)
    {
        var middle = posts.Average(post => post.Place.Latitude);
        var (tall, wide) = (PriorBeyondPostsKm / KilometresPerDegree,
            PriorBeyondPostsKm / KilometresPerDegree / Math.Max(0.05, Math.Cos(double.DegreesToRadians(middle))));
        var (south, north) = (posts.Min(post => post.Place.Latitude) - tall, posts.Max(post => post.Place.Latitude) + tall);
        var (west, east) = (posts.Min(post => post.Place.Longitude) - wide, posts.Max(post => post.Place.Longitude) + wide);
        for (var row = 0; row < PriorPointsASide; row++)
        {
            for (var column = 0; column < PriorPointsASide; column++)
            {
                var latitude = south + (north - south) * (row + 0.5) / PriorPointsASide;
                var longitude = west + (east - west) * (column + 0.5) / PriorPointsASide;
                if (GeoPoint.TryCreate(latitude, longitude, out var place))
                    yield return new DemandPoint(place, PriorEmergencies / (PriorPointsASide * PriorPointsASide));
            }
        }
    }
}
