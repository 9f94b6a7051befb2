using System.Text.Json.Nodes;
using RabbitMQ.Client;

namespace Telehealth.Server.Tests.EventsOut;

/// <summary>What came out at the other side.</summary>
/// <param name="Key">Its routing key, or the key of its partition.</param>
/// <param name="Body">The CloudEvent.</param>
internal sealed record Published(string Key, JsonObject Body)
{
    public string Id => Text("id");

    public string Stream => Text("subject");

    public long Version => long.Parse(Id.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);

    public string Text(string attribute) => Body[attribute]!.GetValue<string>();
}

/// <summary>A durable queue behind the exchange, as another system has it.</summary>
internal sealed class SubscribersQueue(TestBroker broker, string exchange)
{
    private const string Queue = "another-system";

    public async Task Bind(string pattern = "#")
    {
        await using var connection = await broker.Connect();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(Queue, exchange, pattern);
    }

    /// <summary>Takes what has come, until it is enough.</summary>
    public async Task<List<Published>> TakeUntil(Func<IReadOnlyList<Published>, bool> isEnough)
    {
        await using var connection = await broker.Connect();
        await using var channel = await connection.CreateChannelAsync();
        List<Published> all = [];
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!isEnough(all))
        {
            Assert.False(deadline.IsCancellationRequested, $"Not within two minutes; {all.Count} messages have come.");
            if (await channel.BasicGetAsync(Queue, autoAck: true) is { } message)
            {
                Assert.True(message.BasicProperties.Persistent);
                Assert.Equal("application/cloudevents+json; charset=UTF-8", message.BasicProperties.ContentType);
                all.Add(new Published(message.RoutingKey, JsonNode.Parse(message.Body.Span)!.AsObject()));
            }
            else
            {
                await Task.Delay(50);
            }
        }
        return all;
    }
}
