namespace Telehealth.Server.Exchange.EventsOut;

/// <summary>Section <c>EventsOut</c>. Nothing leaves unless one of the two targets is named.</summary>
internal sealed class EventsOutOptions
{
    public const string Section = "EventsOut";

    public RabbitMqOptions RabbitMq { get; set; } = new();

    public KafkaOptions Kafka { get; set; } = new();

    /// <summary>What every event says of where it comes from: a URI of the deployment's own.</summary>
    public string Source { get; set; } = "/telehealth";

    /// <summary>Stored names, or their beginning with a star behind it, such as <c>emergency.*</c>. Empty: all.</summary>
    public string[] Types { get; set; } = [];

    /// <summary>Whose events. Empty: everybody's.</summary>
    public Guid[] Tenants { get; set; } = [];

    /// <summary>Whether an event leaves whole, with what people said, their names, numbers and places.</summary>
    public bool IncludeHealthData { get; set; }

    /// <summary>Whether the first start publishes what the log holds already. Later ones go on from where the last one stopped.</summary>
    public bool FromBeginning { get; set; }

    /// <summary>How long the target may take to confirm an event before it is sent again.</summary>
    public TimeSpan ConfirmWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Wait after a try that failed; doubles up to <see cref="RetryAtMostAfter"/>.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan RetryAtMostAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Readiness says so when an event has waited for longer than this.</summary>
    public TimeSpan BehindAfter { get; set; } = TimeSpan.FromMinutes(1);

    public bool IsOn => RabbitMq.IsNamed || Kafka.IsNamed;

    public bool AreTargetsSound =>
        !(RabbitMq.IsNamed && Kafka.IsNamed)
        && (!RabbitMq.IsNamed || (RabbitMq.Uri is not null && RabbitMq.Exchange.Length > 0))
        && (!Kafka.IsNamed || (Kafka.Topic.Length > 0 && KafkaOptions.Mechanisms.ContainsKey(Kafka.Mechanism)));

    public bool AreTimesSound =>
        ConfirmWithin >= TimeSpan.FromSeconds(1)
        && RetryAfter > TimeSpan.Zero
        && RetryAtMostAfter >= RetryAfter
        && BehindAfter > TimeSpan.Zero;

    public bool Chooses(Guid tenant, string type) =>
        (Tenants.Length == 0 || Tenants.Contains(tenant))
        && (Types.Length == 0 || Types.Any(chosen => chosen.EndsWith('*')
            ? type.StartsWith(chosen[..^1], StringComparison.Ordinal)
            : type == chosen));
}
