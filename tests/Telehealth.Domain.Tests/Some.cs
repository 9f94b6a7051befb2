using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Domain.Tests;

/// <summary>Values that tests need often.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static readonly PersonId Patient = new(Id(1));
    public static readonly PersonId Clinician = new(Id(2));
    public static readonly PersonId Stranger = new(Id(3));

    public static DateTimeOffset After(int seconds) => Noon.AddSeconds(seconds);

    public static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    public static UnitId Unit(int number) => new(Id(100 + number));

    public static AssignmentId Assignment(int number) => new(Id(200 + number));

    public static AlarmId Alarm(int number) => new(Id(300 + number));

    public static string Letters(int count) => new('x', count);
}
