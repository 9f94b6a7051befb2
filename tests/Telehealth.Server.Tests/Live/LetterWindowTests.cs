using Telehealth.Server.Platform.Live;

namespace Telehealth.Server.Tests.Live;

/// <summary>A letter is heard once, by whichever way it comes first, and never so late that it says what is no longer so.</summary>
public sealed class LetterWindowTests
{
    [Fact]
    public void Each_number_is_new_once_in_any_order()
    {
        var window = new LetterWindow();

        Assert.True(window.IsFirst(2));
        Assert.True(window.IsFirst(1));
        Assert.True(window.IsFirst(4));
        Assert.False(window.IsFirst(1));
        Assert.False(window.IsFirst(2));
        Assert.False(window.IsFirst(4));
        Assert.True(window.IsFirst(3));
    }

    [Theory, InlineData(1), InlineData(LetterWindow.Size), InlineData(10 * LetterWindow.Size)]
    public void After_a_leap_what_lies_between_is_new_as_far_as_it_is_remembered(int leap)
    {
        var window = new LetterWindow();
        for (var number = 1; number <= LetterWindow.Size; number++)
            Assert.True(window.IsFirst(number));
        var newest = LetterWindow.Size + leap;

        Assert.True(window.IsFirst(newest));

        Assert.False(window.IsFirst(newest));
        Assert.False(window.IsFirst(newest - LetterWindow.Size));
        for (var number = Math.Max(newest - LetterWindow.Size, LetterWindow.Size) + 1; number < newest; number++)
            Assert.True(window.IsFirst(number));
        for (var number = 1; number <= LetterWindow.Size; number++)
            Assert.False(window.IsFirst(number));
    }

    [Theory, InlineData(0), InlineData(-5), InlineData(long.MinValue)]
    public void A_number_that_no_node_gives_is_never_new(long number) => Assert.False(new LetterWindow().IsFirst(number));
}
