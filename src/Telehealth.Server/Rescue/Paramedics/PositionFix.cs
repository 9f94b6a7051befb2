namespace Telehealth.Server.Rescue.Paramedics;

internal sealed record PositionFix(
    double Latitude, double Longitude, double? AccuracyMetres, double? SpeedMetresPerSecond, double? HeadingDegrees,
    DateTimeOffset DeviceTime);
