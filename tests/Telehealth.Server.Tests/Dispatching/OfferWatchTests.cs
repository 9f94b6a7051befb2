using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.Dispatching;

public sealed class OfferWatchTests : IAsyncLifetime
{
    private const int Offers = 300;
    private const int Nodes = 8;
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private TestDatabase? _database;
    private NpgsqlDataSource? _source;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create("offers", JarDatabase.Migrate);
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _source!.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task Nodes_that_look_at_the_same_moment_take_each_due_offer_once()
    {
        await Offer(Offers, offered: Noon.AddMinutes(-1), deadline: Noon.AddSeconds(-1));

        var taken = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => TakeAll()));

        var all = taken.SelectMany(offers => offers).ToList();
        Assert.All(all, offer => Assert.True(offer.IsOver));
        Assert.Equal((Offers, Offers), (all.Count, all.Select(offer => offer.Assignment).Distinct().Count()));
    }

    [Fact]
    public async Task An_offer_that_a_node_took_and_left_is_taken_again_when_its_mark_holds_no_longer()
    {
        await Offer(1, offered: Noon.AddMinutes(-1), deadline: Noon.AddSeconds(-1));
        var first = Assert.Single(await Take(Noon));

        Assert.Empty(await Take(Noon.AddSeconds(1)));
        Assert.Equal(first, Assert.Single(await Take(Noon.AddSeconds(3))));
    }

    [Fact]
    public async Task An_offer_is_due_at_half_of_its_time_and_not_before()
    {
        await Offer(1, offered: Noon, deadline: Noon.AddSeconds(60));

        Assert.Empty(await Take(Noon.AddSeconds(29)));
        Assert.False(Assert.Single(await Take(Noon.AddSeconds(31))).IsOver);
    }

    [Fact]
    public async Task Marks_that_long_hold_nothing_are_removed()
    {
        await Offer(1, offered: Noon.AddMinutes(-1), deadline: Noon.AddSeconds(-1));
        await Take(Noon);

        await new OfferWatch(_source!).Forget(Noon.AddMinutes(30), CancellationToken.None);
        Assert.Equal(1L, await Marks());
        await new OfferWatch(_source!).Forget(Noon.AddHours(2), CancellationToken.None);
        Assert.Equal(0L, await Marks());
    }

    private Task<IReadOnlyList<DueOffer>> Take(DateTimeOffset now) => new OfferWatch(_source!).TakeDue(now, 50, CancellationToken.None);

    private async Task<List<DueOffer>> TakeAll()
    {
        List<DueOffer> all = [];
        while (await Take(Noon) is { Count: > 0 } some)
            all.AddRange(some);
        return all;
    }

    /// <summary>Each to a unit of its own: a unit has one live assignment.</summary>
    private async Task Offer(int count, DateTimeOffset offered, DateTimeOffset deadline)
    {
        await using var command = _source!.CreateCommand(
            """
            with units as (
                insert into units.unit_on_shift (tenant, unit_id, vehicle_id) select $1, gen_random_uuid(), gen_random_uuid() from generate_series(1, $2)
                returning tenant, unit_id)
            insert into emergencies.assignment (tenant, assignment_id, emergency_id, epoch, unit_id, status, by_hand, offered_at, deadline, status_at, second_page_at)
            select tenant, gen_random_uuid(), gen_random_uuid(), 1, unit_id, 'offered', false, $3, $4, $3, $5 from units
            """);
        foreach (var value in new object[] { StoreNode.Tenant.Value, count, offered, deadline, OfferTimes.SecondPageAt(offered, deadline) })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private async Task<object?> Marks()
    {
        await using var command = _source!.CreateCommand("select count(*) from dispatching.offer_watch");
        return await command.ExecuteScalarAsync();
    }
}
