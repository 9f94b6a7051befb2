namespace Telehealth.Server.Rescue.Units;

internal enum UnitStatus
{
    Available,
    Offered,
    Assigned,
    Unavailable,
    OffShift,
}
