using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Tests.Access;

public sealed class FairQueueTests
{
    [Fact]
    public async Task One_lane_runs_one_at_a_time_and_lanes_take_turns()
    {
        var queue = new FairQueue(places: 1, waitingPerLane: 10, waiting: 100);
        var order = new List<string>();
        var first = new TaskCompletionSource();
        var running = queue.TryRun("flood", () => first.Task, default);
        var flood = Enumerable.Range(1, 3).Select(number => queue.TryRun("flood", () => Note($"flood {number}"), default)).ToArray();
        var other = queue.TryRun("other", () => Note("other"), default);

        first.SetResult();
        await Task.WhenAll([running, .. flood, other]);

        Assert.Equal(["other", "flood 1", "flood 2", "flood 3"], order);

        Task Note(string what)
        {
            lock (order)
                order.Add(what);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Who_finds_no_place_is_refused_at_once_and_another_lane_still_finds_one()
    {
        var queue = new FairQueue(places: 1, waitingPerLane: 2, waiting: 3);
        var block = new TaskCompletionSource();
        Task<bool> Ask(string lane) => queue.TryRun(lane, () => block.Task, default);

        Task<bool>[] taken = [Ask("flood"), Ask("flood"), Ask("flood")];
        var refused = await Ask("flood");
        var other = Ask("other");
        var refusedWhenFull = await Ask("third");
        block.SetResult();

        Assert.False(refused);
        Assert.False(refusedWhenFull);
        Assert.All(await Task.WhenAll([.. taken, other]), Assert.True);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_place_to_others_and_failed_work_frees_its_own()
    {
        var queue = new FairQueue(places: 1, waitingPerLane: 1, waiting: 1);
        var block = new TaskCompletionSource();
        using var impatient = new CancellationTokenSource();
        var running = queue.TryRun("a", () => block.Task, default);
        var waiting = queue.TryRun("a", () => Task.CompletedTask, impatient.Token);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var next = queue.TryRun("b", () => Task.CompletedTask, default);
        block.SetException(new InvalidOperationException("The work failed."));

        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
        Assert.True(await next);
        Assert.True(await queue.TryRun("c", () => Task.CompletedTask, default));
    }
}
