using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.Entities;

/// <summary>
/// An entity is a grain: one place in the cluster that all nodes ask. Whichever way a command takes, also past the grain, it gets the same
/// answer and happens once.
/// </summary>
public sealed class EntityGrainTests(JarDatabase database) : IClassFixture<JarDatabase>
{
    public enum Way
    {
        ToTheGrainHere,
        ToTheGrainElsewhere,
        PastTheGrain,
    }

    [Theory]
    [InlineData(Way.ToTheGrainHere)]
    [InlineData(Way.ToTheGrainElsewhere)]
    [InlineData(Way.PastTheGrain)]
    public async Task A_command_gets_the_same_answer_by_whichever_way_it_goes(Way way)
    {
        var (home, other) = await GrainNode.StartTwo(database.ConnectionString);
        await using var first = home;
        await using var second = other;
        var (jar, shelf) = (Guid.NewGuid(), Guid.NewGuid().ToString());
        await home.Execute(jar, new Jar.Command.Fill(1));
        Assert.Equal((true, false), (home.Has(jar), other.Has(jar)));
        Func<Jar.Command, Guid?, Task<Execution>> execute = way switch
        {
            Way.ToTheGrainHere => (command, id) => home.Execute(jar, command, id),
            Way.ToTheGrainElsewhere => (command, id) => other.Execute(jar, command, id),
            _ => (command, id) => other.ExecutePastTheGrain(jar, command, id),
        };
        var id = Guid.NewGuid();

        var done = (await execute(new Jar.Command.FillTwice(50), id)).Outcome!;
        var again = (await execute(new Jar.Command.FillTwice(50), id)).Outcome!;
        var full = await execute(new Jar.Command.Fill(1, AtMost: 5), null);
        var nameless = await execute(new Jar.Command.Place(string.Empty), null);
        var nothing = await execute(new Jar.Command.Fill(0), null);
        await execute(new Jar.Command.Place(shelf), null);
        var taken = await home.Execute(Guid.NewGuid(), new Jar.Command.Place(shelf));

        Assert.Equal((3L, false), (done.Version, done.WasRepeated));
        Assert.Equal([new Jar.Happened.Filled(50), new Jar.Happened.Filled(50)], done.Events);
        Assert.Equal((done.Version, done.Position, true), (again.Version, again.Position, again.WasRepeated));
        Assert.Equal(done.Events, again.Events);
        Assert.Equal((RejectionKind.NotNow, "jar.full"), (full.Refusal?.Kind, full.Refusal?.Code));
        Assert.Equal((RejectionKind.Invalid, "shelf.nameless"), (nameless.Refusal?.Kind, nameless.Refusal?.Code));
        Assert.Equal((3L, 0L, false), (nothing.Outcome?.Version, nothing.Outcome?.Position, nothing.LedToEvents));
        Assert.Equal(JarReadModel.ShelfTaken, taken.Refusal);
        Assert.Equal((101, 101), (await home.GramsOf(jar), await other.GramsOf(jar)));
        Assert.False(other.Has(jar));
    }

    [Fact]
    public async Task Nodes_that_change_the_same_entity_at_once_need_not_try_again()
    {
        var (one, two) = await GrainNode.StartTwo(database.ConnectionString);
        await using var first = one;
        await using var second = two;
        var jar = Guid.NewGuid();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(number => (number % 2 == 0 ? one : two).Execute(jar, new Jar.Command.Fill(1))));

        Assert.All(answers, answer => Assert.Null(answer.Refusal));
        Assert.Equal(Enumerable.Range(1, 100), answers.Select(answer => (int)answer.Outcome!.Version).Order());
        Assert.True(one.Has(jar) ^ two.Has(jar));
    }

    [Fact]
    public async Task What_another_wrote_past_the_grain_costs_a_second_decision_and_nothing_else()
    {
        await using var node = await GrainNode.Start(database.ConnectionString);
        var jar = Guid.NewGuid();
        await node.Execute(jar, new Jar.Command.Fill(10));
        await node.ExecutePastTheGrain(jar, new Jar.Command.Fill(-10));

        var answer = await node.Execute(jar, new Jar.Command.Fill(5, AtMost: 10));

        Assert.Equal(3, answer.Outcome?.Version);
        Assert.Equal(5, await node.GramsOf(jar));
    }

    [Fact]
    public async Task A_command_whose_grain_does_not_answer_goes_past_it_and_happens_once()
    {
        var (home, other) = await GrainNode.StartTwo(database.ConnectionString, ("Entities:BypassAfter", "00:00:00.050"));
        await using var first = home;
        await using var second = other;
        var jar = Guid.NewGuid();
        await home.Execute(jar, new Jar.Command.Fill(1));
        await other.Execute(jar, new Jar.Command.Fill(1));

        Task<Execution> late;
        await using (await home.HoldTheLog())
        {
            late = other.Execute(jar, new Jar.Command.Fill(5));
            // By now the grain has the command and the log of the other node as well.
            await Task.Delay(300);
        }

        Assert.Null((await late).Refusal);
        await Eventually.True(async () => await home.GramsOf(jar) == 7, "the command has happened");
        await home.Execute(jar, new Jar.Command.Fill(1));
        Assert.Equal((8, 8), (await home.GramsOf(jar), await other.GramsOf(jar)));
    }

    [Fact]
    public async Task Entities_of_a_node_that_is_gone_go_on_where_they_are_asked_next()
    {
        var (home, other) = await GrainNode.StartTwo(database.ConnectionString);
        await using var second = other;
        Guid[] jars = [.. Enumerable.Range(0, 20).Select(_ => Guid.NewGuid())];
        foreach (var jar in jars)
        {
            await home.Execute(jar, new Jar.Command.Fill(1));
            await other.Execute(jar, new Jar.Command.Fill(1));
        }

        await home.DisposeAsync();
        foreach (var jar in jars)
            Assert.Equal(3, (await other.Execute(jar, new Jar.Command.Fill(1))).Outcome?.Version);

        await Eventually.True(
            async () =>
            {
                await other.Execute(jars[0], new Jar.Command.Fill(0));
                return other.Has(jars[0]);
            },
            "the grain is active on the node that is left");
    }

    [Fact]
    public async Task Whoever_asks_for_what_is_not_there_fills_no_memory()
    {
        await using var node = await GrainNode.Start(database.ConnectionString);

        for (var count = 0; count < 50; count++)
            await node.Execute(Guid.NewGuid(), new Jar.Command.Place(string.Empty));

        await Eventually.True(() => node.Get<ActiveEntities>().Count == 0, "no grain of them stays active");
    }

    [Fact]
    public async Task Commands_beyond_what_may_wait_for_an_entity_are_refused_and_the_others_done()
    {
        await using var node = await GrainNode.Start(database.ConnectionString, ("Entities:WaitingCommands", "8"));
        var jar = Guid.NewGuid();
        await node.Execute(jar, new Jar.Command.Fill(1));

        List<Task<Execution>> asked;
        await using (await node.HoldTheLog())
        {
            asked = [.. Enumerable.Range(0, 40).Select(_ => node.Execute(jar, new Jar.Command.Fill(1)))];
            await Eventually.True(() => asked.Any(task => task.IsCompleted), "those too many hear it at once");
        }

        var answers = await Task.WhenAll(asked);
        var done = answers.Count(answer => answer.Refusal is null);
        Assert.InRange(done, 1, 39);
        Assert.All(answers.Where(answer => answer.Refusal is not null), answer => Assert.Equal(StoreRejections.Busy, answer.Refusal));
        Assert.Equal(1 + done, await node.GramsOf(jar));
    }

    [Fact]
    public async Task A_log_that_does_not_answer_is_said_to_be_so()
    {
        await using var node = await GrainNode.Start(database.ConnectionString, ("EventStore:AnswerWithin", "00:00:02"));
        var (jar, id) = (Guid.NewGuid(), Guid.NewGuid());
        await node.Execute(jar, new Jar.Command.Fill(1));

        await using (await node.HoldTheLog())
            await Assert.ThrowsAsync<LogUnavailableException>(() => node.Execute(jar, new Jar.Command.Fill(5), id));

        await Eventually.True(
            async () => (await node.ExecutePastTheGrain(jar, new Jar.Command.Fill(5), id)).Outcome?.WasRepeated == true,
            "the same id finds that it was done");
        Assert.Equal(6, await node.GramsOf(jar));
    }
}
