using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Telehealth.Server.Exchange.EventsOut;

/// <summary>
/// A topic of Kafka: an idempotent producer, confirmed by all replicas in sync. The key is the entity, so its events share a partition and
/// stay in their order.
/// </summary>
internal sealed class KafkaTarget(IOptions<EventsOutOptions> options) : IEventTarget, IDisposable
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(2);

    private readonly KafkaOptions _kafka = options.Value.Kafka;
    private readonly Lock _making = new();
    private IProducer<string, byte[]>? _producer;
    private volatile ErrorCode _lastError = ErrorCode.NoError;

    public string Name => $"Kafka at {_kafka.Servers}";

    public async Task Publish(CloudEvent outgoing, CancellationToken ct)
    {
        var producer = Producer();
        var message = new Message<string, byte[]>
        {
            Key = outgoing.StreamId.ToString(),
            Value = outgoing.Body.ToArray(),
            Headers = new Headers { { "content-type", Encoding.ASCII.GetBytes(CloudEvent.MediaType) } },
        };
        try
        {
            await producer.ProduceAsync(_kafka.Topic, message, ct);
            _lastError = ErrorCode.NoError;
        }
        catch (KafkaException cause) when (cause.Error.IsFatal)
        {
            // An idempotent producer that has lost count cannot be used any more.
            Leave(producer);
            throw;
        }
    }

    public string ReasonOf(Exception cause)
    {
        var code = cause is KafkaException { Error.Code: not ErrorCode.Local_MsgTimedOut } kafka ? kafka.Error.Code : _lastError;
        return code switch
        {
            ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed =>
                "it refuses the user or the password of EventsOut__Kafka__User",
            ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed => "the user may not write to the topic",
            ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Transport or ErrorCode.Local_Resolve => "it cannot be reached",
            ErrorCode.NoError => cause is KafkaException ? "it does not answer" : cause.GetType().Name,
            _ => code.ToString(),
        };
    }

    public bool IsForEver(Exception cause) => cause is KafkaException { Error.Code: ErrorCode.MsgSizeTooLarge or ErrorCode.InvalidMsg };

    public void Dispose()
    {
        if (_producer is { } producer)
            Leave(producer);
    }

    private IProducer<string, byte[]> Producer()
    {
        lock (_making)
        {
            return _producer ??= new ProducerBuilder<string, byte[]>(Settings())
                .SetErrorHandler((_, error) => _lastError = error.Code)
                // It would write to the terminal; what somebody must know comes as an error.
                .SetLogHandler((_, _) => { })
                .Build();
        }
    }

    private void Leave(IProducer<string, byte[]> producer)
    {
        lock (_making)
        {
            if (!ReferenceEquals(_producer, producer))
                return;
            _producer = null;
        }
        producer.Flush(StopWithin);
        producer.Dispose();
    }

    private ProducerConfig Settings()
    {
        var isSignedIn = !string.IsNullOrEmpty(_kafka.User);
        return new ProducerConfig
        {
            BootstrapServers = _kafka.Servers,
            ClientId = "telehealth-events-out",
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 2,
            MessageTimeoutMs = (int)options.Value.ConfirmWithin.TotalMilliseconds,
            SecurityProtocol = (_kafka.Tls, isSignedIn) switch
            {
                (true, true) => SecurityProtocol.SaslSsl,
                (true, false) => SecurityProtocol.Ssl,
                (false, true) => SecurityProtocol.SaslPlaintext,
                (false, false) => SecurityProtocol.Plaintext,
            },
            SaslMechanism = isSignedIn ? KafkaOptions.Mechanisms[_kafka.Mechanism] : null,
            SaslUsername = isSignedIn ? _kafka.User : null,
            SaslPassword = isSignedIn ? _kafka.Password : null,
        };
    }
}
