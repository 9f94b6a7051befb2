using Telehealth.Dispatch.Units;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Server.Rescue.Units;

internal static class Fixes
{
    public static UnitFix ToContract(this Fix fix, UnitId unit) =>
        new(unit.Value, fix.Place.Latitude, fix.Place.Longitude, fix.AccuracyMetres, fix.HeadingDegrees, fix.At);
}
