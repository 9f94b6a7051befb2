using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Server.Rescue.Units;

/// <summary>Where a unit was seen while it had the job.</summary>
internal sealed record TrackPoint(Guid UnitId, string CallSign, double Latitude, double Longitude, DateTimeOffset At);
