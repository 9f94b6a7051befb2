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
    private readonly SemaphoreSlim _opening = new(1, 1);
    private IConnection? _connection;
    private IChannel? _channel;

    public string Name => $"RabbitMQ at {_address.Host}{(_address.Port > 0 ? $":{_address.Port}" : string.Empty)}";

    public async Task Publish(CloudEvent outgoing, CancellationToken ct)
    {
        var channel = await Channel(ct);
        var properties = new BasicProperties
        {
            ContentType = CloudEvent.MediaType,
            DeliveryMode = DeliveryModes.Persistent,
            MessageId = outgoing.Id,
            Type = outgoing.Type,
        };
        try
        {
            await channel.BasicPublishAsync(
                options.Value.RabbitMq.Exchange, $"{outgoing.Tenant}.{outgoing.Type}", mandatory: false, properties, outgoing.Body, ct)
                .AsTask().WaitAsync(options.Value.ConfirmWithin, ct);
        }
        catch (TimeoutException)
        {
            await Leave(channel, ct);
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
        await Close();
        _opening.Dispose();
    }

    private static bool IsRefusal(Exception cause) =>
        cause is AuthenticationFailureException or PossibleAuthenticationFailureException
        || (cause as AggregateException)?.InnerExceptions.Any(IsRefusal) == true
        || (cause.InnerException is { } inner && IsRefusal(inner));

    private async Task<IChannel> Channel(CancellationToken ct)
    {
        if (Volatile.Read(ref _channel) is { IsOpen: true } open)
            return open;

        await _opening.WaitAsync(ct);
        try
        {
            if (_channel is { IsOpen: true } meanwhile)
                return meanwhile;
            await Close();
            return await Open(ct);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<IChannel> Open(CancellationToken ct)
    {
        var factory = new ConnectionFactory
        {
            Uri = _address,
            ClientProvidedName = "telehealth events out",
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = Heartbeat,
            RequestedConnectionTimeout = options.Value.ConfirmWithin,
        };
        _connection = await factory.CreateConnectionAsync(ct);
        var channel = await _connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), ct);
        await channel.ExchangeDeclareAsync(options.Value.RabbitMq.Exchange, ExchangeType.Topic, durable: true, cancellationToken: ct);
        Volatile.Write(ref _channel, channel);
        return channel;
    }

    /// <summary>What has not confirmed in time is not waited for any longer, by nobody who published on it.</summary>
    private async Task Leave(IChannel channel, CancellationToken ct)
    {
        await _opening.WaitAsync(ct);
        try
        {
            if (ReferenceEquals(_channel, channel))
                await Close();
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task Close()
    {
        var connection = _connection;
        (_connection, _channel) = (null, null);
        if (connection is null)
            return;
        try
        {
            await connection.AbortAsync(TimeSpan.FromSeconds(1));
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }
}
