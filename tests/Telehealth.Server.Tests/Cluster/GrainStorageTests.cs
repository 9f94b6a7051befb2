using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>What grains expect of the table of their states, asked of our statements by its own provider.</summary>
public sealed class GrainStorageTests : IAsyncLifetime
{
    private static readonly GrainId Grain = GrainId.Create("note", "one");

    private TestDatabase? _database;
    private SiloNode? _node;

    private IGrainStorage Storage => _node!.Get<IServiceProvider>().GetRequiredKeyedService<IGrainStorage>(GrainStorage.Name);

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create("server", JarDatabase.Migrate);
        _node = await SiloNode.Start(_database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _node!.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task Of_a_grain_that_wrote_nothing_there_is_nothing()
    {
        var read = await Read(Grain);

        Assert.Equal((false, null, new Note().Text), (read.RecordExists, read.ETag, read.State?.Text));
    }

    [Fact]
    public async Task The_first_write_has_the_version_one_and_each_next_one_more()
    {
        var state = await Read(Grain);

        await Write(state, "first");
        Assert.Equal("1", state.ETag);
        await Write(state, "second");
        Assert.Equal("2", state.ETag);

        var read = await Read(Grain);
        Assert.Equal((true, "2", "second"), (read.RecordExists, read.ETag, read.State?.Text));
    }

    [Fact]
    public async Task Of_two_who_write_for_the_first_time_one_wins()
    {
        var (one, other) = (await Read(Grain), await Read(Grain));
        await Write(one, "one");

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(other, "other"));

        Assert.Equal("one", (await Read(Grain)).State?.Text);
    }

    [Fact]
    public async Task Of_many_who_replace_the_same_version_at_once_one_wins()
    {
        await Write(await Read(Grain), "before");
        var states = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Read(Grain)));

        var outcomes = await Task.WhenAll(states.Select((state, number) => Wins(state, $"{number}")));

        var winner = Assert.Single(states, state => state.ETag == "2");
        Assert.Single(outcomes, won => won);
        var read = await Read(Grain);
        Assert.Equal(("2", winner.State?.Text), (read.ETag, read.State?.Text));
    }

    [Fact]
    public async Task What_was_cleared_is_gone_and_cannot_be_written_over_by_whoever_knew_it_before()
    {
        var state = await Read(Grain);
        await Write(state, "mine");
        var late = await Read(Grain);

        await Storage.ClearStateAsync("note", Grain, state);

        Assert.Equal(("2", false), (state.ETag, state.RecordExists));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(late, "late"));
        Assert.Equal(new Note().Text, (await Read(Grain)).State?.Text);
        await Write(state, "anew");
        Assert.Equal("3", (await Read(Grain)).ETag);
    }

    [Fact]
    public async Task A_clearing_that_comes_late_clears_nothing()
    {
        var state = await Read(Grain);
        await Write(state, "mine");
        var late = await Read(Grain);
        await Write(state, "newer");

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("note", Grain, late));

        Assert.Equal("newer", (await Read(Grain)).State?.Text);
    }

    [Fact]
    public async Task Grains_of_other_keys_and_states_of_other_names_are_apart()
    {
        await Write(await Read(Grain), "mine");

        Assert.False((await Read(GrainId.Create("note", "two"))).RecordExists);
        var otherName = new GrainState<Note>(new Note());
        await Storage.ReadStateAsync("other", Grain, otherName);
        Assert.False(otherName.RecordExists);
        var numbered = GrainId.Create(GrainType.Create("note"), GrainIdKeyExtensions.CreateIntegerKey(7, "of seven"));
        await Write(await Read(numbered), "seven", numbered);
        Assert.Equal("seven", (await Read(numbered)).State?.Text);
    }

    private async Task<GrainState<Note>> Read(GrainId grain)
    {
        var state = new GrainState<Note>(new Note());
        await Storage.ReadStateAsync("note", grain, state);
        return state;
    }

    private Task Write(GrainState<Note> state, string text, GrainId? grain = null)
    {
        state.State = new Note { Text = text };
        return Storage.WriteStateAsync("note", grain ?? Grain, state);
    }

    private async Task<bool> Wins(GrainState<Note> state, string text)
    {
        try
        {
            await Write(state, text);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    internal sealed class Note
    {
        public string Text { get; init; } = "nothing";
    }
}
