namespace Telehealth.Server.Exchange.EventsOut;

/// <summary>A broker that speaks AMQP 0-9-1.</summary>
internal sealed class RabbitMqOptions
{
    /// <summary><c>amqps://user:password@host:5671/virtual-host</c>; <c>amqp</c> without TLS.</summary>
    public string? Address { get; set; }

    /// <summary>A durable topic exchange, declared when it is not there. Its routing keys are tenant and type.</summary>
    public string Exchange { get; set; } = "telehealth.events";

    public bool IsNamed => !string.IsNullOrWhiteSpace(Address);

    public Uri? Uri =>
        Uri.TryCreate(Address, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" && uri.Host.Length > 0 ? uri : null;
}
