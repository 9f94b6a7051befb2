using Telehealth.Dispatch.Units;

namespace Telehealth.Server.Rescue.Units;

/// <summary>A unit, and a fix of it that was believed.</summary>
internal readonly record struct UnitSeen(UnitKey Unit, Fix Fix);
