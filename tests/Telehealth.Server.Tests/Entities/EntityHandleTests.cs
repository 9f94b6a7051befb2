using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.Entities;

/// <summary>What commands an entity sees of it: the handle of its kind, and an answer.</summary>
public sealed class EntityHandleTests(JarDatabase database) : IClassFixture<JarDatabase>
{
    private static readonly Caller Me = new(
        StoreNode.Tenant, Guid.NewGuid(), "Hana", [Roles.Dispatcher, Roles.Paramedic], GuestOf: null, Guid.NewGuid());

    [Fact]
    public async Task What_a_caller_commands_is_committed_when_it_is_answered()
    {
        await using var node = await GrainNode.Start(database.ConnectionString);
        await using var other = await GrainNode.Start(database.ConnectionString);
        var jar = Guid.NewGuid();

        var execution = await Jars(node).Execute(
            Me.As(ActorKind.Dispatcher, Guid.NewGuid()), jar, new Jar.Command.Fill(5), CancellationToken.None);

        Assert.Null(execution.Refusal);
        Assert.True(execution.LedToEvents);
        Assert.Equal((new Jar.State(5, null), 1L), await Jars(other).Load(StoreNode.Tenant, jar, CancellationToken.None));
    }

    [Fact]
    public async Task The_log_says_in_which_capacity_the_caller_acted()
    {
        await using var node = await GrainNode.Start(database.ConnectionString);
        var jar = Guid.NewGuid();

        await Jars(node).Execute(Me.As(ActorKind.Paramedic, Guid.NewGuid()), jar, new Jar.Command.Fill(5), CancellationToken.None);

        var stored = Assert.Single(await Jars(node).ReadEvents(StoreNode.Tenant, jar, afterVersion: 0, limit: 10, CancellationToken.None));
        Assert.Equal(new Actor(ActorKind.Paramedic, Me.PersonId), stored.Actor);
    }

    [Fact]
    public async Task The_same_id_of_the_same_caller_gets_the_first_answer()
    {
        await using var node = await GrainNode.Start(database.ConnectionString);
        var jar = Guid.NewGuid();
        var context = Me.As(ActorKind.Dispatcher, Guid.NewGuid());
        await Jars(node).Execute(context, jar, new Jar.Command.Fill(5), CancellationToken.None);

        var again = await Jars(node).Execute(context, jar, new Jar.Command.Fill(70), CancellationToken.None);

        Assert.Equal((1, true), (again.Outcome?.Version, again.Outcome?.WasRepeated));
        Assert.Equal([new Jar.Happened.Filled(5)], again.Outcome?.Events);
        Assert.True(again.LedToEvents);
    }

    [Fact]
    public async Task A_refused_command_has_a_refusal_and_no_outcome()
    {
        await using var node = await GrainNode.Start(database.ConnectionString);

        var execution = await Jars(node).Execute(
            Me.As(ActorKind.Dispatcher, Guid.NewGuid()), Guid.NewGuid(), new Jar.Command.Fill(5, AtMost: 1), CancellationToken.None);

        Assert.Equal("jar.full", execution.Refusal?.Code);
        Assert.Null(execution.Outcome);
        Assert.False(execution.LedToEvents);
    }

    [Fact]
    public async Task A_command_that_finds_everything_so_already_is_met_and_leads_to_nothing()
    {
        await using var node = await GrainNode.Start(database.ConnectionString);

        var execution = await Jars(node).Execute(
            CommandContext.OfServer(StoreNode.Tenant), Guid.NewGuid(), new Jar.Command.Fill(0), CancellationToken.None);

        Assert.Null(execution.Refusal);
        Assert.False(execution.LedToEvents);
    }

    [Fact]
    public async Task Each_command_of_the_server_has_an_id_of_its_own_unless_it_is_given_one()
    {
        await using var node = await GrainNode.Start(database.ConnectionString);
        var jar = Guid.NewGuid();
        var id = new CommandId(Guid.NewGuid());
        CommandContext[] contexts =
        [
            CommandContext.OfServer(StoreNode.Tenant), CommandContext.OfServer(StoreNode.Tenant),
            CommandContext.OfServer(StoreNode.Tenant, id), CommandContext.OfServer(StoreNode.Tenant, id),
        ];
        List<bool?> repeated = [];

        foreach (var context in contexts)
            repeated.Add((await Jars(node).Execute(context, jar, new Jar.Command.Fill(1), CancellationToken.None)).Outcome?.WasRepeated);

        Assert.Equal([false, false, false, true], repeated);
    }

    [Fact]
    public async Task An_answer_that_is_printed_tells_nothing_of_the_entity()
    {
        await using var node = await GrainNode.Start(database.ConnectionString);
        var context = Me.As(ActorKind.Dispatcher, Guid.NewGuid());

        var done = await Jars(node).Execute(context, Guid.NewGuid(), new Jar.Command.Place("behind the flour"), CancellationToken.None);
        var refused = await Jars(node).Execute(context, Guid.NewGuid(), new Jar.Command.Place("behind the salt"), CancellationToken.None);

        Assert.Equal("done, at version 1", done.ToString());
        Assert.Equal("refused: command.id_reused", refused.ToString());
    }

    [Fact]
    public async Task Another_tenants_entity_is_one_that_nothing_has_happened_to()
    {
        await using var node = await GrainNode.Start(database.ConnectionString);
        var jar = Guid.NewGuid();
        await Jars(node).Execute(Me.As(ActorKind.Dispatcher, Guid.NewGuid()), jar, new Jar.Command.Fill(5), CancellationToken.None);
        var another = new TenantId(Guid.NewGuid());

        Assert.Equal((Jar.Decider.Initial, 0L), await Jars(node).Load(another, jar, CancellationToken.None));
        Assert.Empty(await Jars(node).ReadEvents(another, jar, afterVersion: 0, limit: 10, CancellationToken.None));
    }

    private static JarEntity Jars(GrainNode node) => node.Jars;
}
