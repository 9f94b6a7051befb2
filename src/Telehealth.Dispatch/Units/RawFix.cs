namespace Telehealth.Dispatch.Units;

/// <summary>A position as a device sent it, not yet believed.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="AccuracyMetres">Radius in which the device believes to be; null when it did not say.</param>
/// <param name="HeadingDegrees">Clockwise from north; null when standing or not known. Anything but 0 to 360 is taken as not known.</param>
/// <param name="DeviceTime">When, by the device's clock.</param>
/// <param name="SpeedMetresPerSecond">Over ground; null when the device did not say. Anything but 0 to 100 is taken as not known.</param>
public readonly record struct RawFix(
    double Latitude, double Longitude, double? AccuracyMetres, double? HeadingDegrees, DateTimeOffset DeviceTime,
    double? SpeedMetresPerSecond = null);
