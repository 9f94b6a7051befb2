using System.Text.Json.Nodes;
using Npgsql;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Tests.EventStore;

/// <summary>The entity of these tests: a jar that is filled and may stand on one shelf; each shelf holds one jar.</summary>
internal static class Jar
{
    public static readonly Decider<Command, State, Happened> Decider = new("jar", new State(0, null), Decide, Evolve);

    public static EntityType<Command, State, Happened> Type => new(Decider, Catalogue());

    public static EventCatalogue Catalogue() => new EventCatalogue()
        .Add<Happened.Filled>("jar.filled.v2")
        .Add<Happened.Placed>("jar.placed.v1")
        .Add<Happened.Cracked>("jar.cracked.v1")
        .AddUpcast("jar.filled.v1", old => new JsonObject { ["grams"] = old["kilograms"]!.GetValue<int>() * 1000 }, "jar.filled.v2");

    private static Decision<Happened> Decide(Command command, State state, DateTimeOffset now) => command switch
    {
        Command.Fill { Grams: 0 } => Decision.Nothing<Happened>(),
        Command.Fill fill when state.Grams + fill.Grams > fill.AtMost => Rejection.NotNow("jar.full", "The jar is full."),
        Command.Fill fill => new Happened.Filled(fill.Grams),
        Command.FillTwice fill => Decision.Of<Happened>(new Happened.Filled(fill.Grams), new Happened.Filled(fill.Grams)),
        Command.Place { Shelf: "" } => Rejection.Invalid("shelf.nameless", "Name the shelf."),
        Command.Place place => new Happened.Placed(place.Shelf),
        _ => new Happened.Cracked(),
    };

    private static State Evolve(State state, Happened happened) => happened switch
    {
        Happened.Filled filled => state with { Grams = state.Grams + filled.Grams },
        Happened.Placed placed => state with { Shelf = placed.Shelf },
        _ => state,
    };

    internal sealed record State(int Grams, string? Shelf);

    internal abstract record Command
    {
        public sealed record Fill(int Grams, int AtMost = int.MaxValue) : Command;

        public sealed record FillTwice(int Grams) : Command;

        public sealed record Place(string Shelf) : Command;

        public sealed record Crack : Command;
    }

    internal abstract record Happened
    {
        public sealed record Filled(int Grams) : Happened;

        public sealed record Placed(string Shelf) : Happened;

        public sealed record Cracked : Happened;
    }
}

/// <summary>The handle of jars.</summary>
internal sealed class JarEntity(EntityRouter router, EntityType<Jar.Command, Jar.State, Jar.Happened> type)
    : EntityHandle<Jar.Command, Jar.State, Jar.Happened>(router, type);

/// <summary>A jar, as a grain.</summary>
[GrainType("jar")]
internal sealed class JarGrain(EntityLog log, EntityType<Jar.Command, Jar.State, Jar.Happened> type, ActiveEntities here)
    : EntityGrain<Jar.Command, Jar.State, Jar.Happened>(log, type, here);

/// <summary>What is in each jar and which stands where. A cracked jar breaks the read model: that is its use in these tests.</summary>
internal sealed class JarReadModel : IInlineReadModel
{
    public const string Schema =
        """
        create table jar_content (tenant uuid, jar uuid, grams bigint not null, events bigint not null, last_position bigint not null, primary key (tenant, jar));
        create table jar_shelf (tenant uuid, shelf text, jar uuid not null, constraint shelf_holds_one_jar unique (tenant, shelf));
        """;

    public static readonly Rejection ShelfTaken = new(RejectionKind.Conflict, "shelf.taken", "Another jar stands there.");

    public string Name => "jars";

    public IReadOnlyList<string> Tables => ["jar_content", "jar_shelf"];

    public void Apply(StoredEvent stored, NpgsqlBatch batch)
    {
        NpgsqlParameter[] key = [new() { Value = stored.Tenant.Value }, new() { Value = stored.StreamId }];
        switch (stored.Event)
        {
            case Jar.Happened.Filled filled:
                batch.BatchCommands.Add(
                    new NpgsqlBatchCommand(
                        """
                        insert into jar_content (tenant, jar, grams, events, last_position) values ($1, $2, $3, 1, $4)
                        on conflict (tenant, jar) do update set grams = jar_content.grams + $3, events = jar_content.events + 1, last_position = $4
                        """)
                    {
                        Parameters =
                        {
                            key[0],
                            key[1],
                            new() { Value = (long)filled.Grams },
                            new() { Value = stored.Position },
                        },
                    });
                break;
            case Jar.Happened.Placed placed:
                batch.BatchCommands.Add(new NpgsqlBatchCommand("insert into jar_shelf (tenant, jar, shelf) values ($1, $2, $3)")
                {
                    Parameters = { key[0], key[1], new() { Value = placed.Shelf } },
                });
                break;
            case Jar.Happened.Cracked:
                batch.BatchCommands.Add(new NpgsqlBatchCommand("select 1 / 0"));
                break;
        }
    }
}
