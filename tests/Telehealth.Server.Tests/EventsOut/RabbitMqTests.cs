using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telehealth.Server.Exchange.EventsOut;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.EventsOut;

/// <summary>Against Debian's RabbitMQ: what another system receives, through what may happen in between.</summary>
public sealed class RabbitMqTests(JarDatabase database) : IClassFixture<JarDatabase>, IAsyncLifetime
{
    private const string Exchange = "telehealth.events";
    private TestBroker? _broker;

    private TestBroker Broker => _broker!;

    private SubscribersQueue Queue => new(Broker, Exchange);

    public async ValueTask InitializeAsync() => _broker = await TestBroker.Start();

    public async ValueTask DisposeAsync() => await Broker.DisposeAsync();

    [Fact]
    public async Task Every_event_comes_out_in_order_through_a_killed_broker_and_a_server_that_starts_anew()
    {
        await Queue.Bind();
        var jars = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).ToArray();
        await using (var node = await EventsOutNode.Start(database.ConnectionString, EventsOutNode.RabbitMq(Broker.Address)))
        {
            await Fill(node, jars, times: 5);
            await Broker.Kill();
            await Fill(node, jars, times: 5);
        }

        await Broker.StartAgain();
        await using (var node = await EventsOutNode.Start(database.ConnectionString, EventsOutNode.RabbitMq(Broker.Address)))
        {
            await Fill(node, jars, times: 5);
            await Broker.Kill();
            await Fill(node, jars, times: 5);
            await Broker.StartAgain();
            await Fill(node, jars, times: 1);

            var wanted = jars.Select(jar => $"jar/{jar}").ToHashSet(StringComparer.Ordinal);
            var received = await Queue.TakeUntil(all =>
                all.Where(one => wanted.Contains(one.Stream)).Select(one => one.Id).Distinct().Count() == jars.Length * 21);

            // Events of other tests on this database may come out too.
            foreach (var jar in received.Where(one => wanted.Contains(one.Stream)).GroupBy(one => one.Stream))
                Assert.Equal(Enumerable.Range(1, 21).Select(version => (long)version), FirstOfEach(jar));
            Assert.Equal(0, await node.Parked());
        }
    }

    [Fact]
    public async Task Only_chosen_kinds_and_tenants_come_out_by_routing_keys_of_tenant_and_type()
    {
        await Queue.Bind($"{StoreNode.Tenant.Value}.jar.#");
        var settings = EventsOutNode.RabbitMq(Broker.Address);
        settings["Types:0"] = "jar.placed.*";
        settings["Tenants:0"] = $"{StoreNode.Tenant.Value}";
        await using var node = await EventsOutNode.Start(database.ConnectionString, settings);
        var jar = Guid.NewGuid();
        await node.Execute(jar, new Jar.Command.Fill(7));
        await node.Execute(jar, new Jar.Command.Place($"shelf {jar}"));

        var received = await Queue.TakeUntil(all => all.Any(one => one.Stream == $"jar/{jar}"));

        var placed = Assert.Single(received);
        Assert.Equal($"{StoreNode.Tenant.Value}.jar.placed.v1", placed.Key);
        Assert.Equal($"{StoreNode.Tenant.Value}/jar/{jar}/2", placed.Id);
        Assert.Equal("{}", placed.Body["data"]!.ToJsonString());
    }

    [Fact]
    public async Task A_wrong_password_is_said_without_it_and_nothing_is_parked()
    {
        var lines = new Lines();
        var settings = EventsOutNode.RabbitMq(new UriBuilder(Broker.Address) { Password = "wrong-and-secret" }.Uri);
        settings["BehindAfter"] = "00:00:00.1";
        await using var node = await EventsOutNode.Start(database.ConnectionString, settings, time: null, lines);
        await node.Execute(Guid.NewGuid(), new Jar.Command.Fill(1));

        await Eventually.True(
            () => lines.All.Any(line => line.Contains("refuses the user or the password", StringComparison.Ordinal)), "the reason in the log");
        var backlog = node.Get<EventsOutBacklog>();
        await Eventually.True(
            async () =>
            {
                await backlog.Look(CancellationToken.None);
                return (await backlog.CheckHealthAsync(new())).Status == HealthStatus.Degraded;
            },
            "readiness says it");

        Assert.DoesNotContain(lines.All, line => line.Contains("wrong-and-secret", StringComparison.Ordinal));
        Assert.Equal(0, await node.Parked());
    }

    private static IEnumerable<long> FirstOfEach(IEnumerable<Published> events) => events.Select(one => one.Version).Distinct();

    private static async Task Fill(StoreNode node, Guid[] jars, int times)
    {
        for (var time = 0; time < times; time++)
        {
            foreach (var jar in jars)
                await node.Execute(jar, new Jar.Command.Fill(1));
        }
    }
}
