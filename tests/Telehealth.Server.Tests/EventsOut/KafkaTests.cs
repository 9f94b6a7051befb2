using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Network;

namespace Telehealth.Server.Tests.EventsOut;

/// <summary>Against librdkafka's own cluster: what another system reads in a topic.</summary>
public sealed class KafkaTests(JarDatabase database) : IClassFixture<JarDatabase>
{
    private const string Topic = "telehealth.events";

    [Fact]
    public async Task Every_event_comes_out_under_the_key_of_its_entity_and_in_its_order_over_a_server_that_starts_anew()
    {
        using var kafka = new TestKafka();
        var jars = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).ToArray();
        for (var start = 0; start < 2; start++)
        {
            await using var node = await EventsOutNode.Start(database.ConnectionString, Settings(kafka.Servers));
            for (var time = 0; time < 5; time++)
            {
                foreach (var jar in jars)
                    await node.Execute(jar, new Jar.Command.Fill(1));
            }
        }

        await using var last = await EventsOutNode.Start(database.ConnectionString, Settings(kafka.Servers));
        var wanted = jars.Select(jar => $"{jar}").ToHashSet(StringComparer.Ordinal);
        var received = await kafka.TakeUntil(
            Topic, all => all.Where(one => wanted.Contains(one.Key)).Select(one => one.Id).Distinct().Count() == 200);

        foreach (var jar in received.Where(one => wanted.Contains(one.Key)).GroupBy(one => one.Key))
        {
            Assert.All(jar, one => Assert.Equal($"jar/{one.Key}", one.Stream));
            Assert.Equal(Enumerable.Range(1, 10).Select(version => (long)version), jar.Select(one => one.Version).Distinct());
        }
    }

    [Fact]
    public async Task Events_wait_for_a_cluster_that_is_away_and_nothing_is_parked()
    {
        var lines = new Lines();
        var settings = Settings($"127.0.0.1:{FreePort.Take()}");
        settings["ConfirmWithin"] = "00:00:01";
        settings["Kafka:User"] = "telehealth";
        settings["Kafka:Password"] = "wrong-and-secret";
        var jar = Guid.NewGuid();
        await using (var node = await EventsOutNode.Start(database.ConnectionString, settings, time: null, lines))
        {
            await node.Execute(jar, new Jar.Command.Fill(1));
            await Eventually.True(
                () => lines.All.Any(line => line.Contains("5000 Kafka at 127.0.0.1", StringComparison.Ordinal)), "the reason in the log");
            Assert.Equal(0, await node.Parked());
        }
        Assert.DoesNotContain(lines.All, line => line.Contains("wrong-and-secret", StringComparison.Ordinal));

        using var kafka = new TestKafka();
        await using var again = await EventsOutNode.Start(database.ConnectionString, Settings(kafka.Servers));
        Assert.Contains(await kafka.TakeUntil(Topic, all => all.Any(one => one.Key == $"{jar}")), one => one.Version == 1);
    }

    private static Dictionary<string, string?> Settings(string servers) => new(StringComparer.Ordinal)
    {
        ["Kafka:Servers"] = servers,
        ["Kafka:Tls"] = "false",
        ["FromBeginning"] = "true",
        ["RetryAfter"] = "00:00:00.05",
        ["RetryAtMostAfter"] = "00:00:00.2",
    };
}
