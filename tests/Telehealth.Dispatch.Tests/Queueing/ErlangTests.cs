using Telehealth.Dispatch.Queueing;

namespace Telehealth.Dispatch.Tests.Queueing;

public sealed class ErlangTests
{
    // a^n/n! over the sum of a^k/k!, worked by hand.
    [Theory]
    [InlineData(0, 3.0, 1.0)]
    [InlineData(1, 1.0, 1.0 / 2)]
    [InlineData(2, 1.0, 1.0 / 5)]
    [InlineData(3, 2.0, 4.0 / 19)]
    [InlineData(2, 0.0, 0.0)]
    public void Lost_calls_are_as_worked_by_hand(int servers, double load, double expected) =>
        Assert.Equal(expected, Erlang.Lost(servers, load), 14);

    // With one server the share that waits is the load; with two it is a²/(2 + a).
    [Theory]
    [InlineData(1, 0.3, 0.3)]
    [InlineData(2, 1.0, 1.0 / 3)]
    [InlineData(2, 1.6, 1.6 * 1.6 / 3.6)]
    [InlineData(4, 4.0, 1.0)]
    [InlineData(4, 9.0, 1.0)]
    public void Waiting_calls_are_as_worked_by_hand(int servers, double load, double expected) =>
        Assert.Equal(expected, Erlang.Waiting(servers, load), 14);

    [Fact]
    public void Thousands_of_servers_do_not_overflow()
    {
        Assert.InRange(Erlang.Lost(5_000, 5_000), 0.01, 0.012);
        Assert.InRange(Erlang.Waiting(5_000, 4_900), 0, 1);
    }

    [Fact]
    public void A_load_that_is_none_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Erlang.Lost(2, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Erlang.Lost(2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Erlang.Waiting(-1, 1));
    }
}
