using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Exchange.EventsOut;

internal static class EventsOutSetup
{
    /// <summary>After the log. Without a target nothing of it is there.</summary>
    public static IServiceCollection AddEventsOut(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(EventsOutOptions.Section);
        services.AddOptions<EventsOutOptions>().Bind(section)
            .Validate(
                options => options.AreTargetsSound,
                "EventsOut names one target: RabbitMq:Address (amqp or amqps) with an Exchange, or Kafka:Servers with a Topic and a Mechanism"
                + " of PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.")
            .Validate(options => options.AreTimesSound, "The times of EventsOut are above zero, ConfirmWithin a second at least.")
            .ValidateOnStart();
        var options = section.Get<EventsOutOptions>() ?? new EventsOutOptions();
        if (!options.IsOn)
            return services;

        if (options.Kafka.IsNamed)
            services.AddSingleton<IEventTarget, KafkaTarget>();
        else
            services.AddSingleton<IEventTarget, RabbitMqTarget>();
        services.AddSingleton<CloudEventWriter>();
        services.AddDurableSubscriber<EventPublisher>();
        services.AddSingleton<EventsOutBacklog>();
        services.AddHostedService(provider => provider.GetRequiredService<EventsOutBacklog>());
        services.AddHealthChecks().AddCheck<EventsOutBacklog>("events-out", HealthStatus.Degraded, tags: ["ready"]);
        return services;
    }
}
