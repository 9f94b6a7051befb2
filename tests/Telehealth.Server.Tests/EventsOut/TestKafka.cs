using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.EventsOut;

/// <summary>The cluster that librdkafka brings for tests: its protocol, by TCP on loopback, without a disk.</summary>
internal sealed class TestKafka : IDisposable
{
    private readonly IProducer<Null, Null> _home;

    public TestKafka()
    {
        var settings = new ProducerConfig { BootstrapServers = "only.for.the.settings:1" };
        settings.Set("test.mock.num.brokers", "3");
        _home = new ProducerBuilder<Null, Null>(settings).SetLogHandler((_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(_home.Handle).Build();
        Servers = string.Join(',', admin.GetMetadata(TimeSpan.FromSeconds(30)).Brokers.Select(broker => $"{broker.Host}:{broker.Port}"));
    }

    public string Servers { get; }

    /// <summary>Reads the topic from its beginning until it is enough.</summary>
    public async Task<List<Published>> TakeUntil(string topic, Func<IReadOnlyList<Published>, bool> isEnough)
    {
        var settings = new ConsumerConfig { BootstrapServers = Servers, GroupId = "another-system", AutoOffsetReset = AutoOffsetReset.Earliest };
        using var consumer = new ConsumerBuilder<string, byte[]>(settings).SetLogHandler((_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        List<PartitionMetadata> partitions = [];
        // The first event makes the topic. An order over one partition would prove nothing.
        await Eventually.True(
            () => (partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(30)).Topics.Single().Partitions).Count > 1,
            "a topic with several partitions");
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(topic, partition.PartitionId, Offset.Beginning)));
        List<Published> all = [];
        var deadline = DateTime.UtcNow.AddMinutes(2);
        while (!isEnough(all))
        {
            Assert.True(DateTime.UtcNow < deadline, $"Not within two minutes; {all.Count} messages have come.");
            if (consumer.Consume(TimeSpan.FromMilliseconds(200)) is not { Message: { } message })
                continue;
            Assert.Equal("application/cloudevents+json; charset=UTF-8", Encoding.ASCII.GetString(message.Headers.GetLastBytes("content-type")));
            all.Add(new Published(message.Key, JsonNode.Parse(message.Value)!.AsObject()));
        }
        return all;
    }

    public void Dispose() => _home.Dispose();
}
