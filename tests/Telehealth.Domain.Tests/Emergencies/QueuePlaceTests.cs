using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using static Telehealth.Domain.Tests.Some;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>Who is helped first.</summary>
public sealed class QueuePlaceTests
{
    private static readonly QueuePlace Usual = new(Priority.Emergency, Noon, new EmergencyId(Id(5)));

    public static TheoryData<QueuePlace, QueuePlace> InOrder => new()
    {
        { Usual with { Priority = Priority.LifeThreatening, RaisedAt = Noon.AddHours(9) }, Usual },
        { Usual, Usual with { RaisedAt = Noon.AddTicks(1) } },
        // The same moment, said in another zone.
        { Usual with { RaisedAt = Noon.ToOffset(TimeSpan.FromHours(5)) }, Usual with { RaisedAt = Noon.AddMinutes(1) } },
        { Usual, Usual with { Emergency = new EmergencyId(Id(6)) } },
        { Usual, Usual with { Emergency = new EmergencyId(new Guid("f0000000-0000-0000-0000-000000000000")) } },
    };

    [Theory]
    [MemberData(nameof(InOrder))]
    public void The_most_urgent_comes_first_and_among_equals_whoever_has_waited_longest(QueuePlace first, QueuePlace second)
    {
        Assert.True(first.ComesBefore(second));
        Assert.False(second.ComesBefore(first));
    }

    [Theory]
    [MemberData(nameof(InOrder))]
    public void The_keys_stand_in_the_same_order_character_by_character(QueuePlace first, QueuePlace second) =>
        Assert.True(string.CompareOrdinal(first.Key, second.Key) < 0);

    [Fact]
    public void Nobody_comes_before_themselves() => Assert.False(Usual.ComesBefore(Usual));
}
