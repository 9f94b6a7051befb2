using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Server.Rescue.Units;

/// <param name="At">By the device's clock, checked against ours.</param>
internal sealed record UnitFix(
    Guid UnitId, double Latitude, double Longitude, double? AccuracyMetres, double? HeadingDegrees, DateTimeOffset At);
