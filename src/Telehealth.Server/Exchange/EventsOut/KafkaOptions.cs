using Confluent.Kafka;

namespace Telehealth.Server.Exchange.EventsOut;

/// <summary>A cluster that speaks Kafka's protocol.</summary>
internal sealed class KafkaOptions
{
    public static readonly IReadOnlyDictionary<string, SaslMechanism> Mechanisms =
        new Dictionary<string, SaslMechanism>(StringComparer.Ordinal)
        {
            ["PLAIN"] = SaslMechanism.Plain,
            ["SCRAM-SHA-256"] = SaslMechanism.ScramSha256,
            ["SCRAM-SHA-512"] = SaslMechanism.ScramSha512,
        };

    /// <summary><c>host:port</c>, several with commas between.</summary>
    public string? Servers { get; set; }

    public string Topic { get; set; } = "telehealth.events";

    /// <summary>Who signs in, where the cluster asks for it.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>How: one of <see cref="Mechanisms"/>.</summary>
    public string Mechanism { get; set; } = "SCRAM-SHA-512";

    public bool Tls { get; set; } = true;

    public bool IsNamed => !string.IsNullOrWhiteSpace(Servers);
}
