using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;

namespace Telehealth.Domain.Tests.Emergencies;

/// <summary>Where minutes matter.</summary>
public sealed class UrgencyTests
{
    [Theory]
    [InlineData(Priority.LifeThreatening, true)]
    [InlineData(Priority.Emergency, true)]
    [InlineData(Priority.Urgent, false)]
    [InlineData(Priority.LessUrgent, false)]
    public void Minutes_matter_where_a_life_is_in_danger_and_in_an_emergency(Priority priority, bool isUrgent) =>
        Assert.Equal(isUrgent, priority.IsUrgent());
}
