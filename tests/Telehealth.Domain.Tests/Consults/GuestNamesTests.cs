using Telehealth.Domain.Visits.Consults;

namespace Telehealth.Domain.Tests.Consults;

public sealed class GuestNamesTests
{
    [Theory]
    [InlineData("Dr Chloe Martin", "Dr Chloé Martin")]
    [InlineData("chloe martin", "Dr Chloé Martin")]
    [InlineData("Martin, Chloe", "Dr Chloé Martin")]
    [InlineData("Ｃｈｌｏｅ Martin", "Chloe Martin")]
    [InlineData("ЧЕХОВ Антон", "Антон Чехов")]
    [InlineData("Ana", "Ana Sommer")]
    public void Names_that_could_be_taken_for_each_other_are_alike(string one, string other)
    {
        Assert.True(GuestNames.AreAlike(one, other));
        Assert.True(GuestNames.AreAlike(other, one));
    }

    [Theory]
    [InlineData("Diana", "Ana")]
    [InlineData("Chloe Sommer", "Chloe Martin")]
    [InlineData("Iris", "")]
    public void Others_are_not(string one, string other) => Assert.False(GuestNames.AreAlike(one, other));
}
