using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Telehealth.Server.Exchange.EventsOut;

/// <summary>
/// A topic exchange of RabbitMQ: persistent messages with publisher confirms, routing key tenant and type. One connection, opened when it
/// is needed and anew when it was lost.
/// </summary>
internal sealed class RabbitMqTarget(IOptions<EventsOutOptions> options) : IEventTarget, IAsyncDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly Uri _address = options.Value.RabbitMq.Uri!;
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _choosing = new();

    // Of everybody who publishes. Whoever comes while it is being opened waits with the others: who refuses is asked once a round.
    private Task<Line>? _line;

    public string Name => $"RabbitMQ at {_address.Host}{(_address.Port > 0 ? $":{_address.Port}" : string.Empty)}";

    public async Task Publish(CloudEvent outgoing, CancellationToken ct)
    {
        var line = await Current().WaitAsync(ct);
        var properties = new BasicProperties
        {
            ContentType = CloudEvent.MediaType,
            DeliveryMode = DeliveryModes.Persistent,
            MessageId = outgoing.Id,
            Type = outgoing.Type,
        };
        try
        {
            await line.Channel.BasicPublishAsync(
                options.Value.RabbitMq.Exchange, $"{outgoing.Tenant}.{outgoing.Type}", mandatory: false, properties, outgoing.Body, ct)
                .AsTask().WaitAsync(options.Value.ConfirmWithin, ct);
        }
        catch (TimeoutException)
        {
            // Nobody waits any longer for what has not confirmed in time.
            await line.DisposeAsync();
            throw;
        }
    }

    public string ReasonOf(Exception cause) => cause switch
    {
        BrokerUnreachableException when IsRefusal(cause) => "it refuses the user or the password of EventsOut__RabbitMq__Address",
        BrokerUnreachableException => "it cannot be reached",
        OperationInterruptedException { ShutdownReason: { } reason } => $"it closed the channel with code {reason.ReplyCode}",
        TimeoutException => "it does not answer",
        _ => cause.GetType().Name,
    };

    public bool IsForEver(Exception cause) => false;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        if (_line is { } last)
        {
            await ((Task)last).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (last.IsCompletedSuccessfully)
                await last.Result.DisposeAsync();
        }
        _over.Dispose();
    }

    private static bool IsRefusal(Exception cause) =>
        cause is AuthenticationFailureException or PossibleAuthenticationFailureException
        || (cause as AggregateException)?.InnerExceptions.Any(IsRefusal) == true
        || (cause.InnerException is { } inner && IsRefusal(inner));

    private Task<Line> Current()
    {
        lock (_choosing)
        {
            if (_line is { IsCompleted: false } or { IsCompletedSuccessfully: true, Result.Channel.IsOpen: true })
                return _line;
            var last = _line;
            return _line = Task.Run(() => Open(last));
        }
    }

    private async Task<Line> Open(Task<Line>? last)
    {
        if (last is { IsCompletedSuccessfully: true })
            await (await last).DisposeAsync();
        var factory = new ConnectionFactory
        {
            Uri = _address,
            ClientProvidedName = "telehealth events out",
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = Heartbeat,
            RequestedConnectionTimeout = options.Value.ConfirmWithin,
        };
        var connection = await factory.CreateConnectionAsync(_over.Token);
        try
        {
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), _over.Token);
            await channel.ExchangeDeclareAsync(
                options.Value.RabbitMq.Exchange, ExchangeType.Topic, durable: true, cancellationToken: _over.Token);
            return new Line(connection, channel);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection and its one channel. Leaving it twice is once.</summary>
    private sealed record Line(IConnection Connection, IChannel Channel) : IAsyncDisposable
    {
        private int _left;

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _left, 1) == 1)
                return;
            await Connection.AbortAsync(TimeSpan.FromSeconds(1));
            await Connection.DisposeAsync();
        }
    }
}
