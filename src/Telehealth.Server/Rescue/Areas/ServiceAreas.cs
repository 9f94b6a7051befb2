using System.Text;
using Telehealth.Dispatch.Areas;

namespace Telehealth.Server.Rescue.Areas;

/// <summary>
/// The service areas, geofences and catchments of the configured file (<c>Dispatching:AreasFile</c>), as they are reckoned with and as the
/// file has them. Without one, any unit may go anywhere and every desk sees everything.
/// </summary>
internal sealed record ServiceAreas(AreaMap Map, byte[] GeoJson)
{
    private static readonly byte[] Nothing = Encoding.UTF8.GetBytes("""{"type":"FeatureCollection","features":[]}""");

    /// <summary>
    /// A file that is wrong is told of feature by feature, and the server starts without areas: whoever calls must be helped all the same,
    /// by any unit and seen at every desk.
    /// </summary>
    public static ServiceAreas Load(IServiceProvider services)
    {
        var log = services.GetRequiredService<ILogger<ServiceAreas>>();
        var without = new ServiceAreas(AreaMap.Empty, Nothing);
        if (services.GetRequiredService<IConfiguration>()["Dispatching:AreasFile"] is not { Length: > 0 } path)
            return without;
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            log.FileUnreadable(path, cause.GetType().Name);
            return without;
        }

        switch (AreaGeoJson.Read(text))
        {
            case AreaReading.Accepted accepted:
                foreach (var warning in accepted.Warnings)
                    log.FeatureDoubtful(warning.Feature, warning.Name, warning.Text);
                log.AreasLoaded(accepted.Map.Areas.Count);
                return new ServiceAreas(accepted.Map, Encoding.UTF8.GetBytes(text));
            case AreaReading.Refused refused:
                foreach (var problem in refused.Problems)
                    log.FeatureWrong(problem.Feature, problem.Name, problem.Text);
                log.StartsWithoutAreas(refused.ProblemCount);
                return without;
            default:
                throw new InvalidOperationException("A reading is either accepted or refused.");
        }
    }
}
